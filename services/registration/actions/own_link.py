"""Sending people their own link again, by mail only: whoever typed the address doesn't get it."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection, bindparam, exists, select

from shared import clock, journal
from shared.schema.journal import JournalLine

KIND = "registration.link_requested"
#: one mail in this time is enough, whoever asks
PAUSE = timedelta(hours=1)

_ASKED = select(
    exists().where(
        JournalLine.subject_id == bindparam("registration_id"),
        JournalLine.kind == KIND,
        JournalLine.at > bindparam("since"),
    )
)


def request_link(db: Connection, registration_id: UUID, subject: journal.Subject) -> bool:
    """Have the registration's own link mailed; False when that was done a short while ago."""
    if db.scalar(_ASKED, {"registration_id": registration_id, "since": clock.now() - PAUSE}):
        return False
    journal.append(db, KIND, "person", subject)
    return True
