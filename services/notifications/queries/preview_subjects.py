"""With whose data a mail of a series can be looked at: its own people, sessions, presenters and acts of registering."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, case, exists, func, select

from services.notifications.rules import kinds
from shared import audiences
from shared.audiences import Audience
from shared.schema.catalogue import Offering, OfferingSession, Presenter, Session
from shared.schema.registration import Batch, Person, Registration

MOST = 20
#: kind of mail -> whom among the registered it is for
_asks = Registration.awaits_approval
FOR: dict[str, ColumnElement[bool]] = {
    kinds.REGISTRATION_CONFIRMED: Registration.state == "confirmed",
    kinds.REGISTRATION_PROMOTED: Registration.state == "confirmed",
    kinds.ASSIGNMENT: Registration.state == "confirmed",
    kinds.OWN_LINK: Registration.state == "confirmed",
    kinds.REGISTRATION_WAITLISTED: (Registration.state == "waitlisted") & ~_asks,
    kinds.WAITING_ENDED: (Registration.state == "waitlisted") & ~_asks,
    kinds.REGISTRATION_REQUESTED: (Registration.state == "waitlisted") & _asks,
    kinds.REGISTRATION_DECLINED: Registration.state == "rejected",
    kinds.REGISTRATION_CANCELLED: Registration.state == "cancelled",
}
#: how somebody is called, also who has no name
_CALLED = case((Person.name != "", Person.name), else_=Person.email)


def registrations(
    db: Connection, series_id: UUID, kind: str, which: UUID | None = None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Those whom such a mail is for, the newest first: id, label, aside, name, email, offering_id."""
    people = (
        select(
            Registration.id,
            _CALLED.label("label"),
            Offering.name.label("aside"),
            Person.name,
            Person.email,
            Registration.offering_id,
        )
        .join(Person, Person.id == Registration.person_id)
        .join(Offering, Offering.id == Registration.offering_id)
        .where(Offering.series_id == series_id, FOR[kind], Person.erased_at.is_(None))
        .order_by(Registration.id.desc())
    )
    return _some(db, people, Registration.id, which)


def sessions(
    db: Connection, series_id: UUID, now: datetime, which: UUID | None = None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The sessions that are to be held or were, the next one first: id, label, and aside, which is empty."""
    held = (
        select(Session.id, Session.title.label("label"), func.substr(Session.title, 1, 0).label("aside"))
        .where(Session.series_id == series_id, Session.state == "scheduled")
        .order_by(Session.ends_at <= now, Session.starts_at, Session.id)
    )
    return _some(db, held, Session.id, which)


def presenters(db: Connection, series_id: UUID, which: UUID | None = None) -> Sequence[Row[*tuple[Any, ...]]]:
    """Who presents, the newest first: id, label, aside, name, email, session_id."""
    named = (
        select(
            Presenter.id,
            Presenter.name.label("label"),
            Session.title.label("aside"),
            Presenter.name,
            Presenter.email,
            Presenter.session_id,
        )
        .join(Session, Session.id == Presenter.session_id)
        .where(Session.series_id == series_id, Session.state == "scheduled")
        .order_by(Presenter.id.desc())
    )
    return _some(db, named, Presenter.id, which)


def batches(db: Connection, series_id: UUID, which: UUID | None = None) -> Sequence[Row[*tuple[Any, ...]]]:
    """Acts of contacts who registered others, the newest first: id, label, aside, name, email, offering_id."""
    acts = (
        select(
            Batch.id,
            func.coalesce(Batch.contact_name, Batch.contact_email).label("label"),
            Offering.name.label("aside"),
            func.coalesce(Batch.contact_name, "").label("name"),
            Batch.contact_email.label("email"),
            Batch.offering_id,
        )
        .join(Offering, Offering.id == Batch.offering_id)
        .where(Offering.series_id == series_id, Batch.contact_email.is_not(None))
        .where(exists().where(Registration.batch_id == Batch.id))
        .order_by(Batch.id.desc())
    )
    return _some(db, acts, Batch.id, which)


def addressees(
    db: Connection, audience: Audience, now: datetime, which: UUID | None = None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Whom an organiser's words are for, the newest first: id, label, aside, name, email, offering_id."""
    people = audiences.addressees(audience, now).subquery()
    meant = (
        select(
            people.c.subject_id.label("id"),
            people.c.name.label("label"),
            people.c.email.label("aside"),
            people.c.name,
            people.c.email,
            Registration.offering_id,
        )
        .outerjoin(Registration, Registration.id == people.c.subject_id)
        .order_by(people.c.subject_id.desc())
    )
    return _some(db, meant, people.c.subject_id, which)


def participant_of(db: Connection, session_id: UUID) -> Row[UUID, str, str, UUID] | None:
    """Somebody who has a place in a session, the newest: id, name, email, offering_id."""
    return db.execute(
        select(Registration.id, Person.name, Person.email, Registration.offering_id)
        .join(Person, Person.id == Registration.person_id)
        .join(OfferingSession, OfferingSession.offering_id == Registration.offering_id)
        .where(OfferingSession.session_id == session_id, Registration.state == "confirmed")
        .where(Person.erased_at.is_(None))
        .order_by(Registration.id.desc())
        .limit(1)
    ).one_or_none()


def offering(db: Connection, series_id: UUID) -> Row[UUID, str] | None:
    """The first that one can register for in a series."""
    first = select(Offering.id, Offering.name).where(Offering.series_id == series_id).order_by(Offering.id).limit(1)
    return db.execute(first).one_or_none()


def _some(
    db: Connection, found: Select[*tuple[Any, ...]], key: Any, which: UUID | None
) -> Sequence[Row[*tuple[Any, ...]]]:
    return db.execute(found.where(key == which) if which else found.limit(MOST)).all()
