"""What a session repeated by a rule would be like: every time, and what stands in its way."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, select

from services.catalogue.queries.rows import AnyRow
from services.catalogue.rules.wall_clock import Span, span, told
from services.catalogue.time_words import odd_times
from shared.schema.catalogue import Offering, OfferingSession, Session


@dataclass(frozen=True)
class Repeated:
    """A session to be: its day and times, and what deserves a second look. ``is_taken``: something is held then."""

    day: date
    times: Span
    odd: list[str] = field(default_factory=list)
    is_taken: bool = False


def times_on(day: date, starts: time, ends: time, zone: str) -> Span:
    """When it is held on a day."""
    begin, end = told(day, starts, zone), told(day, ends, zone)
    lasts = datetime.combine(day, ends) - datetime.combine(day, starts)
    return span(begin, end, lasts)


def repeated(
    db: Connection, session: AnyRow, days: Sequence[date], clocks: tuple[time, time], now: datetime
) -> list[Repeated]:
    """Every day with its times. A day on which the series has a session at that time is taken: seldom meant twice."""
    held = db.execute(
        select(Session.title, Session.starts_at, Session.ends_at).where(
            Session.series_id == session.series_id, Session.state == "scheduled"
        )
    ).all()
    found = []
    for day in days:
        times = times_on(day, *clocks, session.timezone)
        titles = [one.title for one in held if one.starts_at < times.ends_at and times.starts_at < one.ends_at]
        odd = [_("“%(title)s” is held at the same time.", title=title) for title in titles]
        found.append(Repeated(day, times, odd + odd_times(times, session.timezone, now), bool(titles)))
    return found


def covering(db: Connection, session_id: UUID) -> Sequence[AnyRow]:
    """The offerings that cover a session: id, name."""
    pairs = select(OfferingSession.offering_id).where(OfferingSession.session_id == session_id)
    return db.execute(select(Offering.id, Offering.name).where(Offering.id.in_(pairs)).order_by(Offering.id)).all()
