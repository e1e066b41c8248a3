"""Many sessions of a series changed at once: all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, select

from services.catalogue.actions.moves import Edit, edit_undoably
from services.catalogue.actions.presenters import NewPresenter, replace_presenters
from services.catalogue.actions.sessions import SessionChanges, edit_session
from services.catalogue.queries.held import hold_series
from shared.errors import NotThere, Refusal
from shared.schema.catalogue import Session


@dataclass(frozen=True)
class SessionChange:
    """What is to change of one session. ``seen_version`` is the one that the changes were made on; None: any will do.
    Without ``presenters`` they stay."""

    session_id: UUID
    changes: SessionChanges
    seen_version: int | None = None
    presenters: Sequence[NewPresenter] | None = None


def change_sessions(
    db: Connection, actor: str, series_id: UUID, wanted: Sequence[SessionChange], note: str | None = None
) -> bool:
    """Change them, each by itself as by hand: what doesn't differ writes nothing. Returns whether any can be undone.

    Programs have people told at once. With a ``note`` (which may be empty) they are told later, as by hand.
    A refusal names the session by its place (``sessions.1.ends_at``). Raises NotThere for one of another series.
    """
    hold_series(db, series_id)
    undoable = False
    own = set(db.scalars(select(Session.id).where(Session.series_id == series_id)))
    for place, one in enumerate(wanted):
        if one.session_id not in own:
            raise NotThere("not_there", _("There is no such session."), f"sessions.{place}.id")
        try:
            if note is not None:
                edit = Edit(one.changes, one.seen_version, one.presenters, note)
                undoable |= edit_undoably(db, actor, one.session_id, edit) is not None
            else:
                _change_at_once(db, actor, one)
        except Refusal as refusal:
            refusal.field = f"sessions.{place}.{refusal.field or 'id'}"
            raise
    return undoable


def _change_at_once(db: Connection, actor: str, one: SessionChange) -> None:
    edit_session(db, actor, one.session_id, one.changes, one.seen_version)
    if one.presenters is not None:
        replace_presenters(db, actor, one.session_id, one.presenters)
