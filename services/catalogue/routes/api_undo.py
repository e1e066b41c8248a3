"""API: the last change of a series or a session, undone."""

from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Connection

from services.catalogue.actions.undo import undo
from services.catalogue.routes.workspace_undo import to_undo
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.viewer import known_viewer

api = Api("undo")


class UndoneOut(BaseModel):
    """What was put back: the fields of a series, or of a session."""

    series_id: UUID
    session_id: UUID | None
    fields: list[str]


@api.writes(
    "POST",
    "/changes/<uuid:change_id>/undo",
    Access.ORGANISER,
    "Undo the last change of a series or a session",
    Shape(answer=UndoneOut),
)
def undo_change(db: Connection, change_id: UUID) -> UndoneOut:
    """A change like any other, of which people are told as of any. 409 when something of it was changed since."""
    to_undo(db, change_id)
    change = undo(db, known_viewer().actor, change_id)
    return UndoneOut(series_id=change.series_id, session_id=change.session_id, fields=sorted(change.names))
