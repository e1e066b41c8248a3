"""What an organiser wrote to participants, by the journal line that a message comes from."""

from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from shared.schema.announcements import Announcement
from shared.schema.journal import JournalLine

_OF_LINE = (
    select(Announcement.subject, Announcement.text, Announcement.reply_to)
    .join(JournalLine, JournalLine.subject_id == Announcement.id)
    .where(JournalLine.id == bindparam("journal_id"))
)


def announcement(db: Connection, journal_id: int) -> Row[*tuple[Any, ...]] | None:
    """Its subject, its text and where answers go; None once it was erased."""
    return db.execute(_OF_LINE, {"journal_id": journal_id}).one_or_none()
