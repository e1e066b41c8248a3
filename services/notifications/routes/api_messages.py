"""API: messages, what they say, and how sending them went."""

from uuid import UUID

from flask import Response, current_app
from sqlalchemy import Connection

from services.notifications.actions.retry import retry, retry_all
from services.notifications.courier import courier_of
from services.notifications.messages.shown import shown
from services.notifications.queries import ledger
from services.notifications.routes.mail_file import as_file, written_mail
from services.notifications.routes.message_shapes import (
    AttemptOut,
    MessageDetail,
    MessageOut,
    MessagePage,
    MessageQuery,
    RetriedOut,
    RetryIn,
    detail_of,
    summary_values,
)
from services.notifications.routes.reach import reach, readable_message
from shared.database.connection import after_commit
from shared.rules.partners import Right
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.current import service
from shared.web.viewer import known_viewer

api = Api("messages")


@api.reads(
    "/messages",
    Access.ORGANISER,
    "Messages that fit, the newest first",
    Shape(query=MessageQuery, answer=MessagePage),
)
def list_messages(db: Connection, query: MessageQuery) -> MessagePage:
    """An organiser sees those of their own series; sign-in mails are for administrators."""
    rows = ledger.page(db, reach(Right.PEOPLE), query.wanted(), query.limit + 1, query.cursor)
    items = [MessageOut(**summary_values(row)) for row in rows[: query.limit]]
    return MessagePage(items=items, next=items[-1].id if len(rows) > query.limit else None)


@api.reads("/messages/<uuid:message_id>", Access.ORGANISER, "One message, as it was sent", Shape(answer=MessageDetail))
def get_message(db: Connection, message_id: UUID) -> MessageDetail:
    """Text, HTML, the calendar part, and every attempt."""
    return _detail(db, message_id)


@api.reads(
    "/messages/<uuid:message_id>.eml",
    Access.ORGANISER,
    "The whole mail (RFC 5322); links that let someone in are hidden",
    Shape(raw_answer="message/rfc822"),
)
def get_message_as_file(db: Connection, message_id: UUID) -> Response:
    """As bytes."""
    return as_file(message_id, written_mail(db, message_id))


@api.writes("POST", "/messages/<uuid:message_id>/retry", Access.ORGANISER, "Send again", Shape(answer=MessageDetail))
def retry_message(db: Connection, message_id: UUID) -> MessageDetail:
    """Only a message that failed or came back."""
    readable_message(db, message_id, Right.MANAGE)
    retry(db, known_viewer().actor, message_id)
    after_commit(db, courier_of(current_app).wake)
    return _detail(db, message_id)


@api.writes(
    "POST",
    "/messages/retry",
    Access.ORGANISER,
    "Send again all that failed or came back, of those that fit",
    Shape(body=RetryIn, answer=RetriedOut),
)
def retry_messages(db: Connection, body: RetryIn) -> RetriedOut:
    """At most 10,000 at once; the next call goes on."""
    count = retry_all(db, known_viewer().actor, reach(), body.wanted())
    after_commit(db, courier_of(current_app).wake)
    return RetriedOut(retried=count)


def _detail(db: Connection, message_id: UUID) -> MessageDetail:
    row = readable_message(db, message_id)
    attempts = [
        AttemptOut(at=attempt.at, outcome=attempt.outcome, code=attempt.code, answer=attempt.answer)
        for attempt in ledger.attempts(db, message_id)
    ]
    return detail_of(row, shown(db, row, service().settings), attempts)
