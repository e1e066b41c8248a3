"""Writing down how sending went: one attempt, and what becomes of the message."""

import random
from datetime import datetime
from typing import Any

from prometheus_client import Counter
from sqlalchemy import Connection, Row, insert, update

from services.notifications.rules import problems
from services.notifications.rules.retries import next_mail_try
from services.notifications.transports.transport import NeverWorks, TryLater
from shared import clock
from shared.schema.base import new_id
from shared.schema.notifications import Attempt, Message

LONGEST = 500
OUTCOMES = Counter("kierros_messages_total", "Messages by how sending them went", ["outcome"])


def sent(db: Connection, message: Row[Any], code: int | None, answer: str) -> None:
    """The mail server has it; nobody's lease can change that any more."""
    now = clock.now()
    _attempt(db, message, "sent", code, answer)
    db.execute(
        update(Message)
        .where(Message.id == message.id)
        .values(state="sent", sent_at=now, leased_until=None, problem=None, attempts=Message.attempts + 1)
    )


def failed_now(db: Connection, message: Row[Any], failure: TryLater) -> None:
    """Back into the queue for a later try, or given up after two days."""
    again = next_mail_try(message.attempts + 1, clock.now(), random.random())  # noqa: S311 - only spreads retries
    _attempt(db, message, "try-later", failure.code, failure.answer)
    if again is None:
        _settle(db, message, "failed", f"{problems.TRIED_TOO_LONG} {failure.answer}", None)
    else:
        _settle(db, message, "queued", failure.answer, again)


def failed_for_good(db: Connection, message: Row[Any], failure: NeverWorks) -> None:
    """The mail server will never take it."""
    _attempt(db, message, "failed", failure.code, failure.answer)
    _settle(db, message, "failed", failure.answer, None)


def not_sent(db: Connection, message: Row[Any], state: str, problem: str) -> None:
    """Not even tried: overtaken (``superseded``), or impossible to write (``failed``)."""
    OUTCOMES.labels(state).inc()
    _update(db, message, state=state, problem=problem[:LONGEST], leased_until=None)


def released(db: Connection, message: Row[Any], until: datetime) -> None:
    """Given back untried, since the server is in trouble or the lease runs out."""
    _update(db, message, state="queued", due_at=until, leased_until=None)


def _attempt(db: Connection, message: Row[Any], outcome: str, code: int | None, answer: str) -> None:
    OUTCOMES.labels(outcome).inc()
    values = {"id": new_id(), "message_id": message.id, "at": clock.now(), "outcome": outcome, "code": code}
    db.execute(insert(Attempt).values(**values, answer=answer[:LONGEST]))


def _settle(db: Connection, message: Row[Any], state: str, problem: str, due_at: datetime | None) -> None:
    values: dict[str, Any] = {"state": state, "problem": problem[:LONGEST], "leased_until": None}
    if due_at is not None:
        values["due_at"] = due_at
    _update(db, message, attempts=Message.attempts + 1, **values)


def _update(db: Connection, message: Row[Any], **values: Any) -> None:
    """Only while the lease is still ours: another sender may have taken the message after it ended."""
    db.execute(
        update(Message)
        .where(Message.id == message.id, Message.state == "sending", Message.leased_until == message.leased_until)
        .values(**values)
    )
