"""What people write in answer to our mails goes to those who organise the series; what programs write goes nowhere."""

from email.message import Message as Mail
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row

from services.notifications.actions.inbound_bounces import own
from services.notifications.actions.kept_mail import Made
from services.notifications.actions.organisers import tell_organisers
from services.notifications.calendar.received_mail import header_words, identifiers
from services.notifications.incoming.letter_text import letter_text
from services.notifications.queries import inbound as queries
from services.notifications.rules import answers, came_back, kinds
from shared import journal
from shared.schema.base import NAME_LENGTH
from shared.settings import Settings


def automatic(db: Connection, settings: Settings, mail: Mail, sender: str) -> Made:
    """Kept without its text, answered never."""
    about = _about(_answered(db, settings, mail))
    return Made(kind=came_back.AUTOMATIC, outcome=answers.NOTED, reason=came_back.BY_A_MACHINE, sender=sender, **about)


def other(sender: str) -> Made:
    """From ourselves, or from nobody."""
    if sender:
        return Made(kind=came_back.OTHER, outcome=answers.NOTED, reason=came_back.OWN_MAIL, sender=sender)
    reason = "The message does not say whom it is from, or names several."
    return Made(kind=came_back.OTHER, outcome=answers.NOT_A_REPLY, reason=reason)


def letter(db: Connection, settings: Settings, mail: Mail, sender: str, identifier: UUID) -> Made:
    """Passed on to the organisers of the series whose mail it answers; without one it is kept for administrators."""
    message = _answered(db, settings, mail)
    written = {"subject": header_words(mail, "Subject")[:NAME_LENGTH], "text": letter_text(mail), "sender": sender}
    made: dict[str, Any] = {"kind": came_back.LETTER, **written, **_about(message)}
    if message is None or message.series_id is None:
        return Made(**made, outcome=answers.NOTED, reason=came_back.UNKNOWN_MAIL)
    about = journal.Subject(message.series_id, message.session_id, subject_id=identifier)
    if not tell_organisers(db, kinds.LETTER_RECEIVED, about, str(identifier), but=sender):
        return Made(**made, outcome=answers.NOTED, reason=came_back.NOBODY_TO_TELL)
    journal.append(db, "letter.received", "mail", about)
    return Made(**made, outcome=answers.FORWARDED)


def _answered(db: Connection, settings: Settings, mail: Mail) -> Row[Any] | None:
    return queries.message(db, own(identifiers(mail, "In-Reply-To", "References"), settings))


def _about(message: Row[Any] | None) -> dict[str, Any]:
    if message is None:
        return {}
    return {"message_id": message.id, "series_id": message.series_id, "session_id": message.session_id}
