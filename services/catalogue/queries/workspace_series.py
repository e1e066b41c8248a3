"""What an organiser sees and edits of a series: sessions with their people, offerings, and who would be told."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from services.catalogue.queries.rows import AnyRow
from shared.rules.rehearsals import Rehearsal, rehearsal
from shared.schema.catalogue import Offering, OfferingSession, Presenter, Series, Session
from shared.schema.organisations import Organisation
from shared.schema.registration import Registration


@dataclass(frozen=True)
class OwnSession:
    """A session with its presenters, as an organiser sees it."""

    row: AnyRow
    presenters: list[AnyRow]

    def __getattr__(self, name: str) -> Any:
        """The session's own columns."""
        return getattr(self.row, name)

    @property
    def rehearsal(self) -> Rehearsal | None:
        """When its presenters rehearse."""
        return self.rehearsal_after({})

    def rehearsal_after(self, changes: Mapping[str, Any]) -> Rehearsal | None:
        """When they will, once these fields are changed."""
        said = ("starts_at", "timezone", "rehearsal_before", "rehearsal_minutes")
        starts_at, zone, before, minutes = (changes.get(name, getattr(self.row, name)) for name in said)
        return rehearsal(starts_at, zone, before, minutes)


@dataclass(frozen=True)
class Told:
    """How many people get a mail when something about a session changes."""

    presenters: int
    participants: int

    @property
    def people(self) -> int:
        """All of them together."""
        return self.presenters + self.participants


def series(db: Connection, slug: str) -> AnyRow:
    """The series with its organiser's name."""
    return db.execute(
        select(Series.__table__, Organisation.name.label("organiser_name"))
        .join(Organisation, Organisation.id == Series.organiser_id)
        .where(Series.slug == slug)
    ).one()


def slug_of(db: Connection, series_id: UUID) -> str:
    """The part of its address that names a series."""
    return str(db.scalar(select(Series.slug).where(Series.id == series_id)))


def sessions(db: Connection, series_id: UUID) -> list[OwnSession]:
    """Its sessions in the order of time, with their presenters: two statements."""
    rows = db.execute(
        select(Session.__table__).where(Session.series_id == series_id).order_by(Session.starts_at, Session.id)
    ).all()
    found = {row.id: OwnSession(row, []) for row in rows}
    people = db.execute(
        select(Presenter.__table__)
        .join(Session, Session.id == Presenter.session_id)
        .where(Session.series_id == series_id)
        .order_by(Presenter.id)
    )
    for person in people:
        found[person.session_id].presenters.append(person)
    return list(found.values())


def session(db: Connection, session_id: UUID) -> OwnSession:
    """One session with its presenters."""
    row = db.execute(select(Session.__table__).where(Session.id == session_id)).one()
    people = db.execute(
        select(Presenter.__table__).where(Presenter.session_id == session_id).order_by(Presenter.id)
    ).all()
    return OwnSession(row, list(people))


def offering(db: Connection, offering_id: UUID) -> AnyRow:
    """One offering."""
    return db.execute(select(Offering.__table__).where(Offering.id == offering_id)).one()


def covered(db: Connection, offering_id: UUID) -> list[UUID]:
    """The sessions that an offering covers."""
    return list(db.scalars(select(OfferingSession.session_id).where(OfferingSession.offering_id == offering_id)))


def stops(db: Connection, series_id: UUID) -> Sequence[AnyRow]:
    """The sessions to choose from: id, title, starts_at, ends_at, timezone, state."""
    return db.execute(
        select(Session.id, Session.title, Session.starts_at, Session.ends_at, Session.timezone, Session.state)
        .where(Session.series_id == series_id)
        .order_by(Session.starts_at, Session.id)
    ).all()


def told_of_session(db: Connection, session_id: UUID) -> Told:
    """Who has the session in their calendar: its presenters, and everybody with a confirmed place in it."""
    return told_of_sessions(db, [session_id])[session_id]


def told_of_sessions(db: Connection, session_ids: Collection[UUID]) -> dict[UUID, Told]:
    """The same of each of many. One statement."""
    presenters = select(func.count()).where(Presenter.session_id == Session.id)
    participants = (
        select(func.count(func.distinct(Registration.person_id)))
        .join(OfferingSession, OfferingSession.offering_id == Registration.offering_id)
        .where(OfferingSession.session_id == Session.id, Registration.state == "confirmed")
    )
    rows = db.execute(
        select(Session.id, presenters.scalar_subquery(), participants.scalar_subquery()).where(
            Session.id.in_(session_ids)
        )
    )
    return {row[0]: Told(row[1], row[2]) for row in rows}


def invited_by_publishing(db: Connection, series_id: UUID, now: datetime) -> tuple[int, int]:
    """How many presenters are invited when the series is published, and how many invitations they get in all."""
    row = db.execute(
        select(func.count(func.distinct(Presenter.email)), func.count())
        .select_from(Presenter)
        .join(Session, Session.id == Presenter.session_id)
        .where(Session.series_id == series_id, Session.state == "scheduled", Session.ends_at > now)
    ).one()
    return row[0], row[1]
