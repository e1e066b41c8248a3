"""Answers to an offering's questions: checked when somebody registers, changed later, taken along when they move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, bindparam, delete, insert, select

from services.registration.actions.order import Applicant, Order
from services.registration.queries import offering, questions
from services.registration.rules import answers as rules
from services.registration.rules.answers import YES, Question, Said, Unfit
from services.registration.words import why_unfit
from shared import clock, journal
from shared.database import locks
from shared.errors import Conflict, NotAllowed, NotThere, Refusal
from shared.rules import window
from shared.schema.registration import Answer, Registration

_OF = select(Registration.offering_id, Registration.state).where(Registration.id == bindparam("registration_id"))
_INSERT = insert(Answer)
_DELETE = delete(Answer).where(
    Answer.registration_id == bindparam("of"), Answer.question.in_(bindparam("keys", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Answering:
    """What somebody answers for one registration: question's key -> answer; None takes an answer back."""

    registration_id: UUID
    said: Mapping[str, Said]
    #: as the journal writes it
    actor: str
    #: a contact answers, and only what contacts see
    is_contact: bool = False
    #: somebody other than the person answers, which gives no consent
    is_by_another: bool = False


def checked(db: Connection, order: Order) -> Order:
    """The order with its answers as they are kept. Raises Refusal naming the person and the question that is wrong."""
    if not any(person.answers for person in order.people):
        return order
    asked = {one.key: one for one in questions.asked(db, order.offering_id)}
    people = [_checked_person(person, number, asked, order) for number, person in enumerate(order.people)]
    return replace(order, people=people)


def answer(db: Connection, wanted: Answering) -> bool:
    """Write what is different from before; whether anything was. The same again changes nothing.

    Raises NotThere, Refusal for what doesn't fit, and Conflict once the registration has ended or all was held.
    """
    offering_id, _state = _standing(db, wanted.registration_id)
    locks.hold(db, "offering", offering_id)
    # who held the lock before may have cancelled it
    _offering_id, state = _standing(db, wanted.registration_id)
    now = clock.now()
    facts = offering.facts_of_known(db, offering_id)
    if state not in ("confirmed", "waitlisted") or window.has_ended(facts.window, now):
        raise Conflict("over", _("This has ended, so the answers can't be changed any more."))
    before = questions.answers(db, [wanted.registration_id]).get(wanted.registration_id, {})
    known = {one.key: one for one in questions.every_question(db, offering_id) if one.is_asked or one.key in before}
    texts = {
        key: _text(known.get(key), said, f"answers.{key}", before.get(key), is_contact=wanted.is_contact)
        for key, said in wanted.said.items()
    }
    if wanted.is_by_another:
        _require_no_new_consent(known, texts, before, "answers")
    changed = {key: text for key, text in texts.items() if text != before.get(key)}
    if not changed:
        return False
    _write(db, wanted.registration_id, changed, now)
    subject = journal.Subject(facts.series_id, None, offering_id, wanted.registration_id, {"fields": sorted(changed)})
    journal.append(db, "registration.answered", wanted.actor, subject)
    return True


def taken_along(
    db: Connection, from_id: UUID, to_id: UUID, given: Mapping[UUID, Mapping[str, str]]
) -> dict[UUID, dict[str, str]]:
    """Of these answers those that another offering asks for too, under the same key and for the same eyes."""
    if not given:
        return {}
    asked = questions.of_offerings(db, [from_id, to_id])
    here = {one.key: one for one in asked.get(from_id, [])}
    there = {one.key: one for one in asked.get(to_id, []) if one.is_asked}
    both = here.keys() & there.keys()
    return {
        registration_id: {
            key: text for key, text in said.items() if key in both and rules.goes_along(here[key], there[key], text)
        }
        for registration_id, said in given.items()
    }


def _checked_person(person: Applicant, number: int, asked: Mapping[str, Question], order: Order) -> Applicant:
    if not person.answers:
        return person
    texts = {
        key: _text(asked.get(key), said, f"people.{number}.answers.{key}", None, is_contact=order.is_by_contact)
        for key, said in person.answers.items()
    }
    if order.is_by_another:
        _require_no_new_consent(asked, texts, {}, f"people.{number}.answers")
    return replace(person, answers={key: text for key, text in texts.items() if text is not None})


def _require_no_new_consent(
    asked: Mapping[str, Question], texts: Mapping[str, str | None], before: Mapping[str, str], fields: str
) -> None:
    """Nobody agrees for somebody else (GDPR article 4(11)); what was agreed to may be taken back for them."""
    for key, text in texts.items():
        if text == YES and before.get(key) != YES and asked[key].kind == "consent":
            sentence = _("Nobody can agree to this for somebody else. The person is asked on their own page.")
            raise NotAllowed("consent_of_another", sentence, f"{fields}.{key}")


def _only_themselves() -> str:
    return _("Only the person themselves answers this. They are asked on their own page.")


def _text(question: Question | None, said: Said, field: str, before: str | None, *, is_contact: bool) -> str | None:
    """The text to keep of one answer. Raises Refusal, or NotAllowed."""
    if question is None:
        raise Refusal("no_question", _("There is no such question."), field)
    if is_contact and not (question.shown_to_contact and question.kind != "consent"):
        raise NotAllowed("not_for_contacts", _only_themselves(), field)
    try:
        return rules.as_text(question, said, before)
    except Unfit as wrong:
        raise Refusal("unfit_answer", why_unfit(wrong.why, question.options), field) from wrong


def _standing(db: Connection, registration_id: UUID) -> Sequence[Any]:
    found = db.execute(_OF, {"registration_id": registration_id}).one_or_none()
    if found is None:
        raise NotThere("no_registration", _("There is no such registration."))
    return tuple(found)


def _write(db: Connection, registration_id: UUID, changed: Mapping[str, str | None], now: datetime) -> None:
    db.execute(_DELETE, {"of": registration_id, "keys": list(changed)})
    rows = [
        {"registration_id": registration_id, "question": key, "value": text, "answered_at": now}
        for key, text in changed.items()
        if text is not None
    ]
    if rows:
        db.execute(_INSERT, rows)
