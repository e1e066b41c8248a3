"""Messages together with what they say, as stored: secret links stand as marks."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Row, select

from services.notifications.rules.content import Content
from shared.schema.journal import JournalLine
from shared.schema.notifications import Message, MessageContent


class MessageWithContent(NamedTuple):
    """A message's row, with ``prepared_at`` when it was written and the ``request_id`` it goes back to; its content."""

    message: Row[Any]
    content: Content


def stored(db: Connection, ids: Sequence[UUID]) -> dict[UUID, MessageWithContent]:
    """Those of the messages that have been written."""
    rows = db.execute(
        select(
            Message.__table__,
            MessageContent.created_at.label("prepared_at"),
            MessageContent.subject,
            MessageContent.text,
            MessageContent.html,
            MessageContent.method,
            MessageContent.calendar,
            JournalLine.request_id,
        )
        .join(MessageContent, MessageContent.message_id == Message.id)
        .outerjoin(JournalLine, JournalLine.id == Message.journal_id)
        .where(Message.id.in_(ids))
    )
    return {
        row.id: MessageWithContent(row, Content(row.subject, row.text, row.html, row.method, row.calendar))
        for row in rows
    }
