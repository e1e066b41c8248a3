"""The API's calls about single sessions that a registration covers: staying away from one, and coming after all."""

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Connection

from services.registration.actions import access as rights
from services.registration.actions import leave_session
from services.registration.queries import sessions_of_one
from services.registration.queries.outline import outline
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.dates import machine
from shared.web.fields import DateTimeText
from shared.web.viewer import known_viewer

api = Api("registration_sessions")


class CoveredOut(BaseModel):
    """A session that a registration covers."""

    session_id: UUID
    title: str
    #: in the session's own zone
    starts_at: DateTimeText
    ends_at: DateTimeText
    state: Literal["scheduled", "cancelled"]
    #: whether the person stays away from this one
    left_out: bool


class CoveredListOut(BaseModel):
    """All of them, in the order of time."""

    items: list[CoveredOut]


@api.reads(
    "/registrations/<uuid:registration_id>/sessions",
    Access.CONTACT,
    "The sessions that a registration covers",
    Shape(answer=CoveredListOut),
)
def list_covered(db: Connection, registration_id: UUID) -> CoveredListOut:
    """To the series' organisers and to those who speak for its organisation."""
    return _covered(db, rights.seen(db, known_viewer(), registration_id))


@api.writes(
    "POST",
    "/registrations/<uuid:registration_id>/sessions/<uuid:session_id>/leave",
    Access.CONTACT,
    "Stay away from one session; the place in the offering stays",
    Shape(answer=CoveredListOut),
)
def leave(db: Connection, registration_id: UUID, session_id: UUID) -> CoveredListOut:
    """It goes from the person's calendar. Refused for the last one left: cancel the registration instead."""
    row = rights.seen(db, known_viewer(), registration_id)
    leave_session.leave(db, registration_id, session_id, known_viewer().actor)
    return _covered(db, row)


@api.writes(
    "POST",
    "/registrations/<uuid:registration_id>/sessions/<uuid:session_id>/return",
    Access.CONTACT,
    "Come to a session after all",
    Shape(answer=CoveredListOut),
)
def come_after_all(db: Connection, registration_id: UUID, session_id: UUID) -> CoveredListOut:
    """It comes back into the person's calendar. A second time changes nothing."""
    row = rights.seen(db, known_viewer(), registration_id)
    leave_session.come_after_all(db, registration_id, session_id, known_viewer().actor)
    return _covered(db, row)


def _covered(db: Connection, row: Any) -> CoveredListOut:
    it, left_out = outline(db, row.offering_id), sessions_of_one.left_out(db, row.id)
    return CoveredListOut(
        items=[
            CoveredOut(
                session_id=one.id,
                title=one.title,
                starts_at=machine(one.starts_at, one.timezone),
                ends_at=machine(one.ends_at, one.timezone),
                state=one.state,
                left_out=one.id in left_out,
            )
            for one in (it.sessions if it else ())
        ]
    )
