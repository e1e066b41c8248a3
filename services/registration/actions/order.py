"""What is asked for in one act of registering, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.registration.rules.answers import Said
from shared import clock


@dataclass(frozen=True, slots=True)
class Applicant:
    """One person to register. ``key`` is the normalised address; ``email`` is as it was given."""

    key: str
    email: str
    name: str
    unit: str | None = None
    #: fi, sv or en; null: the language of the series
    language: str | None = None
    #: question's key -> answer, as given or as it is kept
    answers: Mapping[str, Said] = field(default_factory=dict)
    #: question's key -> when that was answered, of those taken along; the others are answered now
    answered_at: Mapping[str, datetime | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contact:
    """Who registers others and gets the summary."""

    email: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Order:
    """One act of registering."""

    offering_id: UUID
    people: list[Applicant]
    #: waitlist, reject or all-or-nothing
    if_full: str
    #: as the journal writes it
    actor: str
    organisation_id: UUID | None = None
    contact: Contact | None = None
    #: an organiser lets these people in although the deadline has passed; the journal keeps that
    after_closing: bool = False
    #: the act's id if it is not used up: a form sent twice is one act
    batch_id: UUID | None = None
    #: without an organisation, whether people are put down for the one whose mail domain their address lies in
    recognises: bool = True
    #: who has not completed what is required is told so and asked again, rather than put down as rejected
    refuses_unprepared: bool = False
    #: the organiser registers these people, which says yes to them where that is needed
    is_approved: bool = False
    #: a contact answers for these people, and only what contacts see
    is_by_contact: bool = False
    #: somebody other than these people answers for them, which gives no consent
    is_by_another: bool = False
    #: nothing is written after this in its transaction
    ends_transaction: bool = False
    #: whether the offering was open then decides, however long the act waits for its turn behind others: who sent it
    #: before the deadline came in time, and who sent it before the opening came too early
    asked_at: datetime = field(default_factory=clock.now)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one person."""

    registration_id: UUID
    email: str
    state: str
    position: int | None
    reason: str | None
    #: the act that made the registration
    batch_id: UUID


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an act. ``batch_id`` is null when nothing was written, since all were registered already."""

    batch_id: UUID | None
    results: list[Result]
