"""A copy of a mail for whoever looks at it, in their own mail program, before anybody else gets it."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from services.notifications.actions.new_messages import NewMessage, add_messages
from services.notifications.messages.secret_links import without_hidden_links
from services.notifications.rules.content import Content
from services.notifications.rules.kinds import TEMPLATE_COPY
from shared import clock
from shared.schema.base import new_id
from shared.schema.notifications import Message, MessageContent
from shared.web.viewer import Viewer

#: a copy holds people's names, and nothing says whose: they could not be found again
KEPT_FOR = timedelta(days=7)


def send_copy(db: Connection, reader: Viewer, series_id: UUID, language: str, content: Content) -> None:
    """Queue a looked-at mail for the one who looks at it, who has an address; hidden links lead nowhere."""
    once = f"{TEMPLATE_COPY}:{new_id()}"
    message = NewMessage(
        kind=TEMPLATE_COPY,
        once=once,
        recipient_email=reader.email.lower(),
        recipient_name="" if reader.name == reader.email else reader.name,
        language=language,
        journal_id=None,
        series_id=series_id,
    )
    add_messages(db, clock.now(), message)
    message_id = db.scalar(select(Message.id).where(Message.once == once))
    said = {"subject": content.subject[:400], "text": content.text, "html": without_hidden_links(content.html)}
    db.execute(insert(MessageContent).values(message_id=message_id, **said, created_at=clock.now()))


def forget_copies(db: Connection, now: datetime) -> None:
    """What stands in copies made longer ago than KEPT_FOR."""
    old = select(Message.id).where(Message.kind == TEMPLATE_COPY, Message.created_at < now - KEPT_FOR)
    db.execute(delete(MessageContent).where(MessageContent.message_id.in_(old)))
