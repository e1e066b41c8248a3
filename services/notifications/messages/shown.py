"""A message as somebody other than its reader may see it: just as it was sent, with secret links hidden."""

import email.policy
from dataclasses import dataclass
from email import message_from_bytes
from typing import Any

from sqlalchemy import Connection, Row

from services.notifications.messages.secret_links import masked, purposes
from services.notifications.messages.shelf import Shelf
from services.notifications.messages.wire import assemble_mail
from services.notifications.rules.content import Content
from shared.settings import Settings

_SHOWN_HEADERS = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To")


@dataclass(frozen=True, slots=True)
class ShownMail:
    """The mail's bytes (message/rfc822), its words, and its header fields as people read them."""

    raw: bytes
    content: Content
    headers: list[tuple[str, str]]
    #: whether something in it is hidden from this reader
    is_masked: bool


def shown(db: Connection, message: Row[Any], settings: Settings) -> ShownMail | None:
    """The mail of a row of ``queries.ledger.one``; None when it has not been written yet."""
    if message.prepared_at is None:
        return None
    stored = Content(message.subject, message.text, message.html, message.method, message.calendar)
    content = masked(stored)
    raw = assemble_mail(Shelf(db, [message]), message, content, settings, proven=False)
    head = message_from_bytes(raw, policy=email.policy.default)
    headers = [(name, str(head[name])) for name in _SHOWN_HEADERS if head[name] is not None]
    return ShownMail(raw, content, headers, bool(purposes(stored)))
