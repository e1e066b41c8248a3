"""What somebody has answered, and what still waits for their answer."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from services.registration.queries import questions
from services.registration.rules import answers as rules
from services.registration.rules.answers import Question


@dataclass(frozen=True, slots=True)
class Answers:
    """The questions of one registration with its answers."""

    #: those asked now, and those asked no more that were answered
    questions: list[Question]
    #: question's key -> answer
    known: Mapping[str, str]

    @property
    def missing(self) -> list[Question]:
        """Those that need an answer and have none."""
        return rules.unanswered(self.questions, self.known)

    @property
    def given(self) -> list[tuple[Question, str]]:
        """Questions with their answers."""
        return [(one, self.known[one.key]) for one in self.questions if one.key in self.known]

    @property
    def for_contact(self) -> "Answers":
        """What of it a contact of the person's organisation sees."""
        return self.only(lambda one: one.shown_to_contact)

    @property
    def from_contact(self) -> "Answers":
        """What of it such a contact may answer: a consent is the person's own to give."""
        return self.only(lambda one: one.shown_to_contact and one.kind != "consent")

    @property
    def plain(self) -> "Answers":
        """What of it isn't sensitive."""
        return self.only(lambda one: not one.is_sensitive)

    def only(self, wanted: Callable[[Question], bool]) -> "Answers":
        """What of it these questions are about."""
        shown = [one for one in self.questions if wanted(one)]
        return Answers(shown, {one.key: self.known[one.key] for one in shown if one.key in self.known})


def of_registration(db: Connection, registration_id: UUID, offering_id: UUID) -> Answers:
    """The questions and answers of one registration."""
    return of_registrations(db, {registration_id: offering_id})[registration_id]


def of_registrations(db: Connection, offerings: Mapping[UUID, UUID]) -> dict[UUID, Answers]:
    """The same for several, given with their offerings. Answers are looked up where something is, or was, asked."""
    asked = questions.of_offerings(db, _distinct(offerings.values()))
    answered = questions.answers(db, [one for one, of in offerings.items() if of in asked])
    found = {}
    for registration_id, offering_id in offerings.items():
        known = answered.get(registration_id, {})
        theirs = [one for one in asked.get(offering_id, []) if one.is_asked or one.key in known]
        found[registration_id] = Answers(theirs, known)
    return found


def _distinct(offerings: Collection[UUID]) -> list[UUID]:
    return list(dict.fromkeys(offerings))
