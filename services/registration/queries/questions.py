"""Offerings' questions, and what was answered to them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, select

from services.registration.rules.answers import Question
from shared.schema.questions import Question as Questions
from shared.schema.registration import Answer

_QUESTIONS = (
    select(
        Questions.offering_id,
        Questions.key,
        Questions.label,
        Questions.help,
        Questions.kind,
        Questions.options,
        Questions.required,
        Questions.shown_to_contact,
        Questions.is_sensitive,
        Questions.removed_at.is_(None).label("is_asked"),
        Questions.shown_to_presenters,
    )
    .where(Questions.offering_id.in_(bindparam("offerings", expanding=True)))
    .order_by(Questions.position, Questions.id)
)
_ANSWERS: Select[UUID, str, str] = select(Answer.registration_id, Answer.question, Answer.value).where(
    Answer.registration_id.in_(bindparam("ids", expanding=True))
)
_TIMES: Select[UUID, str, datetime | None] = select(Answer.registration_id, Answer.question, Answer.answered_at).where(
    Answer.registration_id.in_(bindparam("ids", expanding=True))
)
_AT_ONCE = 500


def every_question(db: Connection, offering_id: UUID) -> list[Question]:
    """An offering's questions in their order, also those asked no more."""
    return of_offerings(db, [offering_id]).get(offering_id, [])


def asked(db: Connection, offering_id: UUID) -> list[Question]:
    """Those that an offering asks now."""
    return [one for one in every_question(db, offering_id) if one.is_asked]


def of_offerings(db: Connection, offerings: Collection[UUID]) -> dict[UUID, list[Question]]:
    """The questions of several offerings, also those asked no more."""
    found: dict[UUID, list[Question]] = {}
    rows = db.execute(_QUESTIONS, {"offerings": list(offerings)}) if offerings else ()
    for row in rows:
        found.setdefault(row.offering_id, []).append(_question(row))
    return found


def answers(db: Connection, ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    """What was answered, by registration and key."""
    found: dict[UUID, dict[str, str]] = {}
    for start in range(0, len(ids), _AT_ONCE):
        for row in db.execute(_ANSWERS, {"ids": list(ids[start : start + _AT_ONCE])}):
            found.setdefault(row[0], {})[row[1]] = row[2]
    return found


def times(db: Connection, ids: Sequence[UUID]) -> dict[UUID, dict[str, datetime | None]]:
    """When it was answered, by registration and key."""
    found: dict[UUID, dict[str, datetime | None]] = {}
    for start in range(0, len(ids), _AT_ONCE):
        for row in db.execute(_TIMES, {"ids": list(ids[start : start + _AT_ONCE])}):
            found.setdefault(row[0], {})[row[1]] = row[2]
    return found


def answers_to(db: Connection, questions: Iterable[Question], ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    """The answers to these questions alone; nothing is looked up without a question."""
    keys = {one.key for one in questions}
    if not keys:
        return {}
    found = {one: {key: text for key, text in said.items() if key in keys} for one, said in answers(db, ids).items()}
    return {one: said for one, said in found.items() if said}


def _question(row: Row[*tuple[Any, ...]]) -> Question:
    _offering_id, *fields = row
    return Question(*fields)
