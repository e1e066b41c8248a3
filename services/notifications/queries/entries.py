"""How the sessions of a registration get into its person's calendar: by mails of their own, or there they are."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from services.notifications.rules import kinds
from shared.schema.notifications import CalendarCopy, Message

_BROUGHT = select(Message.session_id).where(
    # the address has an index
    Message.recipient_email == bindparam("email"),
    Message.subject_id == bindparam("registration_id"),
    Message.kind == kinds.SESSION_INVITATION,
    Message.state.not_in(("superseded", "failed")),
)
_COPIES = select(CalendarCopy.session_id).where(
    CalendarCopy.email == bindparam("email"),
    CalendarCopy.session_id.in_(bindparam("session_ids", expanding=True)),
    CalendarCopy.state == bindparam("state"),
)


def brought(db: Connection, email: str, registration_id: UUID | None) -> set[UUID]:
    """Sessions that come with short mails of their own for this registration, and not for another of the person's."""
    found = db.scalars(_BROUGHT, {"email": email, "registration_id": registration_id})
    return {one for one in found if one is not None}


def with_copy(db: Connection, email: str, session_ids: Collection[UUID], state: str) -> set[UUID]:
    """Those of the sessions whose entry this person was sent (``invited``), or was sent and told to take away."""
    return set(db.scalars(_COPIES, {"email": email, "session_ids": list(session_ids), "state": state}))
