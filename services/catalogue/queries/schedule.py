"""The sessions of all series that somebody organises, in a period, and what stands against each."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, or_, select
from sqlalchemy.orm import aliased

from services.catalogue.queries.rows import AnyRow
from services.catalogue.queries.workspace_home import mine
from services.catalogue.rules import schedule
from services.catalogue.rules.double_booked import Booking, Clash, presenters_twice, venues_twice
from shared.rules.partners import Right
from shared.schema.catalogue import Presenter, Series, Session
from shared.web.dates import local

Organises = Collection[UUID] | None


@dataclass(frozen=True)
class Entry:
    """A session in the schedule, and what stands against it."""

    row: AnyRow
    clashes: Sequence[Clash]

    def __getattr__(self, name: str) -> Any:
        """The session's own columns, and slug, series_title, language and series_state."""
        return getattr(self.row, name)

    @property
    def days(self) -> list[date]:
        """The days on which it is held, as clocks there show them; one that ends at midnight ends the day before."""
        first = local(self.row.starts_at, self.row.timezone).date()
        last = local(self.row.ends_at - timedelta(microseconds=1), self.row.timezone).date()
        return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def entries(
    db: Connection, organises: Organises, starts_at: datetime, ends_at: datetime, slug: str | None
) -> list[Entry]:
    """What is held then, cancelled sessions among it, in the order of time; of one series where ``slug`` names it. What
    stands against them is looked for in all series: two statements."""
    rows = db.execute(_sessions(organises, starts_at, ends_at)).all()
    standing = [row for row in rows if row.state == "scheduled" and row.series_state != "archived"]
    against: dict[UUID, list[Clash]] = defaultdict(list)
    if standing:
        found = _bookings(db, organises, {row.id: row.title for row in standing}, starts_at, ends_at)
        for clashes in (presenters_twice(found), venues_twice(standing)):
            for session_id, some in clashes.items():
                against[session_id] += some
    return [Entry(row, against[row.id]) for row in rows if slug is None or row.slug == slug]


def series(db: Connection, organises: Organises) -> Sequence[AnyRow]:
    """The series to choose from: slug, title."""
    return db.execute(
        select(Series.slug, Series.title).where(mine(organises), Series.state != "archived").order_by(Series.title)
    ).all()


def by_day(entries: Sequence[Entry]) -> dict[date, list[Entry]]:
    """What is on each day."""
    found: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        for day in entry.days:
            found[day].append(entry)
    return found


def _sessions(organises: Organises, starts_at: datetime, ends_at: datetime) -> Any:
    return (
        select(
            Session.id,
            Session.title,
            Session.starts_at,
            Session.ends_at,
            Session.timezone,
            Session.mode,
            Session.venue,
            Session.state,
            Session.version,
            Series.slug,
            Series.title.label("series_title"),
            Series.language,
            Series.state.label("series_state"),
            mine(organises, right=Right.SESSIONS).label("may_change"),
        )
        .join(Series, Series.id == Session.series_id)
        .where(mine(organises), is_within(Session, starts_at, ends_at))
        .order_by(Session.starts_at, Session.id)
    )


def _bookings(
    db: Connection, organises: Organises, own: dict[UUID, str], starts_at: datetime, ends_at: datetime
) -> list[Booking]:
    """Whatever the presenters of these sessions are booked for then, with whomever. What others organise counts once it
    is published, and is told without its title."""
    theirs, their_session, their_series = aliased(Presenter), aliased(Session), aliased(Series)
    people = (
        select(Presenter.email)
        .join(Session, Session.id == Presenter.session_id)
        .join(Series, Series.id == Session.series_id)
        .where(mine(organises), Session.state == "scheduled", is_within(Session, starts_at, ends_at))
    )
    is_mine = and_(their_series.state != "archived", mine(organises, their_series))
    rows = db.execute(
        select(theirs.email, theirs.name, their_session.id, their_session.starts_at, their_session.ends_at)
        .join(their_session, their_session.id == theirs.session_id)
        .join(their_series, their_series.id == their_session.series_id)
        .where(
            theirs.email.in_(people),
            theirs.reply != "declined",
            their_session.state == "scheduled",
            is_within(their_session, starts_at, ends_at),
            or_(their_series.state == "published", is_mine),
        )
        .order_by(their_session.starts_at, theirs.id)
    )
    return [Booking(row.email, row.name, row.id, own.get(row.id), row.starts_at, row.ends_at) for row in rows]


def is_within(session: Any, starts_at: datetime, ends_at: datetime) -> ColumnElement[bool]:
    """SQL that is true for a session that is held at that time, or a part of it."""
    # no session is longer, so an index of starts alone finds them
    return and_(
        session.starts_at < ends_at, session.starts_at > starts_at - schedule.LONGEST, session.ends_at > starts_at
    )
