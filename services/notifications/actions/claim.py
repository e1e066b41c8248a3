"""Taking due messages to send: whoever holds them is the only one to send them, as long as the lease is renewed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, case, insert, null, select, true, update

from services.notifications.rules import kinds, problems
from services.notifications.rules.retries import BROKEN_OFF, MAIL_TRIES
from shared.schema.base import new_id
from shared.schema.notifications import HELD, LATER, READY, Attempt, Message

#: after this another may take a message whose sender has died
LEASE = timedelta(seconds=30)
#: so many come of age in one statement
_AT_ONCE = 1_000

_picked = (
    select(Message.id)
    .where(READY, Message.priority <= bindparam("least_urgent"))
    .order_by(Message.priority, Message.turn, Message.due_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("picked")
)
_TAKE = (
    update(Message)
    .where(Message.id.in_(select(_picked.c.id)))
    .values(state="sending", held_by=bindparam("holder"), leased_until=bindparam("until"))
    .returning(Message.__table__)
)
_of_age = (
    select(Message.id)
    .where(LATER, Message.due_at <= bindparam("now"))
    .order_by(Message.due_at)
    .limit(_AT_ONCE)
    .with_for_update(skip_locked=True)
    .cte("of_age")
)
_COME_OF_AGE = update(Message).where(Message.id.in_(select(_of_age.c.id))).values(is_due=true())
#: what is locked is being written down right now: waiting for it here, while that waits for us, would be a deadlock
_own = (
    select(Message.id).where(HELD, Message.held_by == bindparam("holder")).with_for_update(skip_locked=True).cte("own")
)
_HOLD_ON = update(Message).where(Message.id.in_(select(_own.c.id))).values(leased_until=bindparam("until"))
_left = (
    select(Message.id)
    .where(HELD, Message.leased_until < bindparam("now"))
    .with_for_update(skip_locked=True)
    .cte("left_behind")
)
_given_up = Message.attempts + 1 >= MAIL_TRIES
_TAKE_BACK = (
    update(Message)
    .where(Message.id.in_(select(_left.c.id)))
    .values(
        state=case((_given_up, "failed"), else_="queued"),
        is_due=true(),
        attempts=Message.attempts + 1,
        problem=problems.BROKEN_OFF,
        held_by=null(),
        leased_until=null(),
    )
    .returning(Message.id)
)


def claim(db: Connection, holder: UUID, now: datetime, most: int, *, urgent_only: bool = False) -> Sequence[Row[Any]]:
    """The next messages that are due, now the holder's; the most urgent first, every act's in turn."""
    least_urgent = kinds.URGENT if urgent_only else kinds.LEAST_URGENT
    values = {"holder": holder, "until": now + LEASE, "most": most, "least_urgent": least_urgent}
    return sorted(db.execute(_TAKE, values), key=in_order)


def in_order(row: Row[Any]) -> tuple[int, int, datetime, UUID]:
    """What goes before what."""
    return row.priority, row.turn, row.due_at, row.id


def come_of_age(db: Connection, now: datetime) -> None:
    """Those whose time has come join the others that are due."""
    db.execute(_COME_OF_AGE, {"now": now})


def hold_on(db: Connection, holder: UUID, now: datetime) -> datetime:
    """Renew the lease of everything the holder has; returns until when it is good."""
    db.execute(_HOLD_ON, {"holder": holder, "until": now + LEASE})
    return now + LEASE


def take_back(db: Connection, now: datetime) -> None:
    """Queue again what a sender held that has died: a try like any other, so that a mail that kills is given up."""
    ids = db.scalars(_TAKE_BACK, {"now": now}).all()
    if ids:
        without_word = {"at": now, "outcome": BROKEN_OFF, "answer": problems.BROKEN_OFF}
        db.execute(insert(Attempt), [{"id": new_id(), "message_id": one, **without_word} for one in ids])
