"""How it went to hand messages to the mail server."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from services.notifications.rules.retries import BROKEN_OFF
from shared.schema.notifications import Attempt, Message


def without_word(db: Connection, messages: Sequence[Row[Any]]) -> set[UUID]:
    """Those that somebody may have: a try ended without word from the mail server, however the later ones went.

    Tries from before a person had it sent again don't count: it is to say what is true now.
    """
    tried = [message.id for message in messages if message.attempts]
    if not tried:
        return set()
    newest_first = func.row_number().over(
        partition_by=Attempt.message_id, order_by=(Attempt.at.desc(), Attempt.id.desc())
    )
    tries = select(Attempt.message_id, Attempt.outcome, newest_first.label("place")).where(
        Attempt.message_id.in_(tried)
    )
    numbered = tries.subquery()
    return set(
        db.scalars(
            select(numbered.c.message_id)
            .join(Message, Message.id == numbered.c.message_id)
            .where(numbered.c.outcome == BROKEN_OFF, numbered.c.place <= Message.attempts)
        )
    )
