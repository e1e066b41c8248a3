"""Digests: what waits for a contact becomes one mail, at most once a day."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, exists, select, update

from services.notifications.actions.new_messages import NewMessage, add_messages
from services.notifications.queries.unsubscribed import wants_digest
from services.notifications.rules import kinds
from services.notifications.rules.digests import BETWEEN, may_go
from services.notifications.rules.quiet_hours import QuietHours
from shared import clock
from shared.database import Database
from shared.schema.notifications import Message
from shared.schema.reminders import DigestItem
from shared.settings import Settings

_WAITS = DigestItem.message_id.is_(None)


def collect_digests(database: Database, settings: Settings) -> int:
    """One mail to each contact for whom something waits, at a decent hour; returns how many are new."""
    now, zone = clock.now(), settings.default_timezone
    if not may_go(now, zone, QuietHours.of(settings.quiet_hours)):
        return 0
    lately = exists().where(
        Message.recipient_email == DigestItem.recipient_email,
        Message.kind == kinds.CONTACT_DIGEST,
        Message.created_at > now - BETWEEN,
    )
    waiting = select(DigestItem.recipient_email).distinct().where(_WAITS, wants_digest(DigestItem.recipient_email))
    with database.reading() as db:
        emails = db.scalars(waiting.where(~lately)).all()
    day = now.astimezone(ZoneInfo(zone)).date().isoformat()
    total = 0
    for email in emails:
        with database.writing() as db:
            total += _collect(db, email, day, now)
    return total


def _collect(db: Connection, email: str, day: str, now: datetime) -> int:
    """The day in the key makes a second clock's digest none; its items then belong to the first one's, or wait."""
    waits = _WAITS & (DigestItem.recipient_email == email)
    newest = select(DigestItem).where(waits).order_by(DigestItem.created_at.desc(), DigestItem.id.desc()).limit(1)
    contact = db.execute(newest).one_or_none()
    once = f"{kinds.CONTACT_DIGEST}:{day}:{email}"
    if contact is None or not add_messages(
        db,
        now,
        NewMessage(
            kind=kinds.CONTACT_DIGEST,
            once=once,
            recipient_email=email,
            recipient_name=contact.recipient_name,
            language=contact.language,
            journal_id=None,
        ),
    ):
        return 0
    told_by = select(Message.id).where(Message.once == once).scalar_subquery()
    db.execute(update(DigestItem).where(waits).values(message_id=told_by))
    return 1
