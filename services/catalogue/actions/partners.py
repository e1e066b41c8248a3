"""Which organisations take part in a series beside its organiser, and as what."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row, delete, insert, select, update

from services.catalogue.actions.versions import change_series
from services.catalogue.queries.held import hold_organisation, hold_places, hold_series
from shared import journal
from shared.errors import Conflict, Refusal
from shared.rules.partners import CUSTOMER, ROLES
from shared.schema.catalogue import SeriesPartner

MOST = 50


def set_partner(
    db: Connection, actor: str, series_id: UUID, organisation_id: UUID, role: str, *, seen: str | None = None
) -> bool:
    """Let an organisation be a partner in this role; whether that changed anything. ``seen``: the role that the asker
    saw it in, None when whatever it is now will do.

    Raises NotThere, Conflict for an organisation that was merged and for a role that somebody else changed meanwhile,
    and Refusal for what can't be a partner.
    """
    hold_organisation(db, organisation_id)
    series = hold_series(db, series_id)
    before = db.scalar(_role(series_id, organisation_id))
    _check(db, series, organisation_id, role, is_new=before is None)
    if before == role:
        return False
    if seen is not None and seen != (before or ""):
        raise _changed_meanwhile()
    hold_places(db, series_id)
    if before is None:
        row = {"series_id": series_id, "organisation_id": organisation_id, "role": role}
        db.execute(insert(SeriesPartner).values(row))
    else:
        db.execute(update(SeriesPartner).where(*_this(series_id, organisation_id)).values(role=role))
    kind = "series.partner_added" if before is None else "series.partner_changed"
    _write(db, actor, kind, series_id, organisation_id, {"role": role, "before": before})
    return True


def remove_partner(db: Connection, actor: str, series_id: UUID, organisation_id: UUID) -> bool:
    """Let an organisation be a partner no longer; whether it was. Raises NotThere."""
    hold_series(db, series_id)
    hold_places(db, series_id)
    role = db.scalar(_role(series_id, organisation_id))
    if role is None:
        return False
    drop_partner(db, series_id, organisation_id)
    _write(db, actor, "series.partner_removed", series_id, organisation_id, {"before": role})
    return True


def leave_series(db: Connection, actor: str, series_id: UUID, organisation_id: UUID) -> bool:
    """The same as those who act for the partner say it: its organiser is told. What it was stands in the journal."""
    hold_series(db, series_id)
    hold_places(db, series_id)
    role = db.scalar(_role(series_id, organisation_id))
    if role is None:
        return False
    drop_partner(db, series_id, organisation_id)
    _write(db, actor, "series.partner_left", series_id, organisation_id, {"role": role})
    return True


def require_customer(db: Connection, series_id: UUID, organisation_id: UUID | None) -> None:
    """Raise Refusal unless this is a customer of the series; None is nobody in particular."""
    if organisation_id is not None and db.scalar(_role(series_id, organisation_id)) != CUSTOMER:
        sentence = _("This organisation is not a customer of the series. Name it as one among the partners first.")
        raise Refusal("no_customer", sentence, "customer_id")


def drop_partner(db: Connection, series_id: UUID, organisation_id: UUID) -> bool:
    """The same as a part of something else, which holds the series and writes the journal."""
    return bool(db.execute(delete(SeriesPartner).where(*_this(series_id, organisation_id))).rowcount)


def _check(db: Connection, series: Row[Any], organisation_id: UUID, role: str, *, is_new: bool) -> None:
    if role not in ROLES:
        raise Refusal("unknown_role", _("A partner can't be that. Choose one of the roles."), "role")
    if organisation_id == series.organiser_id:
        raise Refusal("is_lead", _("This organisation leads the series already."), "organisation")
    there = select(SeriesPartner.organisation_id).where(SeriesPartner.series_id == series.id)
    if is_new and len(db.execute(there).all()) >= MOST:
        raise Refusal("too_many", _("At most %(most)s partners.", most=MOST), "organisation")


def _changed_meanwhile() -> Conflict:
    sentence = _("Somebody else changed this partner while you had the page open. It is shown here as it is now.")
    return Conflict("stale", sentence, "role")


def _write(
    db: Connection, actor: str, kind: str, series_id: UUID, organisation_id: UUID, detail: dict[str, Any]
) -> None:
    change_series(db, series_id)
    subject = journal.Subject(series_id=series_id, subject_id=organisation_id, detail=detail)
    journal.append(db, kind, actor, subject)


def _role(series_id: UUID, organisation_id: UUID) -> Any:
    return select(SeriesPartner.role).where(*_this(series_id, organisation_id))


def _this(series_id: UUID, organisation_id: UUID) -> tuple[Any, Any]:
    return SeriesPartner.series_id == series_id, SeriesPartner.organisation_id == organisation_id
