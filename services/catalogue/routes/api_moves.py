"""API: a session moved to another time, what that would mean, and a move undone."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from services.catalogue.actions.moves import Edit, edit_undoably, undo_move
from services.catalogue.actions.sessions import require_times
from services.catalogue.queries import workspace_series
from services.catalogue.queries.moves import move_of
from services.catalogue.routes import move_warnings
from services.catalogue.routes.api_fields import Input, Instant, Version
from services.catalogue.routes.api_session_shapes import SessionOut
from services.catalogue.routes.api_sessions import one
from services.catalogue.routes.permission import session_to_manage
from services.catalogue.rules import holding
from shared import clock
from shared.schema.session_moves import NOTE_LENGTH
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.dates import machine
from shared.web.fields import DateTimeText
from shared.web.viewer import known_viewer

api = Api("moves")


class TimesQuery(BaseModel):
    """When it would be held."""

    model_config = ConfigDict(extra="forbid")
    starts_at: Instant
    ends_at: Instant


class TimesOut(BaseModel):
    """When a session is held, in its own time zone."""

    starts_at: DateTimeText
    ends_at: DateTimeText


class OddOut(BaseModel):
    """What stands against a time. What others organise is told without its title."""

    kind: Literal["presenter", "venue", "holiday", "deadline", "past", "long"]
    sentence: str


class PreviewOut(BaseModel):
    """What a move would do. ``version`` is the one to send along, so that nobody's change in between is lost."""

    version: int
    before: TimesOut
    after: TimesOut
    presenters: Annotated[int, Field(description="how many of them would get a mail")]
    participants: int
    warnings: list[OddOut]


class MoveIn(Input):
    """Another time for a session."""

    starts_at: Instant
    ends_at: Instant
    version: Version | None = None
    note: Annotated[str, Field(max_length=NOTE_LENGTH, description="a word to those who are told, in their mail")] = ""


class MovedOut(BaseModel):
    """A session that was moved. Without anybody to tell there is nothing to undo: ``id`` and the moments are null."""

    id: UUID | None
    people: Annotated[int, Field(description="how many are told")]
    told_from: DateTimeText | None
    undone_until: DateTimeText | None
    session: SessionOut


@api.reads(
    "/sessions/<uuid:session_id>/move",
    Access.ORGANISER,
    "What moving a session would mean",
    Shape(query=TimesQuery, answer=PreviewOut),
)
def preview_move(db: Connection, session_id: UUID, query: TimesQuery) -> PreviewOut:
    """Before and after, how many would be told, and what stands against it; nothing is changed."""
    series = session_to_manage(db, session_id)
    require_times(query.starts_at, query.ends_at)
    session = workspace_series.session(db, session_id)
    told = workspace_series.told_of_session(db, session_id)
    is_told = series.state == "published" and query.ends_at > clock.now()
    odd = move_warnings.found(db, session, {"starts_at": query.starts_at, "ends_at": query.ends_at})
    zone = session.timezone
    return PreviewOut(
        version=session.version,
        before=TimesOut(starts_at=machine(session.starts_at, zone), ends_at=machine(session.ends_at, zone)),
        after=TimesOut(starts_at=machine(query.starts_at, zone), ends_at=machine(query.ends_at, zone)),
        presenters=told.presenters if is_told else 0,
        participants=told.participants if is_told else 0,
        warnings=[OddOut(kind=each.kind, sentence=each.sentence) for each in odd],
    )


@api.writes(
    "POST",
    "/sessions/<uuid:session_id>/move",
    Access.ORGANISER,
    "Move a session, to be undone for a minute",
    Shape(MoveIn, None, MovedOut),
)
def move(db: Connection, session_id: UUID, body: MoveIn) -> MovedOut:
    """It moves at once; people are told of it from ``told_from`` on, and until shortly before it can be undone."""
    series = session_to_manage(db, session_id)
    edit = Edit({"starts_at": body.starts_at, "ends_at": body.ends_at}, body.version, note=body.note.strip())
    move_id = edit_undoably(db, known_viewer().actor, session_id, edit)
    made = move_of(db, move_id) if move_id else None
    session = one(db, series, session_id)
    return MovedOut(
        id=move_id,
        people=made.people if made else 0,
        told_from=machine(made.told_from, session.timezone) if made else None,
        undone_until=machine(holding.undone_until(made.told_from), session.timezone) if made else None,
        session=session,
    )


@api.writes(
    "POST",
    "/sessions/<uuid:session_id>/moves/<uuid:move_id>/undo",
    Access.ORGANISER,
    "Undo a move that nobody has been told of",
    Shape(answer=SessionOut),
)
def undo(db: Connection, session_id: UUID, move_id: UUID) -> SessionOut:
    """Its earlier times, as if nothing had been; once more changes nothing. Refused once people are being told
    (``told_already``) or when the session was changed again (``changed_since``)."""
    series = session_to_manage(db, session_id)
    undo_move(db, known_viewer().actor, session_id, move_id)
    return one(db, series, session_id)
