"""The rows of those who are newly registered, with what they answered."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert

from services.registration.actions.order import Applicant, Order
from services.registration.queries import waiting
from services.registration.rules.batch import Verdict
from shared.schema.base import new_id
from shared.schema.registration import Answer, Registration

_TICK = timedelta(microseconds=1)
_INSERT_REGISTRATIONS = insert(Registration)
_INSERT_ANSWERS = insert(Answer)


def write_registrations(
    db: Connection, order: Order, batch_id: UUID, newcomers: list[tuple[Verdict, UUID, UUID | None]], now: datetime
) -> dict[str, UUID]:
    """The new registrations' ids by address. Ids rise in the order given, since the line goes by (queued_at, id)."""
    said = {person.key: person for person in reversed(order.people)}
    some_wait = any(one[0].state == "waitlisted" for one in newcomers)
    queued_at = _end_of_line(db, order.offering_id, now) if some_wait else now
    rows: list[dict[str, Any]] = []
    answers: list[dict[str, Any]] = []
    ids = sorted(new_id() for _one in newcomers)
    for registration_id, (verdict, person_id, organisation_id) in zip(ids, newcomers, strict=True):
        rows.append(
            {
                "id": registration_id,
                "offering_id": order.offering_id,
                "batch_id": batch_id,
                "person_id": person_id,
                "organisation_id": organisation_id,
                "unit": said[verdict.key].unit,
                "state": verdict.state,
                "reason": verdict.reason,
                "awaits_approval": verdict.awaits_approval,
                "hold_id": verdict.hold_id,
                "queued_at": queued_at,
                "link_version": 0,
                "created_at": now,
                "changed_at": now,
            }
        )
        answers += _answers(registration_id, said[verdict.key], now)
    db.execute(_INSERT_REGISTRATIONS, rows)
    if answers:
        db.execute(_INSERT_ANSWERS, answers)
    return {verdict.key: one for one, (verdict, *_who) in zip(ids, newcomers, strict=True)}


def _answers(registration_id: UUID, person: Applicant, now: datetime) -> list[dict[str, Any]]:
    """What somebody answered, with the time at which they did: now, or before they moved here."""
    times = person.answered_at
    return [
        {"registration_id": registration_id, "question": key, "value": text, "answered_at": times.get(key, now)}
        for key, text in person.answers.items()
    ]


def _end_of_line(db: Connection, offering_id: UUID, now: datetime) -> datetime:
    """An instant after everybody who waits, also when clocks of several machines differ."""
    last = waiting.last_queued_at(db, offering_id)
    return now if last is None else max(now, last + _TICK)
