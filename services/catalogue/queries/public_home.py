"""What the home page and the list of programmes show."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, select

from services.catalogue.queries.public_offerings import FOR_ALL, Choice, choices
from services.catalogue.queries.rows import AnyRow
from services.catalogue.queries.series_order import PUBLISHED
from services.catalogue.rules import schedule
from shared.schema.catalogue import Offering, OfferingSession, Series, Session
from shared.schema.organisations import Organisation


@dataclass(frozen=True)
class SeriesCard:
    """A series with its stops and what one can register for."""

    row: AnyRow
    sessions: list[AnyRow] = field(default_factory=list)
    offers: list[Choice] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        """The series' own columns."""
        return getattr(self.row, name)


@dataclass(frozen=True)
class NextStop:
    """A session that is to come, with what gives a place in it."""

    row: AnyRow
    offers: list[Choice] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        """The session's own columns, its series' slug, title and language."""
        return getattr(self.row, name)


def next_stops(db: Connection, now: datetime, most: int, fits: ColumnElement[bool] | None = None) -> list[NextStop]:
    """The sessions of all published series, or of those that fit, that have not ended, the nearest first: two
    statements. ``fits``: sessions beside their series."""
    which = PUBLISHED if fits is None else and_(PUBLISHED, fits)
    # an EXISTS and no join: SQLite would begin with all series, and put all their sessions in order
    is_of_one = select(Series.id).where(Series.id == Session.series_id, which).correlate(Session).exists()
    nearest = (
        select(Session.id)
        .where(Session.ends_at > now, Session.starts_at > now - schedule.LONGEST, is_of_one)
        .order_by(Session.starts_at, Session.id)
        .limit(most)
    )
    rows = db.execute(
        select(
            Session.id,
            Session.title,
            Session.starts_at,
            Session.ends_at,
            Session.timezone,
            Session.mode,
            Session.venue,
            Session.state,
            Series.slug,
            Series.title.label("series_title"),
            Series.language,
        )
        .join(Series, Series.id == Session.series_id)
        .where(Session.id.in_(nearest))
        .order_by(Session.starts_at, Session.id)
    ).all()
    return with_offers(db, rows, now)


def with_offers(db: Connection, sessions: Sequence[AnyRow], now: datetime) -> list[NextStop]:
    """Each of these sessions with what gives a place in it, in the same order: one statement."""
    stops = {row.id: NextStop(row) for row in sessions}
    covering = select(OfferingSession.offering_id).where(OfferingSession.session_id.in_(stops))
    for choice in choices(db, and_(Offering.id.in_(covering), FOR_ALL), now) if stops else ():
        for covered in choice.covers:
            if covered.id in stops:
                stops[covered.id].offers.append(choice)
    return list(stops.values())


def series_cards(db: Connection, ids: Sequence[UUID], now: datetime) -> list[SeriesCard]:
    """These series as cards, in the same order: three statements."""
    rows = db.execute(
        select(
            Series.id,
            Series.slug,
            Series.title,
            Series.summary,
            Series.kind,
            Series.language,
            Series.timezone,
            Series.credits,
        ).where(Series.id.in_(ids))
    ).all()
    found = {row.id: SeriesCard(row) for row in rows}
    cards = {series_id: found[series_id] for series_id in ids if series_id in found}
    if cards:
        _fill(db, cards, now)
    return list(cards.values())


def _fill(db: Connection, cards: dict[UUID, SeriesCard], now: datetime) -> None:
    sessions = db.execute(
        select(
            Session.id, Session.series_id, Session.title, Session.starts_at, Session.ends_at, Session.timezone,
            Session.state,
        )
        .where(Session.series_id.in_(cards))
        .order_by(Session.starts_at)
    )  # fmt: skip
    for session in sessions:
        cards[session.series_id].sessions.append(session)
    for choice in choices(db, and_(Offering.series_id.in_(cards), FOR_ALL), now):
        cards[choice.series_id].offers.append(choice)


def organisation(db: Connection, organisation_id: UUID) -> AnyRow | None:
    """What an organisation is called now, and its look; None when there is no such one."""
    return db.execute(
        select(Organisation.id, Organisation.name, Organisation.colour, Organisation.logo).where(
            Organisation.id == organisation_id
        )
    ).one_or_none()


def newest(db: Connection, most: int, fits: ColumnElement[bool]) -> Sequence[AnyRow]:
    """The series that fit and were published last, the newest first, with their organisers' names."""
    return db.execute(
        select(
            Series.id,
            Series.slug,
            Series.title,
            Series.summary,
            Series.kind,
            Series.language,
            Series.published_at,
            Series.changed_at,
            Organisation.name.label("organiser_name"),
        )
        .join(Organisation, Organisation.id == Series.organiser_id)
        .where(PUBLISHED, Series.published_at.is_not(None), fits)
        .order_by(Series.published_at.desc(), Series.id.desc())
        .limit(most)
    ).all()


def published_addresses(db: Connection) -> Sequence[AnyRow]:
    """For search engines: every published series and session: slug, series' id, session_id or null, changed_at."""
    return db.execute(
        select(Series.slug, Session.id.label("session_id"), Series.changed_at)
        .outerjoin(Session, Session.series_id == Series.id)
        .where(PUBLISHED)
        .order_by(Series.slug, Session.starts_at)
        .limit(20_000)
    ).all()
