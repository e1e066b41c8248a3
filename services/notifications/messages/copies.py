"""A mail that an organiser sends to themselves before anybody else gets it: it was written when they asked for it."""

from sqlalchemy import bindparam, select

from services.notifications.messages.desk import Desk
from services.notifications.messages.letter import Letter, NothingToSay
from services.notifications.rules import problems
from shared.schema.notifications import MessageContent

_SUBJECT = select(MessageContent.subject).where(MessageContent.message_id == bindparam("message_id"))


def copied(desk: Desk) -> Letter:
    """What is stored already goes out as it stands; without it there is nothing to send."""
    subject = desk.db.scalar(_SUBJECT, {"message_id": desk.message.id})
    if subject is None:
        raise NothingToSay(problems.GONE)
    return Letter(subject=subject, sender=desk.series().organiser, why="")
