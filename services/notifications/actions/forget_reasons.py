"""Forgetting why somebody could not come, once what they could not come to has been over for a while."""

from datetime import datetime

from sqlalchemy import Connection, delete, null, select, update

from services.notifications.rules.kinds import PRESENTER_DECLINED
from shared.rules.reasons import REASONS_KEPT_FOR
from shared.schema.catalogue import Session
from shared.schema.inbound import Inbound
from shared.schema.notifications import Message, MessageContent


def forget_reasons(db: Connection, now: datetime) -> None:
    """Drop what mails to organisers say of it, and what calendars sent along. That somebody declined stays."""
    over = Session.ends_at < now - REASONS_KEPT_FOR
    mails = (
        select(Message.id)
        .join(Session, Session.id == Message.session_id)
        .where(Message.kind == PRESENTER_DECLINED, over)
    )
    db.execute(delete(MessageContent).where(MessageContent.message_id.in_(mails)))
    answers = Inbound.answer == "declined", Inbound.comment.is_not(None)
    sessions = select(Session.id).where(over)
    db.execute(update(Inbound).where(*answers, Inbound.session_id.in_(sessions)).values(comment=null()))
