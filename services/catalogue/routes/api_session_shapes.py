"""API: what sessions and presenters look like going in and out."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from services.catalogue.routes.api_fields import (
    Email,
    Input,
    Instant,
    LongText,
    Name,
    OptionalName,
    Version,
    WebAddress,
    ZoneName,
)
from shared.rules.rehearsals import MOST_BEFORE, MOST_MINUTES, USUAL_MINUTES
from shared.web.fields import DateTimeText, absent

Mode = Literal["online", "onsite", "hybrid"]
SessionKind = Literal["meeting", "webinar", "study-day", "workshop"]
PresenterRole = Literal["speaker", "host", "moderator"]
PartStat = Literal["needs-action", "accepted", "tentative", "declined"]


class PresenterIn(Input):
    """A presenter of a session; ``title`` says what the person is."""

    name: Name
    email: Email
    role: PresenterRole = "speaker"
    title: OptionalName = ""


Presenters = Annotated[list[PresenterIn], Field(max_length=100)]


class RehearsalIn(Input):
    """When presenters rehearse before a session, and for how long; it moves with the session."""

    before_minutes: Annotated[
        int,
        Field(
            strict=True,
            ge=1,
            le=MOST_BEFORE,
            description="whole days (1440) are counted on the clocks of the session's zone",
        ),
    ]
    minutes: Annotated[int, Field(strict=True, ge=1, le=MOST_MINUTES)] = USUAL_MINUTES


class RehearsalOut(BaseModel):
    """When presenters rehearse, in the session's own zone."""

    before_minutes: int
    minutes: int
    starts_at: DateTimeText
    ends_at: DateTimeText


class SessionIn(Input):
    """A session to add."""

    starts_at: Instant
    ends_at: Instant
    title: Annotated[Name | None, Field(description="without one: the series' title")] = None
    timezone: Annotated[ZoneName | None, Field(description="IANA name; without one: the series'")] = None
    description: Annotated[LongText, Field(description="Markdown")] = ""
    mode: Mode = "online"
    kind: SessionKind = "meeting"
    join_url: WebAddress | None = None
    venue: Name | None = None
    presenters: Presenters = Field(default_factory=list)
    rehearsal: RehearsalIn | None = None


class SessionPatch(Input):
    """What to change of a session."""

    starts_at: Instant = absent()
    ends_at: Instant = absent()
    title: Name = absent()
    timezone: ZoneName = absent()
    description: LongText = absent()
    mode: Mode = absent()
    kind: SessionKind = absent()
    join_url: WebAddress | None = None
    venue: Name | None = None
    presenters: Presenters = absent()
    rehearsal: RehearsalIn | None = None
    version: Version | None = None


class PresenterOut(BaseModel):
    """A presenter; address and reply, and why they can't come, are shown to organisers only."""

    id: UUID
    name: str
    role: PresenterRole
    title: str
    email: str | None
    reply: PartStat | None
    reply_note: str | None = None


class SessionOut(BaseModel):
    """A session. Instants are in its own zone; ``join_url``, ``rehearsal`` and ``warnings`` are for organisers."""

    id: UUID
    series: str
    series_id: UUID
    title: str
    description: str
    starts_at: DateTimeText
    ends_at: DateTimeText
    timezone: str
    mode: Mode
    kind: SessionKind
    join_url: str | None
    venue: str | None
    presenters: list[PresenterOut]
    rehearsal: RehearsalOut | None
    state: Literal["scheduled", "cancelled"]
    revision: Annotated[int, Field(description="SEQUENCE of its calendar entry")]
    version: int
    url: str
    created_at: DateTimeText
    changed_at: DateTimeText
    warnings: list[str] = []


class SessionPage(BaseModel):
    """A page of sessions."""

    items: list[SessionOut]
    next: str | None
