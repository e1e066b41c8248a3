"""What a move that was undone leaves behind: calendars that were told of the time before it hold what is true.

SEQUENCE stays where it was for them; the session's revision has risen twice, since feeds may have shown both.
"""

from sqlalchemy import Connection, select, update

from services.notifications.queries.desired import Scope
from services.notifications.rules import kinds
from shared.schema.notifications import CalendarCopy, Message
from shared.schema.session_moves import SessionMove


def let_undone_be(db: Connection, scope: Scope) -> None:
    """Count whoever was told of the time before as told of the time now. Doing it again changes nothing."""
    undone = db.execute(
        select(SessionMove.session_id, SessionMove.revision_before, SessionMove.revision_undone)
        .where(SessionMove.session_id.in_(scope.session_ids), SessionMove.revision_undone.is_not(None))
        .order_by(SessionMove.revision_undone)
    ).all()
    copy = CalendarCopy.__table__.c
    for row in undone:
        db.execute(
            update(CalendarCopy)
            .where(scope.holds(copy.session_id, copy.email), CalendarCopy.session_id == row.session_id)
            .where(CalendarCopy.sequence - CalendarCopy.ahead == row.revision_before)
            .values(ahead=CalendarCopy.sequence - row.revision_undone)
        )
        # a mail without an entry says what is true when it is written, so it isn't overtaken
        db.execute(
            update(Message)
            .where(Message.session_id == row.session_id, Message.state == "queued")
            .where(Message.kind == kinds.SESSION_MOVED, Message.once.startswith(f"{kinds.PLAIN}:"))
            .where(Message.sequence >= row.revision_before, Message.sequence < row.revision_undone)
            .values(sequence=row.revision_undone)
        )
