"""Writing to participants: what is said and whom it goes to are kept, and the journal has each of them mailed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, bindparam, exists, insert, select

from services.registration.queries.offering import Facts
from shared import clock, journal
from shared.database import locks
from shared.errors import Conflict
from shared.schema.announcements import Announcement, AnnouncementRecipient

_INSERT = insert(Announcement)
_TO = insert(AnnouncementRecipient)
_IS_THERE = select(exists().where(Announcement.id == bindparam("announcement_id")))


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody writes. The id is given out with the form, so that sending it twice is sending it once."""

    id: UUID
    #: one line
    subject: str
    text: str
    #: where answers go; null: to the installation's own address
    reply_to: str | None
    actor: str


def send(db: Connection, facts: Facts, said: Said, registration_ids: Sequence[UUID]) -> bool:
    """Write to these registrations' people, one mail each; False when this was sent already. Raises Conflict."""
    if not registration_ids:
        raise Conflict("nobody", _("Nobody was chosen who has a place or waits."))
    locks.hold(db, "announcement", said.id)
    if db.scalar(_IS_THERE, {"announcement_id": said.id}):
        return False
    _keep(db, facts, said, is_test=False)
    db.execute(_TO, [{"announcement_id": said.id, "registration_id": one} for one in registration_ids])
    _tell(db, facts, said, "announcement.sent", {"recipients": len(registration_ids)})
    return True


def send_test(db: Connection, facts: Facts, said: Said) -> None:
    """A copy for its writer alone, who has an account."""
    _keep(db, facts, said, is_test=True)
    _tell(db, facts, said, "announcement.tested", {})


def _keep(db: Connection, facts: Facts, said: Said, *, is_test: bool) -> None:
    db.execute(
        _INSERT,
        {
            "id": said.id,
            "offering_id": facts.id,
            "subject": said.subject,
            "text": said.text,
            "reply_to": said.reply_to,
            "is_test": is_test,
            "actor": said.actor,
            "created_at": clock.now(),
        },
    )


def _tell(db: Connection, facts: Facts, said: Said, kind: str, detail: dict[str, int]) -> None:
    subject = journal.Subject(series_id=facts.series_id, offering_id=facts.id, subject_id=said.id, detail=detail)
    journal.append(db, kind, said.actor, subject)
