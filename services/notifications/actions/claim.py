"""Taking due messages to send: whoever holds the lease is the only one to send them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, case, or_, select, update

from services.notifications.actions import record
from services.notifications.rules import problems
from services.notifications.rules.retries import MAIL_TRIES
from shared import clock
from shared.schema.notifications import Message

#: after this another may take a message whose sender has died
LEASE = timedelta(minutes=3)
AT_ONCE = 20


def claim(db: Connection) -> Sequence[Row[Any]]:
    """The next messages that are due, now ours until the lease ends; most urgent first. One statement takes them.

    A lease that ran out counts as a try, so that a mail whose every sender dies is given up like any other.
    """
    now = clock.now()
    due = (Message.state == "queued") & (Message.due_at <= now)
    abandoned = (Message.state == "sending") & (Message.leased_until < now)
    # the first condition repeats the words of the partial index, so that both databases use it
    picked = (
        select(Message.id)
        .where(Message.state.in_(("queued", "sending")), or_(due, abandoned))
        .order_by(Message.priority, Message.due_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
        .cte("picked")
    )
    taken = (
        update(Message)
        .where(Message.id.in_(select(picked.c.id)))
        .values(
            state="sending",
            leased_until=now + LEASE,
            attempts=Message.attempts + case((abandoned, 1), else_=0),
            problem=case((abandoned, problems.BROKEN_OFF), else_=Message.problem),
        )
        .returning(Message.__table__)
    )
    ours: list[Row[Any]] = []
    given_up: list[Row[Any]] = []
    for row in db.execute(taken).all():
        (given_up if row.attempts >= MAIL_TRIES else ours).append(row)
    for row in given_up:
        record.not_sent(db, row, "failed", problems.BROKEN_OFF)
    return sorted(ours, key=lambda row: (row.priority, row.due_at, row.id))
