"""The sessions of all series that somebody organises, in a period, and what stands against each."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import CTE, Connection, Select, and_, or_, select

from services.catalogue.queries.bookings import OURS, TOLD, Organises, is_within, told, window
from services.catalogue.queries.clashes import of_rehearsals
from services.catalogue.queries.rows import AnyRow
from services.catalogue.queries.workspace_home import mine
from services.catalogue.rules.double_booked import Clash, venues_twice
from shared.rules.partners import Right
from shared.schema.catalogue import Presenter, Series, Session
from shared.web.dates import local


class Entry(NamedTuple):
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
    stands against them is looked for in all series: four statements at most."""
    asked = told(organises, window(starts_at, ends_at))
    rows = db.execute(_sessions(organises is None), asked).all()
    against = _against(rows, db.execute(_booked_twice(organises is None), asked).all() if rows else [])
    for held, found in of_rehearsals(db, organises, starts_at, ends_at).items() if rows else ():
        against[held] += [one for one in dict.fromkeys(found) if one not in against[held]]
    return [Entry(row, against.get(row.id, ())) for row in rows if slug is None or row.slug == slug]


def _against(rows: Sequence[AnyRow], booked: Sequence[AnyRow]) -> dict[UUID, list[Clash]]:
    """By session: who and which venue is booked twice. Titles that are not among the ``rows`` are others' own."""
    others = {row.other_id for row in booked}
    titles = {row.id: row.title for row in rows if row.id in others} if others else {}
    found: dict[UUID, list[Clash]] = defaultdict(list)
    for row in booked:
        found[row.id].append(Clash("presenter", row.name, titles.get(row.other_id)))
    held = (row for row in rows if row.venue and row.state == "scheduled" and row.series_state != "archived")
    for session_id, some in venues_twice(held).items():
        found[session_id] += some
    return found


def series(db: Connection, organises: Organises) -> Sequence[AnyRow]:
    """The series to choose from: slug, title, language."""
    return db.execute(
        select(Series.slug, Series.title, Series.language)
        .where(mine(organises), Series.state != "archived")
        .order_by(Series.title)
    ).all()


def by_day(entries: Sequence[Entry]) -> dict[date, list[Entry]]:
    """What is on each day."""
    found: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        for day in entry.days:
            found[day].append(entry)
    return found


@cache
def _sessions(of_everybody: bool) -> Select[*tuple[Any, ...]]:
    ours = None if of_everybody else OURS
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
            mine(ours, right=Right.SESSIONS).label("may_change"),
        )
        .join(Series, Series.id == Session.series_id)
        .where(mine(ours), is_within(Session, TOLD))
        .order_by(Session.starts_at, Session.id)
    )


@cache
def _booked_twice(of_everybody: bool) -> Select[*tuple[Any, ...]]:
    """Whoever presents one of these sessions while they are booked for another one, with whomever: a row for each two
    that meet. What others organise counts once it is published."""
    ours = None if of_everybody else OURS
    then = and_(Session.state == "scheduled", is_within(Session, TOLD))
    booking = (
        select(Presenter.email, Session.id, Session.starts_at, Session.ends_at)
        .join(Session, Session.id == Presenter.session_id)
        .where(Presenter.reply != "declined", then)
    )
    own = _once(
        booking.add_columns(Presenter.name)
        .join(Series, Series.id == Session.series_id)
        .where(mine(ours), Series.state != "archived"),
        "own",
    )
    people = select(own.c.email).distinct().subquery()
    other = _once(booking.add_columns(Session.series_id).join(people, people.c.email == Presenter.email), "other")
    meets = and_(
        other.c.email == own.c.email,
        other.c.id != own.c.id,
        other.c.starts_at < own.c.ends_at,
        other.c.ends_at > own.c.starts_at,
    )
    return (
        select(own.c.id, own.c.name, other.c.id.label("other_id"))
        .join(other, meets)
        .join(Series, Series.id == other.c.series_id)
        .where(or_(Series.state == "published", and_(Series.state != "archived", mine(ours))))
        .order_by(other.c.starts_at, other.c.id, own.c.name)
    )


def _once(statement: Select[*tuple[Any, ...]], name: str) -> CTE:
    """Read once, and kept while others are compared to it: SQLite would read it anew for each of them."""
    return statement.cte(name).prefix_with("MATERIALIZED")
