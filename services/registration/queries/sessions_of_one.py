"""The sessions that one registration brings."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, exists, select

from shared.schema.catalogue import OfferingSession, Session
from shared.schema.notifications import CalendarCopy
from shared.schema.registration import Person, Registration, SessionWithdrawal

_is_left = exists().where(
    SessionWithdrawal.registration_id == Registration.id, SessionWithdrawal.session_id == Session.id
)
_COMING = (
    select(Session.id, Registration.state, Session.series_id, Registration.offering_id, _is_left.label("is_left"))
    .join(OfferingSession, OfferingSession.session_id == Session.id)
    .join(Registration, Registration.offering_id == OfferingSession.offering_id)
    .where(
        Registration.id == bindparam("registration_id"),
        Session.state == "scheduled",
        Session.starts_at > bindparam("now"),
    )
    .order_by(Session.starts_at, Session.id)
)
_LEFT_OUT = select(SessionWithdrawal.session_id).where(
    SessionWithdrawal.registration_id == bindparam("registration_id")
)

_CALENDAR_SAYS_NO = (
    select(CalendarCopy.session_id)
    .join(Person, Person.email_key == CalendarCopy.email)
    .join(Registration, Registration.person_id == Person.id)
    .join(
        OfferingSession,
        (OfferingSession.offering_id == Registration.offering_id)
        & (OfferingSession.session_id == CalendarCopy.session_id),
    )
    .where(
        Registration.id == bindparam("registration_id"),
        CalendarCopy.state == "invited",
        CalendarCopy.reply == "declined",
    )
)


def left_out(db: Connection, registration_id: UUID) -> set[UUID]:
    """Those that somebody said they don't come to, also held ones."""
    return set(db.scalars(_LEFT_OUT, {"registration_id": registration_id}))


def declined_in_calendar(db: Connection, registration_id: UUID) -> set[UUID]:
    """Those that the person's calendar has declined. Their place is theirs until they give it up themselves."""
    return set(db.scalars(_CALENDAR_SAYS_NO, {"registration_id": registration_id}))


def coming(db: Connection, registration_id: UUID, now: datetime) -> Sequence[Row[UUID, str, UUID, UUID, bool]]:
    """Those that have not begun: id, the registration's state, series_id, offering_id, whether it is left out."""
    return db.execute(_COMING, {"registration_id": registration_id, "now": now}).all()
