"""API: many sessions of a series changed at once."""

from typing import Annotated, cast
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import Connection

from services.catalogue.actions.change_sessions import SessionChange, change_sessions
from services.catalogue.actions.presenters import NewPresenter
from services.catalogue.actions.sessions import SessionChanges
from services.catalogue.routes.api_fields import Input
from services.catalogue.routes.api_session_shapes import SessionOut, SessionPatch
from services.catalogue.routes.api_sessions import one
from services.catalogue.routes.permission import route_to_manage
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.viewer import known_viewer

api = Api("grid")

MOST_SESSIONS = 200


class OneOfMany(SessionPatch):
    """What to change of one session, and which."""

    id: UUID

    def change(self) -> SessionChange:
        """As the action takes it."""
        said = self.model_dump(exclude_unset=True, exclude={"id", "version", "presenters"})
        wanted = None
        if "presenters" in self.model_fields_set:
            wanted = [NewPresenter(**presenter.model_dump()) for presenter in self.presenters]
        return SessionChange(self.id, cast("SessionChanges", said), self.version, wanted)


class ManyIn(Input):
    """The sessions to change, each once."""

    sessions: Annotated[list[OneOfMany], Field(min_length=1, max_length=MOST_SESSIONS)]


class ManyOut(BaseModel):
    """The sessions as they are now, in the order in which they were named."""

    items: list[SessionOut]


@api.writes(
    "PATCH",
    "/series/<slug>/sessions",
    Access.ORGANISER,
    "Change many sessions of a series at once",
    Shape(ManyIn, None, ManyOut),
)
def patch_sessions(db: Connection, slug: str, body: ManyIn) -> ManyOut:
    """All of them or none. Only what is sent changes; a ``version`` that is no longer the newest refuses everything."""
    series = route_to_manage(db, slug)
    change_sessions(db, known_viewer().actor, series.id, [session.change() for session in body.sessions])
    return ManyOut(items=[one(db, series, session.id) for session in body.sessions])
