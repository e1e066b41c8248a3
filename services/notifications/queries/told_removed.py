"""Who was removed from a session and may still hold it in their calendar: the mail that says so has not arrived."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, case, literal, select, true
from sqlalchemy.orm import aliased

from services.notifications.rules import kinds, told
from shared.schema.notifications import CalendarCopy, Message


def no_longer(session_id: UUID, wanted: Subquery) -> Select[Any]:
    """Those whose copy was withdrawn and who are none of the ``wanted``; whoever has been told counts no more."""
    last = newest_mail(
        Message.session_id == session_id,
        Message.recipient_email == CalendarCopy.email,
        Message.kind.in_(kinds.CANCELLING),
    )
    mail = aliased(Message)
    status = case(*under_way(mail))
    return (
        select(
            CalendarCopy.email,
            mail.recipient_name.label("name"),
            case((mail.offering_id.is_(None), 0), else_=1).label("rank"),
            mail.subject_id,
            mail.offering_id,
            mail.id.label("message_id"),
            status.label("status"),
            literal("needs-action").label("reply"),
            true().label("is_removed"),
        )
        .join(mail, mail.id == last)
        .where(CalendarCopy.session_id == session_id, CalendarCopy.state == "withdrawn", status.is_not(None))
        .where(CalendarCopy.email.not_in(select(wanted.c.email)))
    )


def newest_mail(*which: ColumnElement[bool]) -> Any:
    """The id of the last message of these that was not overtaken. Ids rise with the time they were made."""
    return (
        select(Message.id)
        .where(*which, Message.state != "superseded")
        .order_by(Message.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def under_way(mail: Any) -> tuple[tuple[ColumnElement[bool], str], ...]:
    """Branches of a CASE: how it stands with a mail that has not arrived."""
    return (
        (mail.state == "failed", told.FAILED),
        (mail.state == "bounced", told.BOUNCED),
        ((mail.state == "queued") & (mail.attempts > 0), told.RETRYING),
        (mail.state.in_(("queued", "sending")), told.WAITING),
    )
