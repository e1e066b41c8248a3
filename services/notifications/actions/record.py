"""Writing down how sending went: each try with its answer, and what becomes of the message."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from prometheus_client import Counter
from sqlalchemy import Connection, Row, bindparam, case, literal_column, null, update
from sqlalchemy.dialects import postgresql

from services.notifications.actions.dead_address import dead_address
from services.notifications.rules import problems
from services.notifications.rules.came_back import is_dead
from services.notifications.rules.retries import BROKEN_OFF, next_mail_try
from services.notifications.transports.transport import NeverWorks, TryLater
from shared import clock
from shared.database.prepared import Prepared, parameter, run_in_turn, said
from shared.schema.base import new_id
from shared.schema.notifications import Attempt, Message

LONGEST = 500
OUTCOMES = Counter("kierros_messages_total", "Messages by how sending them went", ["outcome"])

#: written a second time when it wasn't clear whether the first one was committed
_TRIED = Prepared(
    postgresql.insert(Attempt)
    .values({column.name: said(column.name, column) for column in Attempt.__table__.columns})
    .on_conflict_do_nothing()
)
#: the mail server has it, whoever holds the lease by now
_SENT = Prepared(
    update(Message)
    .where(Message.id == said("message_id", Message.id))
    .values(
        state=literal_column("'sent'"),
        sent_at=said("at", Message.sent_at),
        problem=null(),
        held_by=null(),
        leased_until=null(),
        # not one more than there stands, which would count a try twice that is written down twice
        attempts=case(
            (Message.attempts < said("tries", Message.attempts), said("tries", Message.attempts)),
            else_=Message.attempts,
        ),
    )
)
#: only while it is still ours: another sender may have taken the message after the lease ended
_SETTLED = (
    update(Message)
    .where(Message.id == bindparam("of"), Message.state == "sending", Message.held_by == bindparam("holder"))
    .values(
        state=bindparam("new_state"),
        due_at=bindparam("new_due_at"),
        is_due=bindparam("new_is_due"),
        problem=bindparam("new_problem"),
        attempts=Message.attempts + bindparam("tries"),
        held_by=null(),
        leased_until=null(),
    )
)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a message that a sender held. ``tried``: how the mail server answered; None: it wasn't asked."""

    message: Row[Any]
    state: str
    due_at: datetime
    problem: str | None = None
    tried: str | None = None
    code: int | None = None
    answer: str = ""
    server: str = ""
    at: datetime = field(default_factory=clock.now)
    attempt_id: UUID = field(default_factory=new_id)


def sent(message: Row[Any], code: int | None, answer: str, server: str) -> Outcome:
    """The mail server has it."""
    return Outcome(
        message=message, state="sent", due_at=message.due_at, tried="sent", code=code, answer=answer, server=server
    )


def failed_now(message: Row[Any], failure: TryLater) -> Outcome:
    """Back into the queue for a later try, or given up after two days."""
    now = clock.now()
    again = next_mail_try(message.attempts + 1, now, random.random())  # noqa: S311 - only spreads retries
    said = failure.problem if again else f"{problems.TRIED_TOO_LONG} {failure.problem}"
    return Outcome(
        message=message,
        state="queued" if again else "failed",
        due_at=again or message.due_at,
        problem=said,
        tried=BROKEN_OFF if failure.answer.startswith(problems.BROKE) else "try-later",
        code=failure.code,
        answer=failure.answer,
        server=failure.server,
    )


def failed_for_good(message: Row[Any], failure: NeverWorks) -> Outcome:
    """The mail server will never take it."""
    return Outcome(
        message=message,
        state="failed",
        due_at=message.due_at,
        problem=failure.problem,
        tried="failed",
        code=failure.code,
        answer=failure.answer,
        server=failure.server,
    )


def not_sent(message: Row[Any], state: str, problem: str) -> Outcome:
    """Not even tried: overtaken (``superseded``), or impossible to write (``failed``)."""
    return Outcome(message=message, state=state, due_at=message.due_at, problem=problem)


def released(message: Row[Any], until: datetime) -> Outcome:
    """Given back untried, since the server is in trouble, its domain has to be left in peace, or the lease ran out."""
    return Outcome(message=message, state="queued", due_at=until, problem=message.problem)


def write_down(db: Connection, outcomes: Sequence[Outcome]) -> None:
    """Write all of them; writing one a second time adds no attempt. The usual, all sent, is also committed here."""
    settled = [one for one in outcomes if one.state != "sent"]
    steps = [(_TRIED, _attempt(one)) for one in outcomes if one.tried is not None]
    steps += [(_SENT, _attempt(one)) for one in outcomes if one.state == "sent"]
    if steps:
        run_in_turn(db, steps, ends_transaction=not settled)
    for one in settled:
        # the same as when a report says so afterwards: nothing more goes there, and whoever can mend it hears of it
        if one.tried == "failed" and is_dead("", one.answer):
            dead_address(db, one.message)
    if settled:
        db.execute(_SETTLED, [_settlement(one) for one in settled])
    for one in outcomes:
        OUTCOMES.labels(one.tried or one.state).inc()


def _attempt(one: Outcome) -> dict[str, Any]:
    values = {
        "id": one.attempt_id,
        "message_id": one.message.id,
        "at": one.at,
        "outcome": one.tried,
        "code": one.code,
        "answer": one.answer[:LONGEST],
        "server": one.server[:100],
        "tries": one.message.attempts + 1,
    }
    return {parameter(name): value for name, value in values.items()}


def _settlement(one: Outcome) -> dict[str, Any]:
    return {
        "of": one.message.id,
        "holder": one.message.held_by,
        "new_state": one.state,
        "new_due_at": one.due_at,
        "new_is_due": one.due_at <= one.at,
        "new_problem": one.problem[:LONGEST] if one.problem else None,
        "tries": 1 if one.tried else 0,
    }
