"""How the questions of ways to register were answered, in numbers alone: for the page of whoever presents."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Connection, exists, func, select

from shared.rules.questions import BETWEEN, WITH_OPTIONS
from shared.schema.catalogue import OfferingSession
from shared.schema.questions import Question
from shared.schema.registration import Answer, Registration, SessionWithdrawal

#: of fewer answers one could tell whose they are
LEAST_ANSWERS = 5


@dataclass
class Counted:
    """A question, how many answered it, and how often each option was chosen."""

    label: str
    people: int = 0
    options: Counter[str] = field(default_factory=Counter)


def answers(db: Connection, session_ids: Collection[UUID]) -> dict[UUID, list[Counted]]:
    """What those who come to each of these sessions chose, in the order of the form: one statement.

    Nobody's own words, nothing that is sensitive, and nothing that few answered.
    """
    if not session_ids:
        return {}
    stays_away = exists().where(
        SessionWithdrawal.registration_id == Registration.id, SessionWithdrawal.session_id == OfferingSession.session_id
    )
    rows = db.execute(
        select(OfferingSession.session_id, Question.id, Question.label, Answer.value, func.count().label("people"))
        .join(Question, Question.offering_id == OfferingSession.offering_id)
        .join(Registration, Registration.offering_id == OfferingSession.offering_id)
        .join(Answer, (Answer.registration_id == Registration.id) & (Answer.question == Question.key))
        .where(
            OfferingSession.session_id.in_(session_ids),
            Registration.state == "confirmed",
            Question.kind.in_(WITH_OPTIONS),
            Question.is_sensitive.is_(False),
            Question.removed_at.is_(None),
            ~stays_away,
        )
        .group_by(OfferingSession.session_id, Question.id, Question.label, Question.position, Answer.value)
        .order_by(Question.position, Question.id, Answer.value)
    )
    found: dict[UUID, dict[UUID, Counted]] = {}
    for row in rows:
        counted = found.setdefault(row.session_id, {}).setdefault(row.id, Counted(row.label))
        counted.people += row.people
        counted.options.update(dict.fromkeys(row.value.split(BETWEEN), row.people))
    return {
        session_id: [one for one in of_session.values() if one.people >= LEAST_ANSWERS]
        for session_id, of_session in found.items()
    }
