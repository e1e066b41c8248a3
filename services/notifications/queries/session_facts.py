"""What mails, calendars and feeds tell of a session and its series."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from shared.rules.rehearsals import Rehearsal, rehearsal_of
from shared.schema.catalogue import OfferingSession, Presenter, Series, Session
from shared.schema.materials import IS_LEFT_BEHIND, Material, has_come
from shared.schema.organisations import Organisation
from shared.schema.session_moves import SessionMove


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """A series and who runs it."""

    id: UUID
    slug: str
    title: str
    summary: str
    language: str
    timezone: str
    credits: Decimal | None
    #: participants' entries go out so many days before each session; None: all with the confirmation
    entries_days_before: int | None
    organiser: str
    #: its own in place of ours
    colour: str | None


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """A session; instants are in UTC, ``timezone`` is the zone it is held in, ``description`` Markdown."""

    id: UUID
    title: str
    description: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    mode: str
    join_url: str | None
    venue: str | None
    is_cancelled: bool
    revision: int
    #: nobody gets mail about it before: its move may still be undone
    told_from: datetime | None
    #: of its presenters alone; None: they don't rehearse
    rehearsal: Rehearsal | None
    rehearsal_revision: int
    created_at: datetime
    changed_at: datetime
    series: SeriesFacts


def series(db: Connection, series_id: UUID) -> SeriesFacts | None:
    """One series."""
    row = db.execute(
        select(*_SERIES).join(Organisation, Organisation.id == Series.organiser_id).where(Series.id == series_id)
    ).one_or_none()
    return _series(row) if row else None


def session(db: Connection, session_id: UUID) -> SessionFacts | None:
    """One session."""
    found = sessions(db, Session.id == session_id)
    return found[0] if found else None


def of_offering(db: Connection, offering_id: UUID) -> list[SessionFacts]:
    """Every session that an offering covers, in the order of time, past and cancelled ones among them."""
    covered = select(OfferingSession.session_id).where(OfferingSession.offering_id == offering_id)
    return sessions(db, Session.id.in_(covered))


def sessions(db: Connection, which: ColumnElement[bool]) -> list[SessionFacts]:
    """The sessions that fulfil a condition, in the order of time."""
    rows = db.execute(_all().where(which).order_by(Session.starts_at, Session.id)).all()
    return [_session(row) for row in rows]


def note(db: Connection, session_id: UUID) -> str:
    """What the organiser wrote beside the move that brought the session to its present time; empty for nothing."""
    moved_so = (SessionMove.revision == Session.revision) & SessionMove.revision_undone.is_(None)
    found = select(SessionMove.note).join(Session, Session.id == SessionMove.session_id)
    return db.scalar(found.where(SessionMove.session_id == session_id, moved_so)) or ""


def presenters(db: Connection, session_id: UUID) -> Sequence[str]:
    """The presenters as a mail lists them: the name, and what the person is."""
    rows = db.execute(
        select(Presenter.name, Presenter.title).where(Presenter.session_id == session_id).order_by(Presenter.id)
    )
    return [f"{name}, {title}" if title else name for name, title in rows]


def materials(db: Connection, session_id: UUID, now: datetime) -> Sequence[Row[str, str | None]]:
    """What a session left behind that those with a place may see at an instant: title, url; a file has none."""
    return db.execute(
        select(Material.title, Material.url)
        .join(Session, Session.id == Material.session_id)
        .where(Material.session_id == session_id, IS_LEFT_BEHIND, has_come(now))
        .order_by(Material.created_at, Material.id)
    ).all()


_SERIES = (
    Series.id.label("of_series"),
    Series.slug,
    Series.title.label("series_title"),
    Series.summary,
    Series.language,
    Series.timezone.label("series_timezone"),
    Series.credits,
    Series.entries_days_before,
    Organisation.name.label("organiser"),
    Organisation.colour,
)


def _all() -> Select[Any]:
    return (
        select(Session.__table__, *_SERIES)
        .join(Series, Series.id == Session.series_id)
        .join(Organisation, Organisation.id == Series.organiser_id)
    )


def _series(row: Any) -> SeriesFacts:
    return SeriesFacts(
        id=row.of_series,
        slug=row.slug,
        title=row.series_title,
        summary=row.summary,
        language=row.language,
        timezone=row.series_timezone,
        credits=row.credits,
        entries_days_before=row.entries_days_before,
        organiser=row.organiser,
        colour=row.colour,
    )


def _session(row: Any) -> SessionFacts:
    return SessionFacts(
        id=row.id,
        title=row.title,
        description=row.description,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        timezone=row.timezone,
        mode=row.mode,
        join_url=row.join_url,
        venue=row.venue,
        is_cancelled=row.state == "cancelled",
        revision=row.revision,
        told_from=row.told_from,
        rehearsal=rehearsal_of(row),
        rehearsal_revision=row.rehearsal_revision,
        created_at=row.created_at,
        changed_at=row.changed_at,
        series=_series(row),
    )
