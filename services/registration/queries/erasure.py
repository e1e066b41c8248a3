"""Whose personal data is to be erased: those who asked for it, and those whose time has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, case, exists, func, literal, select
from sqlalchemy.orm import aliased

from services.registration.queries.standing import STANDING_STATES
from services.registration.rules.retention import months_before
from shared.schema.announcements import Announcement
from shared.schema.base import Instant
from shared.schema.catalogue import Offering, OfferingSession, Series, Session
from shared.schema.journal import JournalLine
from shared.schema.notifications import JournalHandled, JournalMark
from shared.schema.registration import Batch, Person, Registration, Seats

_ALL_OF = (
    select(
        Registration.id,
        Registration.state,
        Registration.offering_id,
        Offering.name,
        Series.title,
        Series.language,
    )
    .join(Offering, Offering.id == Registration.offering_id)
    .join(Series, Series.id == Offering.series_id)
    .where(Registration.person_id == bindparam("person_id"))
    .order_by(Registration.offering_id, Registration.id)
)
_PERSON_OF = select(Registration.person_id).where(Registration.id == bindparam("registration_id"))
_SOMEBODY = select(Person.id).where(Person.erased_at.is_not(None)).limit(1)
_ERASED = (
    select(func.count(), func.max(Person.erased_at))
    .select_from(Registration)
    .join(Person, Person.id == Registration.person_id)
    .where(Registration.offering_id == bindparam("offering_id"), Person.erased_at.is_not(None))
)

_asked = Person.erasure_asked_at.is_not(None)
_came_back = (
    select(Registration.id)
    .where(
        Registration.person_id == Person.id,
        Registration.state.in_(STANDING_STATES),
        Registration.created_at >= Person.erasure_asked_at,
    )
    .exists()
)
_handled_up_to = func.coalesce(select(func.max(JournalMark.journal_id)).scalar_subquery(), 0)
_is_handled = select(JournalHandled.journal_id).where(JournalHandled.journal_id == JournalLine.id).exists()
#: something happened to a registration of theirs that no mail has been made of yet
IS_TO_BE_TOLD = (
    select(JournalLine.id)
    .join(Registration, Registration.id == JournalLine.subject_id)
    .where(Registration.person_id == Person.id, JournalLine.id > _handled_up_to, ~_is_handled)
    .exists()
)
_CAME_BACK = select(Person.id).where(_asked, _came_back).order_by(Person.id).limit(bindparam("most"))
_READY = select(Person.id).where(_asked, ~_came_back, ~IS_TO_BE_TOLD).order_by(Person.id).limit(bindparam("most"))

_last_end = (
    select(func.max(Session.ends_at))
    .join(OfferingSession, OfferingSession.session_id == Session.id)
    .where(OfferingSession.offering_id == Offering.id)
    .correlate(Offering)
    .scalar_subquery()
)
#: without sessions it counts from the closing, else from when the offering was made
_ended_at = func.coalesce(_last_end, Offering.closes_at, Offering.created_at)
_RETENTIONS = select(Series.retention_months).distinct()


@dataclass(frozen=True, slots=True)
class Erased:
    """How many registrations of an offering are of people who were erased, and when the last one was."""

    count: int
    last_at: datetime | None


def person_of(db: Connection, registration_id: UUID) -> UUID:
    """Whose registration it is."""
    return db.execute(_PERSON_OF, {"registration_id": registration_id}).scalar_one()


def registrations_of(db: Connection, person_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """All that somebody is or was registered for, in the order in which offerings are locked."""
    return db.execute(_ALL_OF, {"person_id": person_id}).all()


def erased_in(db: Connection, offering_id: UUID) -> Erased:
    """Whose data was erased in one offering, in numbers. Where nobody was erased at all, nobody is looked through."""
    if db.scalar(_SOMEBODY) is None:
        return Erased(0, None)
    count, last_at = db.execute(_ERASED, {"offering_id": offering_id}).one()
    return Erased(count, last_at)


def came_back(db: Connection, most: int) -> list[UUID]:
    """Those who asked to be erased and were registered again before it was done."""
    return list(db.scalars(_CAME_BACK, {"most": most}))


def ready(db: Connection, most: int) -> list[UUID]:
    """Those who asked, once every mail to them that takes something back is at least in the queue."""
    return list(db.scalars(_READY, {"most": most}))


def expired_offerings(db: Connection, now: datetime) -> Select[UUID] | None:
    """A SELECT of the offerings whose last session is longer ago than their series keeps data; None: there are none."""
    kept_since = _kept_since(db, now)
    if kept_since is None:
        return None
    found = select(Offering.id).join(Series, Series.id == Offering.series_id).where(_ended_at < kept_since)
    return found if db.scalar(found.limit(1)) is not None else None


def expired_announcements(db: Connection, now: datetime) -> Select[UUID] | None:
    """A SELECT of what was written to people of a whole series, once all of it is longer ago than it keeps data.

    That is every session, every offering, and when it was written or was to go out. None: there are no series.
    """
    kept_since = _kept_since(db, now)
    if kept_since is None:
        return None
    kept_session = exists().where(Session.series_id == Series.id, Session.ends_at >= kept_since)
    kept_offering = exists().where(Offering.series_id == Series.id, _ended_at >= kept_since)
    return (
        select(Announcement.id)
        .join(Series, Series.id == Announcement.series_id)
        .where(
            Announcement.offering_id.is_(None),
            func.coalesce(Announcement.send_at, Announcement.created_at) < kept_since,
            ~kept_session.correlate(Series),
            ~kept_offering.correlate(Series),
        )
    )


def _kept_since(db: Connection, now: datetime) -> ColumnElement[datetime] | None:
    """SQL of since when a series keeps data, by its own retention; None when there are no series."""
    bounds = {months: literal(months_before(now, months), Instant()) for months in db.scalars(_RETENTIONS)}
    return case(bounds, value=Series.retention_months) if bounds else None


def not_done_with(db: Connection, expired: Select[UUID], most: int) -> list[UUID]:
    """Those of the offerings in which somebody was registered since they were marked as done with, or was at all.

    Ids rise with time, so the newest registration says it: one look into an index for each offering.
    """
    since = (
        select(Registration.id)
        .where(
            Registration.offering_id == Offering.id,
            Seats.erased_up_to.is_(None) | (Registration.id > Seats.erased_up_to),
        )
        .exists()
    )
    marked = expired.outerjoin(Seats, Seats.offering_id == Offering.id)
    return list(db.scalars(marked.where(since).order_by(Offering.id).limit(most)))


def expired_people(db: Connection, ids: Sequence[UUID], expired: Select[UUID], most: int) -> list[UUID]:
    """People of these offerings who were registered for expired offerings only."""
    other = aliased(Registration)
    elsewhere = select(other.id).where(other.person_id == Registration.person_id, other.offering_id.not_in(expired))
    return list(
        db.scalars(
            select(Registration.person_id)
            .join(Person, Person.id == Registration.person_id)
            .where(Registration.offering_id.in_(ids), Person.erased_at.is_(None), ~elsewhere.exists())
            .distinct()
            .order_by(Registration.person_id)
            .limit(most)
        )
    )


def expired_contacts(ids: Sequence[UUID], most: int) -> Select[UUID]:
    """A SELECT of the acts in these offerings that still name who did them."""
    return select(Batch.id).where(Batch.contact_email.is_not(None), Batch.offering_id.in_(ids)).limit(most)
