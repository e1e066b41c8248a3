"""Matching what came back with what was sent, and the list of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, select, true

from services.notifications.queries.ledger import Reach
from services.notifications.queries.left_out import COMES
from shared.schema.catalogue import OfferingSession, Presenter, Series, Session
from shared.schema.notifications import CalendarCopy, Inbound
from shared.schema.registration import Person, Registration


def is_known(db: Connection, digest: str) -> bool:
    """Whether this very mail has come before."""
    return db.scalar(select(Inbound.id).where(Inbound.digest == digest)) is not None


def revision(db: Connection, session_id: UUID) -> int | None:
    """A session's SEQUENCE as it is now; None when there is no such session."""
    return db.scalar(select(Session.revision).where(Session.id == session_id))


def copy(db: Connection, session_id: UUID, email: str) -> Row[int, int] | None:
    """What this person was told last: sequence, ahead."""
    return db.execute(
        select(CalendarCopy.sequence, CalendarCopy.ahead).where(
            CalendarCopy.session_id == session_id, CalendarCopy.email == email
        )
    ).one_or_none()


def presenter(db: Connection, session_id: UUID, email: str) -> Row[UUID, datetime | None, int | None] | None:
    """The presenter with this address: id, reply_at, reply_revision."""
    return db.execute(
        select(Presenter.id, Presenter.reply_at, Presenter.reply_revision).where(
            Presenter.session_id == session_id, Presenter.email == email
        )
    ).one_or_none()


def takes_part(db: Connection, session_id: UUID, email: str) -> bool:
    """Whether somebody with this address has a place that covers the session."""
    place = (
        select(Registration.id)
        .join(Person, Person.id == Registration.person_id)
        .join(OfferingSession, OfferingSession.offering_id == Registration.offering_id)
        .where(OfferingSession.session_id == session_id, Person.email_key == email)
        .where(Registration.state == "confirmed", COMES)
    )
    return db.scalar(place.limit(1)) is not None


def page(db: Connection, reach: Reach, limit: int, after: UUID | None) -> Sequence[Row[Any]]:
    """What came back, the newest first, older than ``after``; what belongs to no session is for administrators."""
    older: ColumnElement[bool] = Inbound.id < after if after else true()
    return db.execute(
        select(
            Inbound.__table__,
            Session.title.label("session_title"),
            Session.starts_at,
            Session.timezone,
            Series.slug,
            Series.title.label("series_title"),
            Series.language,
        )
        .select_from(Inbound)
        .outerjoin(Session, Session.id == Inbound.session_id)
        .outerjoin(Series, Series.id == Session.series_id)
        .where(reach.holds(Series.id), older)
        .order_by(Inbound.id.desc())
        .limit(limit)
    ).all()
