"""How the questions of ways to register were answered, without names: for the page of whoever presents."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, exists, func, select

from services.catalogue.rules.few_answers import Shown, shown
from shared.rules.questions import BETWEEN, WITH_OPTIONS
from shared.schema.catalogue import OfferingSession
from shared.schema.questions import Question
from shared.schema.registration import Answer, Registration, SessionWithdrawal

#: of fewer answers one could tell whose they are
LEAST_ANSWERS = 5


@dataclass
class Written:
    """A question, and what people wrote to it."""

    label: str
    texts: list[str] = field(default_factory=list)


@dataclass
class Counted:
    """A question, how many answered it, and how often each option was chosen."""

    label: str
    #: whether everybody chose one option
    one_each: bool
    people: int = 0
    options: Counter[str] = field(default_factory=Counter)

    @property
    def shown(self) -> Shown:
        """What can be told of it."""
        return shown(self.options, self.one_each)


def answers(db: Connection, session_ids: Collection[UUID]) -> dict[UUID, list[Counted]]:
    """What those who come to each of these sessions chose, in the order of the form: one statement.

    Nobody's own words, nothing that is sensitive, and nothing that few answered.
    """
    if not session_ids:
        return {}
    told = (OfferingSession.session_id, Question.id, Question.kind, Answer.value)
    rows = db.execute(
        _of_those_who_come(*told, func.count().label("people"))
        .where(OfferingSession.session_id.in_(session_ids), Question.kind.in_(WITH_OPTIONS))
        .group_by(*told, Question.label, Question.position)
        .order_by(Question.position, Question.id, Answer.value)
    )
    found: dict[UUID, dict[UUID, Counted]] = {}
    for row in rows:
        counted = found.setdefault(row.session_id, {}).setdefault(row.id, Counted(row.label, row.kind == "choice"))
        counted.people += row.people
        counted.options.update(dict.fromkeys(row.value.split(BETWEEN), row.people))
    return {
        session_id: [one for one in of_session.values() if one.people >= LEAST_ANSWERS]
        for session_id, of_session in found.items()
    }


def written(db: Connection, session_ids: Collection[UUID]) -> dict[UUID, list[Written]]:
    """What those who come to each of these sessions wrote, where they were told that presenters see it: one statement.

    In the order of the alphabet, so that nothing of the order in which people registered is told.
    """
    if not session_ids:
        return {}
    rows = db.execute(
        _of_those_who_come(OfferingSession.session_id, Question.id, Answer.value)
        .where(OfferingSession.session_id.in_(session_ids), Question.shown_to_presenters, Question.kind == "text")
        .order_by(Question.position, Question.id, func.lower(Answer.value), Answer.value)
    )
    found: dict[UUID, dict[UUID, Written]] = {}
    for row in rows:
        found.setdefault(row.session_id, {}).setdefault(row.id, Written(row.label)).texts.append(row.value)
    return {session_id: list(of_session.values()) for session_id, of_session in found.items()}


def _of_those_who_come(*columns: Any) -> Select[Any]:
    """Answers of those who have a place and have not left the session out, to questions that are asked and not
    sensitive."""
    stays_away = exists().where(
        SessionWithdrawal.registration_id == Registration.id, SessionWithdrawal.session_id == OfferingSession.session_id
    )
    return (
        select(*columns, Question.label)
        .select_from(OfferingSession)
        .join(Question, Question.offering_id == OfferingSession.offering_id)
        .join(Registration, Registration.offering_id == OfferingSession.offering_id)
        .join(Answer, (Answer.registration_id == Registration.id) & (Answer.question == Question.key))
        .where(
            Registration.state == "confirmed",
            Question.is_sensitive.is_(False),
            Question.removed_at.is_(None),
            ~stays_away,
        )
    )
