"""How many people of a session have not got the mail about it as it is now."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, bindparam, case, func, select

from shared.schema.notifications import CalendarCopy, Message

_failed = Message.state.in_(("failed", "bounced"))
_COUNTS = (
    select(func.count(case((_failed, 1))), func.count(case((~_failed, 1))))
    .join(
        CalendarCopy,
        (CalendarCopy.session_id == Message.session_id)
        & (CalendarCopy.email == Message.recipient_email)
        & (CalendarCopy.sequence == Message.sequence),
    )
    .where(
        Message.session_id == bindparam("session_id"),
        Message.state.in_(("queued", "sending", "failed", "bounced")),
    )
)


@dataclass(frozen=True, slots=True)
class Untold:
    """People whose mail failed or came back, and mails that are still to be sent."""

    lost: int
    under_way: int


def of_session(db: Connection, session_id: UUID) -> Untold:
    """One statement along the index of a session's messages; notifications' own page tells more."""
    row = db.execute(_COUNTS, {"session_id": session_id}).one()
    return Untold(row[0], row[1])
