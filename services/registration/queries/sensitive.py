"""Sensitive answers of those who have a place or wait, and what was erased of them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, func, select

from services.registration.queries import questions
from services.registration.queries.own_answers import Answers
from services.registration.queries.standing import STANDING_STATES
from services.registration.rules.answers import Question, parts
from shared.schema.journal import JournalLine
from shared.schema.organisations import Organisation
from shared.schema.registration import Answer, Person, Registration

#: as the journal writes that answers were erased
ERASED = "answers.erased"

_ROWS = (
    select(
        Registration.id,
        Registration.state,
        Registration.reason,
        Registration.told_reason,
        Registration.awaits_approval,
        Registration.unit,
        Person.name,
        Person.email,
        Organisation.name.label("organisation_name"),
        Answer.question,
        Answer.value,
    )
    .join(Person, Person.id == Registration.person_id)
    .join(Answer, Answer.registration_id == Registration.id)
    .outerjoin(Organisation, Organisation.id == Registration.organisation_id)
    .where(
        Registration.offering_id == bindparam("offering_id"),
        Registration.state.in_(STANDING_STATES),
        Answer.question.in_(bindparam("keys", expanding=True)),
    )
    .order_by(Registration.id, Answer.question)
)
_LINES = select(JournalLine.detail, JournalLine.at).where(
    JournalLine.kind == ERASED, JournalLine.subject_id == bindparam("offering_id")
)
_STANDING = select(func.count()).where(
    Registration.offering_id == bindparam("offering_id"), Registration.state.in_(STANDING_STATES)
)


@dataclass(frozen=True, slots=True)
class Sensitive:
    """What was answered to an offering's sensitive questions."""

    questions: list[Question]
    #: whoever answered, in the order of registering
    people: list[Row[*tuple[Any, ...]]]
    answers: Mapping[UUID, Answers]
    #: how many have a place or wait
    standing: int

    def counts(self, question: Question) -> list[tuple[str, int]]:
        """How many gave each answer, the most frequent first."""
        given = (theirs.known[question.key] for theirs in self.answers.values() if question.key in theirs.known)
        return Counter(part for text in given for part in parts(question, text)).most_common()


def of_offering(db: Connection, offering_id: UUID) -> Sensitive:
    """The questions that are or were asked, with the answers of those who have a place or wait."""
    asked = [one for one in questions.every_question(db, offering_id) if one.is_sensitive]
    said = {"offering_id": offering_id, "keys": [one.key for one in asked]}
    rows = db.execute(_ROWS, said).all() if asked else []
    known: dict[UUID, dict[str, str]] = {}
    for row in rows:
        known.setdefault(row.id, {})[row.question] = row.value
    people = list({row.id: row for row in rows}.values())
    shown = [one for one in asked if one.is_asked or any(one.key in theirs for theirs in known.values())]
    answers = {one: Answers(shown, theirs) for one, theirs in known.items()}
    return Sensitive(shown, people, answers, db.scalar(_STANDING, {"offering_id": offering_id}) or 0)


def erased(db: Connection, offering_id: UUID) -> tuple[int, datetime | None]:
    """How many sensitive answers were erased in an offering, and when the last time."""
    lines = db.execute(_LINES, {"offering_id": offering_id}).all()
    return sum(line.detail["answers"] for line in lines), max((line.at for line in lines), default=None)
