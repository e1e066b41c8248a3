"""Sessions brought from a file: those that aren't there yet, with their presenters, in one transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, select

from services.catalogue.actions.offerings import edit_offering
from services.catalogue.actions.presenters import NewPresenter, replace_presenters
from services.catalogue.actions.sessions import NewSession, add_session
from services.catalogue.queries import workspace_series
from services.catalogue.queries.held import hold_series
from services.catalogue.rules.written_rows import MOST_ROWS
from shared.errors import NotThere, Refusal
from shared.schema.catalogue import Offering, Session


@dataclass(frozen=True)
class Brought:
    """A session of a file, its id made of what the file says, and who presents it."""

    session: NewSession
    presenters: Sequence[NewPresenter] = field(default_factory=list)


def bring_sessions(
    db: Connection, actor: str, series_id: UUID, brought: Sequence[Brought], offering_ids: Collection[UUID] = ()
) -> list[UUID]:
    """Add them, and let the offerings cover them. What was brought before stays as it is now, whatever the file says.

    Returns the new ones. Raises Refusal for none or too many, NotThere for an offering of another series, and what
    adding a session raises.
    """
    hold_series(db, series_id)
    if not brought:
        raise Refusal("no_sessions", _("Choose at least one session."), "rows")
    if len(brought) > MOST_ROWS:
        raise Refusal("too_many_rows", _("At most %(most)s sessions at once.", most=MOST_ROWS), "rows")
    _require_own(db, series_id, offering_ids)
    there = set(db.scalars(select(Session.id).where(Session.id.in_([one.session.id for one in brought]))))
    made = []
    for one in brought:
        if one.session.id not in there:
            made.append(add_session(db, actor, series_id, one.session))
            replace_presenters(db, actor, one.session.id, one.presenters)
    if made:
        for offering_id in offering_ids:
            before = workspace_series.covered(db, offering_id)
            edit_offering(db, actor, offering_id, {"session_ids": list(dict.fromkeys([*before, *made]))})
    return made


def _require_own(db: Connection, series_id: UUID, offering_ids: Collection[UUID]) -> None:
    own = set(db.scalars(select(Offering.id).where(Offering.series_id == series_id)))
    if not own.issuperset(offering_ids):
        raise NotThere("not_there", _("There is no such way to register."), "offering_ids")
