"""What mails tell of a registration, and of a batch of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, case, func, literal_column, select
from sqlalchemy.orm import aliased

from shared.schema.catalogue import Offering
from shared.schema.organisations import Organisation
from shared.schema.questions import Question
from shared.schema.registration import Answer, Batch, Person, Registration

#: how many of a batch a mail names; the page lists them all
MOST_NAMED = 100
_asks = (Registration.state == "waitlisted") & Registration.awaits_approval
_WORD = case((_asks, literal_column("'asks'")), else_=Registration.state)

_UNANSWERED = (
    select(func.count())
    .select_from(Question)
    .where(
        Question.offering_id == Registration.offering_id,
        Question.required,
        Question.removed_at.is_(None),
        ~select(Answer.question)
        .where(Answer.registration_id == Registration.id, Answer.question == Question.key)
        .correlate(Registration, Question)
        .exists(),
    )
    .correlate(Registration)
    .scalar_subquery()
)
_THEIRS = (
    select(
        Registration.id,
        Registration.state,
        Registration.reason,
        Registration.awaits_approval,
        Registration.told_reason,
        Registration.offering_id,
        Offering.name.label("offering_name"),
        Registration.queued_at,
        Registration.created_at,
        Person.email_key,
        Batch.contact_email,
        Batch.contact_name,
        Organisation.name.label("organisation"),
        _UNANSWERED.label("unanswered"),
    )
    .join(Offering, Offering.id == Registration.offering_id)
    .join(Person, Person.id == Registration.person_id)
    .join(Batch, Batch.id == Registration.batch_id)
    .outerjoin(Organisation, Organisation.id == Batch.organisation_id)
    .where(Registration.id.in_(bindparam("registration_ids", expanding=True)))
)


_LINKS = select(Registration.id, Registration.link_version).where(
    Registration.id.in_(bindparam("registration_ids", expanding=True))
)


@dataclass(frozen=True, slots=True)
class RegistrationFacts:
    """One person in one offering."""

    id: UUID
    state: str
    offering_id: UUID
    offering_name: str
    queued_at: datetime
    created_at: datetime
    #: who registered the person: the contact's name and organisation, empty when they did it themselves
    registered_by: str
    #: whether it ended because a colleague has taken over the place
    went_to_colleague: bool
    #: whether the organiser's yes is missing
    awaits_approval: bool
    #: what the organiser wrote with their no
    told_reason: str
    #: how many questions of the organiser wait for the person's answer
    unanswered: int = 0


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """One act of registering."""

    offering_id: UUID
    offering_name: str
    organisation_id: UUID | None
    #: by state; ``asks``: waits for the organiser's yes
    counts: dict[str, int]
    #: (name, address, state) of at most MOST_NAMED people
    people: list[tuple[str, str, str]]
    #: (before, now) when it gave somebody's place to a colleague
    passed_on: tuple[str, str] | None = None


def of_messages(db: Connection, messages: Sequence[Row[Any]]) -> dict[UUID, RegistrationFacts]:
    """The registration that each message is about, by the message's id."""
    subjects = {message.subject_id for message in messages if message.subject_id}
    found = {row.id: _facts(row) for row in db.execute(_THEIRS, {"registration_ids": list(subjects)})}
    return {message.id: found[message.subject_id] for message in messages if message.subject_id in found}


def _facts(row: Any) -> RegistrationFacts:
    return RegistrationFacts(
        id=row.id,
        state=row.state,
        offering_id=row.offering_id,
        offering_name=row.offering_name,
        queued_at=row.queued_at,
        created_at=row.created_at,
        registered_by=_registered_by(row),
        went_to_colleague=row.reason == "substituted",
        unanswered=row.unanswered,
        awaits_approval=row.awaits_approval,
        told_reason=row.told_reason or "",
    )


def place_in_line(db: Connection, registration: RegistrationFacts) -> int:
    """1 for whoever gets the next free place."""
    same_moment = (Registration.queued_at == registration.queued_at) & (Registration.id < registration.id)
    ahead = (Registration.queued_at < registration.queued_at) | same_moment
    before = select(func.count()).where(
        Registration.offering_id == registration.offering_id,
        Registration.state == "waitlisted",
        ~Registration.awaits_approval,
        ahead,
    )
    return 1 + (db.scalar(before) or 0)


def link_versions(db: Connection, messages: Sequence[Row[Any]]) -> dict[UUID, int]:
    """Which version of the personal link opens the own page now, by the id of the message about the registration."""
    subjects = {message.subject_id for message in messages if message.subject_id}
    found = {row.id: row.link_version for row in db.execute(_LINKS, {"registration_ids": list(subjects)})}
    return {message.id: found[message.subject_id] for message in messages if message.subject_id in found}


def batch(db: Connection, batch_id: UUID) -> BatchFacts | None:
    """One act of registering, with how many of its people got what."""
    row = db.execute(
        select(Batch.offering_id, Batch.organisation_id, Offering.name)
        .join(Offering, Offering.id == Batch.offering_id)
        .where(Batch.id == batch_id)
    ).one_or_none()
    if row is None:
        return None
    counts = db.execute(select(_WORD, func.count()).where(Registration.batch_id == batch_id).group_by(_WORD)).all()
    people = db.execute(
        select(Person.name, Person.email, _WORD)
        .join(Registration, Registration.person_id == Person.id)
        .where(Registration.batch_id == batch_id, Person.erased_at.is_(None))
        .order_by(Person.name, Person.email)
        .limit(MOST_NAMED)
    ).all()
    return BatchFacts(
        offering_id=row.offering_id,
        offering_name=row.name,
        organisation_id=row.organisation_id,
        counts={state: count for state, count in counts},  # noqa: C416 - rows are pairs, not a mapping's items
        people=[(name, email, state) for name, email, state in people],
        passed_on=_passed_on(db, batch_id),
    )


def _passed_on(db: Connection, batch_id: UUID) -> tuple[str, str] | None:
    old, before = aliased(Registration), aliased(Person)
    row = db.execute(
        select(before.name, before.email, Person.name, Person.email)
        .select_from(Registration)
        .join(Person, Person.id == Registration.person_id)
        .join(old, old.id == Registration.substitutes_id)
        .join(before, before.id == old.person_id)
        .where(Registration.batch_id == batch_id, Person.erased_at.is_(None), before.erased_at.is_(None))
    ).one_or_none()
    return None if row is None else (row[0] or row[1], row[2] or row[3])


def _registered_by(row: Any) -> str:
    if not row.contact_email or row.contact_email.lower() == row.email_key:
        return ""
    return ", ".join(part for part in (row.contact_name, row.organisation) if part)
