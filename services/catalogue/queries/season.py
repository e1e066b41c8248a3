"""What a series would become in another season: every time shifted by the same whole weeks, on the series' clocks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlalchemy import Connection, select

from services.catalogue.queries.rows import AnyRow
from services.catalogue.rules.wall_clock import Span, Trap, span, weeks_later, weeks_to
from shared.errors import Refusal
from shared.schema.catalogue import Offering, OfferingSession, Series, Session


@dataclass(frozen=True)
class MovedSession:
    """A session and when its copy is held."""

    row: AnyRow
    times: Span


@dataclass(frozen=True)
class MovedOffering:
    """An offering, the sessions that its copy covers, and the copy's window."""

    row: AnyRow
    session_ids: tuple[UUID, ...]
    opens_at: datetime | None
    closes_at: datetime | None
    promotes_until: datetime | None
    traps: tuple[Trap, ...]


@dataclass(frozen=True)
class Season:
    """A series shifted by ``weeks``: what is taken along of it, in the order of time."""

    weeks: int
    sessions: list[MovedSession]
    offerings: list[MovedOffering]


def season(db: Connection, series_id: UUID, first_day: date, chosen: Collection[UUID] | None = None) -> Season:
    """The chosen sessions, or all that weren't cancelled, the first of them on ``first_day`` or the next such weekday.

    An offering comes along when a session that it covers does. Raises Refusal when no session is left.
    """
    rows = [row for row in _sessions(db, series_id) if _is_chosen(row, chosen)]
    if not rows:
        raise Refusal("no_sessions", _("Choose at least one session."), "session_ids")
    weeks = weeks_to(first_day_of(rows), first_day)
    zone = str(db.scalar(select(Series.timezone).where(Series.id == series_id)))
    return Season(
        weeks, [_moved(row, weeks) for row in rows], _offerings(db, series_id, {row.id for row in rows}, (zone, weeks))
    )


def first_day_of(sessions: Sequence[AnyRow]) -> date:
    """The day of the first of these sessions, which are in the order of time, where it is held."""
    first: datetime = sessions[0].starts_at.astimezone(ZoneInfo(sessions[0].timezone))
    return first.date()


def _is_chosen(row: AnyRow, chosen: Collection[UUID] | None) -> bool:
    return row.state == "scheduled" if chosen is None else row.id in chosen


def _moved(row: AnyRow, weeks: int) -> MovedSession:
    starts, ends = (weeks_later(instant, row.timezone, weeks) for instant in (row.starts_at, row.ends_at))
    return MovedSession(row, span(starts, ends, row.ends_at - row.starts_at))


def _sessions(db: Connection, series_id: UUID) -> Sequence[AnyRow]:
    wanted = select(Session.__table__).where(Session.series_id == series_id)
    return db.execute(wanted.order_by(Session.starts_at, Session.id)).all()


def _offerings(db: Connection, series_id: UUID, taken: Collection[UUID], shift: tuple[str, int]) -> list[MovedOffering]:
    """Deadlines are the series', so they are shifted on its clocks. ``shift``: its zone, and the weeks."""
    covered: dict[UUID, list[UUID]] = {}
    pairs = (
        select(OfferingSession.offering_id, OfferingSession.session_id)
        .join(Session, Session.id == OfferingSession.session_id)
        .where(Session.series_id == series_id)
        .order_by(Session.starts_at, Session.id)
    )
    for offering_id, session_id in db.execute(pairs):
        if session_id in taken:
            covered.setdefault(offering_id, []).append(session_id)
    rows = db.execute(select(Offering.__table__).where(Offering.series_id == series_id).order_by(Offering.id)).all()
    return [_moved_offering(row, covered[row.id], shift) for row in rows if row.id in covered]


def _moved_offering(row: AnyRow, session_ids: Sequence[UUID], shift: tuple[str, int]) -> MovedOffering:
    zone, weeks = shift
    window = (row.opens_at, row.closes_at, row.promotes_until)
    told = [weeks_later(instant, zone, weeks) if instant else None for instant in window]
    opens_at, closes_at, promotes_until = (one.instant if one else None for one in told)
    traps = tuple(dict.fromkeys(one.trap for one in told if one and one.trap))
    return MovedOffering(row, tuple(session_ids), opens_at, closes_at, promotes_until, traps)
