"""Taking due messages to send: whoever holds the lease is the only one to send them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, or_, select, update

from shared import clock
from shared.schema.notifications import Message

#: after this another may take a message whose sender has died
LEASE = timedelta(minutes=3)
AT_ONCE = 20


def claim(db: Connection) -> Sequence[Row[Any]]:
    """The next messages that are due, now ours until the lease ends; most urgent first. One statement takes them."""
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
        .values(state="sending", leased_until=now + LEASE)
        .returning(Message.__table__)
    )
    return sorted(db.execute(taken).all(), key=lambda row: (row.priority, row.due_at, row.id))
