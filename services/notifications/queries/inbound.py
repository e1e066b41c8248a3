"""Matching what came back with what was sent."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, func, select

from services.notifications.queries.left_out import COMES
from shared.schema.catalogue import OfferingSession, Presenter, Session
from shared.schema.inbound import Inbound
from shared.schema.notifications import CalendarCopy, Message
from shared.schema.registration import Person, Registration

_SESSION: Select[*tuple[Any, ...]] = select(
    Session.id, Session.series_id, Session.revision, Session.starts_at, Session.ends_at, Session.state
)


def known_as(db: Connection, digest: str) -> str | None:
    """As what kind of mail this very one has come before; None when it is new."""
    return db.scalar(select(Inbound.kind).where(Inbound.digest == digest))


def session(db: Connection, session_id: UUID) -> Row[*tuple[Any, ...]] | None:
    """A session as it is now: id, series_id, revision (its SEQUENCE), starts_at, ends_at, state."""
    return db.execute(_SESSION.where(Session.id == session_id)).one_or_none()


def presented(db: Connection, presenter_id: UUID) -> Row[*tuple[Any, ...]] | None:
    """The same of what somebody presents, with their email."""
    theirs = _SESSION.join(Presenter, Presenter.session_id == Session.id).where(Presenter.id == presenter_id)
    return db.execute(theirs.add_columns(Presenter.email)).one_or_none()


def copy(db: Connection, session_id: UUID, email: str, *, is_held: bool = False) -> Row[Any] | None:
    """What this person was told last, and what they answered; ``is_held``: nobody else changes it meanwhile."""
    theirs = select(CalendarCopy.__table__).where(CalendarCopy.session_id == session_id, CalendarCopy.email == email)
    return db.execute(theirs.with_for_update() if is_held else theirs).one_or_none()


def presenter(db: Connection, session_id: UUID, email: str) -> Row[UUID, datetime | None, int | None] | None:
    """The presenter with this address: id, reply_at, reply_revision."""
    return db.execute(
        select(Presenter.id, Presenter.reply_at, Presenter.reply_revision).where(
            Presenter.session_id == session_id, Presenter.email == email
        )
    ).one_or_none()


def places(session_id: UUID, email: str) -> Select[Any]:
    """FROM and WHERE: the registrations that give somebody with this address a place in the session."""
    return (
        select(Registration.id)
        .join(Person, Person.id == Registration.person_id)
        .join(OfferingSession, OfferingSession.offering_id == Registration.offering_id)
        .join(Session, Session.id == OfferingSession.session_id)
        .where(OfferingSession.session_id == session_id, Person.email_key == email)
        .where(Registration.state == "confirmed", COMES)
    )


def takes_part(db: Connection, session_id: UUID, email: str) -> bool:
    """Whether somebody with this address has a place that covers the session."""
    return db.scalar(places(session_id, email).limit(1)) is not None


def message(db: Connection, ids: Sequence[UUID]) -> Row[Any] | None:
    """The first of these messages that there is."""
    rows = {row.id: row for row in db.execute(select(Message.__table__).where(Message.id.in_(ids)))}
    return next((rows[one] for one in ids if one in rows), None)


def newest_sent_to(db: Connection, emails: Collection[str], since: datetime) -> Row[Any] | None:
    """The message that was sent last to one of these addresses, not before ``since``."""
    newest = func.coalesce(Message.sent_at, Message.created_at)
    return db.execute(
        select(Message.__table__)
        .where(Message.recipient_email.in_(emails), Message.state == "sent", Message.sent_at >= since)
        .order_by(newest.desc(), Message.id.desc())
        .limit(1)
    ).one_or_none()


def writer(db: Connection, inbound_id: UUID) -> str | None:
    """Who wrote a mail that came back: the person themselves, where another mailed it for them."""
    return db.scalar(select(func.coalesce(Inbound.attendee, Inbound.sender)).where(Inbound.id == inbound_id)) or None
