"""A session held again on other days: as many new sessions as there are days, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, time
from uuid import UUID, uuid5

from flask_babel import gettext as _
from sqlalchemy import Connection, select

from services.catalogue.actions.offerings import edit_offering
from services.catalogue.actions.presenters import NewPresenter, replace_presenters
from services.catalogue.actions.sessions import NewSession, add_session
from services.catalogue.queries import workspace_series
from services.catalogue.queries.held import hold_session
from services.catalogue.queries.repeated import covering, times_on
from services.catalogue.queries.rows import AnyRow
from services.catalogue.rules.repetition import MOST
from shared.errors import Refusal
from shared.schema.base import new_id
from shared.schema.catalogue import Presenter


@dataclass(frozen=True)
class Repeats:
    """On which days and at what times a session is held again.

    ``is_covered``: by the offerings that cover it, too; ``with_links``: the link to join stays the same.
    A form makes the ``id`` beforehand, so that sending it twice makes each session once.
    """

    days: Sequence[date]
    starts: time
    ends: time
    is_covered: bool = True
    with_links: bool = False
    id: UUID = field(default_factory=new_id)


def repeat_session(db: Connection, actor: str, session_id: UUID, wanted: Repeats) -> list[UUID]:
    """Add the sessions, like this one and with its presenters, who are invited when the series is published.

    Raises Refusal for no days or too many, and what adding a session raises.
    """
    session = hold_session(db, session_id)
    if not wanted.days:
        raise Refusal("no_days", _("Choose at least one day."), "days")
    if len(wanted.days) > MOST:
        raise Refusal("too_many_days", _("At most %(most)s sessions at once.", most=MOST), "days")
    if wanted.ends <= wanted.starts:
        raise Refusal("ends_before_start", _("The end must be after the start."), "ends")
    made = [_add(db, actor, session, day, wanted) for day in sorted(set(wanted.days))]
    if wanted.is_covered:
        for offering in covering(db, session_id):
            before = workspace_series.covered(db, offering.id)
            edit_offering(db, actor, offering.id, {"session_ids": list(dict.fromkeys([*before, *made]))})
    return made


def _add(db: Connection, actor: str, session: AnyRow, day: date, wanted: Repeats) -> UUID:
    times = times_on(day, wanted.starts, wanted.ends, session.timezone)
    new = {one.name: getattr(session, one.name) for one in fields(NewSession)}
    own = {"id": uuid5(wanted.id, day.isoformat()), "starts_at": times.starts_at, "ends_at": times.ends_at}
    if not wanted.with_links:
        own["join_url"] = None
    session_id = add_session(db, actor, session.series_id, NewSession(**new | own))
    presenters = db.execute(
        select(Presenter.__table__).where(Presenter.session_id == session.id).order_by(Presenter.id)
    ).all()
    names = [one.name for one in fields(NewPresenter)]
    replace_presenters(
        db, actor, session_id, [NewPresenter(**{name: getattr(row, name) for name in names}) for row in presenters]
    )
    return session_id
