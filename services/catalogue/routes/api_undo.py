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
    """What was put back: the fields of a series, or of a session. ``move_id``: of what people are told a moment later;
    until then ``POST /sessions/{id}/moves/{id}/undo`` takes it; null where nobody is told."""

    series_id: UUID
    session_id: UUID | None
    fields: list[str]
    move_id: UUID | None


@api.writes(
    "POST",
    "/changes/<uuid:change_id>/undo",
    Access.ORGANISER,
    "Undo the last change of a series or a session",
    Shape(answer=UndoneOut),
)
def undo_change(db: Connection, change_id: UUID) -> UndoneOut:
    """People are told of it at the next full minute. 409 when something of it was changed since."""
    to_undo(db, change_id)
    undone = undo(db, known_viewer().actor, change_id)
    change = undone.change
    return UndoneOut(
        series_id=change.series_id,
        session_id=change.session_id,
        fields=sorted(change.names),
        move_id=undone.move_id,
    )
