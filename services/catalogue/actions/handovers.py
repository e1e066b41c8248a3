"""A series passes into other hands: to a colleague at once, to another organisation when that one says yes."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row, delete, exists, insert, select, update

from services.catalogue.actions.partners import drop_partner
from services.catalogue.actions.versions import change_series
from services.catalogue.queries.held import hold_organisation, hold_series
from shared import clock, journal
from shared.errors import Conflict, NotThere, Refusal
from shared.rules.partners import ROLES
from shared.schema.accounts import Membership
from shared.schema.base import new_id
from shared.schema.catalogue import Series, SeriesPartner
from shared.schema.handovers import SeriesHandover, SeriesResponsible
from shared.web.viewer import Viewer


@dataclass(frozen=True)
class Asked:
    """To which organisation, and what is said to it."""

    organisation_id: UUID
    keeps_role: str | None = None
    note: str = ""
    id: UUID = field(default_factory=new_id)


def set_responsible(db: Connection, actor: str, series_id: UUID, account_id: UUID | None, *, seen: UUID | None) -> None:
    """Say who answers for a series; None: all its organisers. ``seen`` is who did when the asker looked.

    Raises Conflict when somebody else changed it meanwhile, Refusal for who doesn't organise it.
    """
    series = hold_series(db, series_id)
    this = SeriesResponsible.series_id == series_id
    before = db.scalar(select(SeriesResponsible.account_id).where(this))
    if before == account_id:
        return
    if before != seen:
        sentence = _("Somebody else changed this while you had it open. It is shown here as it is now.")
        raise Conflict("stale", sentence, "account")
    if account_id is not None and not _organises(db, account_id, series.organiser_id):
        raise Refusal("no_organiser", _("Choose somebody who organises this organisation's series."), "account")
    db.execute(delete(SeriesResponsible).where(this))
    if account_id is not None:
        db.execute(insert(SeriesResponsible).values(series_id=series_id, account_id=account_id))
    change_series(db, series_id)
    journal.append(db, "series.responsible_changed", actor, journal.Subject(series_id=series_id, subject_id=account_id))


def ask(db: Connection, actor: str, series_id: UUID, asked: Asked) -> None:
    """Ask another organisation to lead a series. Raises Refusal for one that can't be asked, Conflict while another is
    asked or it was merged."""
    hold_organisation(db, asked.organisation_id)
    series = hold_series(db, series_id)
    if db.scalar(select(exists().where(SeriesHandover.id == asked.id))):
        return
    if asked.organisation_id == series.organiser_id:
        raise Refusal("is_lead", _("This organisation leads the series already."), "organisation")
    if asked.keeps_role is not None and asked.keeps_role not in ROLES:
        raise Refusal("unknown_role", _("A partner can't be that. Choose one of the roles."), "keeps_role")
    is_someone = exists().where(Membership.organisation_id == asked.organisation_id, Membership.role == "organiser")
    if not db.scalar(select(is_someone)):
        sentence = _("Nobody organises anything there yet, so nobody could say yes. An administrator names organisers.")
        raise Refusal("nobody_there", sentence, "organisation")
    if db.scalar(select(exists().where(SeriesHandover.series_id == series_id, SeriesHandover.state == "asked"))):
        raise Conflict("asked_already", _("An organisation has been asked already. Take that back first."))
    row = {
        "id": asked.id,
        "series_id": series_id,
        "organisation_id": asked.organisation_id,
        "keeps_role": asked.keeps_role,
        "note": asked.note,
        "actor": actor,
        "asked_at": clock.now(),
    }
    db.execute(insert(SeriesHandover).values(row))
    _note(db, actor, "series.handover_asked", series_id, asked.organisation_id)


def accept(db: Connection, asker: Viewer, handover_id: UUID) -> None:
    """Let the asked organisation lead the series from now on. Raises NotThere, Conflict when it is no longer open."""
    found = _hold(db, handover_id)
    series = hold_series(db, found.series_id)
    _end(db, handover_id, "accepted")
    change_lead(db, series, found.organisation_id)
    # as what it was asked for, unless it leads the series still
    if found.keeps_role is not None and series.organiser_id != found.organisation_id:
        row = {"series_id": series.id, "organisation_id": series.organiser_id, "role": found.keeps_role}
        db.execute(insert(SeriesPartner).values(row))
    if asker.account_id is not None and _organises(db, asker.account_id, found.organisation_id):
        db.execute(insert(SeriesResponsible).values(series_id=series.id, account_id=asker.account_id))
    change_series(db, series.id, organiser_id=found.organisation_id)
    _note(db, asker.actor, "series.handed_over", series.id, found.organisation_id)


def decline(db: Connection, actor: str, handover_id: UUID) -> None:
    """Say no for the asked organisation: everything stays as it is. Raises as ``accept``."""
    found = _hold(db, handover_id)
    _end(db, handover_id, "declined")
    _note(db, actor, "series.handover_declined", found.series_id, found.organisation_id)


def withdraw(db: Connection, actor: str, series_id: UUID) -> None:
    """Ask no longer; when nobody is asked nothing changes."""
    hold_series(db, series_id)
    this = SeriesHandover.series_id == series_id, SeriesHandover.state == "asked"
    found = db.execute(select(SeriesHandover.id, SeriesHandover.organisation_id).where(*this)).one_or_none()
    if found is not None:
        _end(db, found.id, "withdrawn")
        _note(db, actor, "series.handover_withdrawn", series_id, found.organisation_id)


def change_lead(db: Connection, series: Row[Any], organisation_id: UUID) -> None:
    """What a new lead means beside the series' own row: it is no partner any more, and its people are others."""
    if organisation_id != series.organiser_id:
        drop_partner(db, series.id, organisation_id)
        db.execute(delete(SeriesResponsible).where(SeriesResponsible.series_id == series.id))


def _hold(db: Connection, handover_id: UUID) -> Row[Any]:
    series_id = db.scalar(select(SeriesHandover.series_id).where(SeriesHandover.id == handover_id))
    if series_id is None:
        raise NotThere("no_handover", _("There is nothing like this to answer."))
    db.execute(select(Series.id).where(Series.id == series_id).with_for_update())
    found = db.execute(select(SeriesHandover.__table__).where(SeriesHandover.id == handover_id)).one()
    if found.state != "asked":
        raise Conflict("answered_already", _("This has been answered or taken back already."))
    return found


def _end(db: Connection, handover_id: UUID, state: str) -> None:
    this = SeriesHandover.id == handover_id
    db.execute(update(SeriesHandover).where(this).values(state=state, answered_at=clock.now()))


def _organises(db: Connection, account_id: UUID, organisation_id: UUID) -> bool:
    found = exists().where(
        Membership.account_id == account_id,
        Membership.organisation_id == organisation_id,
        Membership.role == "organiser",
    )
    return bool(db.scalar(select(found)))


def _note(db: Connection, actor: str, kind: str, series_id: UUID, organisation_id: UUID) -> None:
    journal.append(db, kind, actor, journal.Subject(series_id=series_id, subject_id=organisation_id))
