"""The last change of a series or of a session undone: the fields' values back, as a change like any other."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection

from services.catalogue.actions.moves import Edit, edit_undoably
from services.catalogue.actions.series import SeriesChanges, edit_series
from services.catalogue.actions.sessions import SessionChanges
from services.catalogue.queries.changes import Kept, back, kept, undoable
from services.catalogue.queries.held import hold_series, hold_session
from shared import clock
from shared.errors import Conflict, NotThere


@dataclass(frozen=True)
class Undone:
    """What was put back. ``move_id``: under which that can be undone in turn, as long as nobody is told of it."""

    change: Kept
    move_id: UUID | None = None


def undo(db: Connection, actor: str, change_id: UUID, seen_version: int | None = None, note: str = "") -> Undone:
    """Put back what stood there before; whoever was told of the change is told of this one too, a moment later.

    Raises Conflict when something of it has been changed since, or ``seen_version`` isn't the newest any more; Refusal
    when a theme or target group that it had is gone.
    """
    change = kept(db, change_id)
    if change is None:
        raise NotThere("no_change", _("There is no such change."))
    if change.session_id is None:
        hold_series(db, change.series_id)
    else:
        hold_session(db, change.session_id)
    if change_id not in undoable(db, change.series_id, clock.now()):
        raise Conflict(
            "not_the_last", _("Something of this was changed since, so it can't be undone any more. Edit it instead.")
        )
    before = back(change)
    if change.session_id is None:
        edit_series(db, actor, change.series_id, cast("SeriesChanges", before), seen_version)
        return Undone(change)
    edit = Edit(cast("SessionChanges", before), seen_version, note=note)
    return Undone(change, edit_undoably(db, actor, change.session_id, edit))
