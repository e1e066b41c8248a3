"""What presenters are booked for in a period: their sessions, and the rehearsals before these."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, Uuid, and_, bindparam, or_, select

from services.catalogue.queries.rows import AnyRow
from services.catalogue.queries.workspace_home import mine
from services.catalogue.rules import schedule
from services.catalogue.rules.double_booked import Booking, bookings
from shared.rules.rehearsals import MOST_BEFORE
from shared.schema.base import Instant
from shared.schema.catalogue import Presenter, Series, Session

Organises = Collection[UUID] | None

#: no rehearsal begins earlier before its session, when clocks are put forward in between neither
FARTHEST = timedelta(minutes=MOST_BEFORE, hours=1)


class Window(NamedTuple):
    """A period, and how far SQL must look for what is held then: instants, or the names of such."""

    since: Any
    until: Any
    #: no session of the period began before; with that, an index of starts alone finds them
    earliest: Any
    #: no rehearsal in the period is for a session after
    farthest: Any


def window(since: datetime, until: datetime) -> Window:
    """How far to look for what touches this period."""
    return Window(since, until, since - schedule.LONGEST, until + FARTHEST)


#: what is told when a statement is run: those of the schedule are made once, which takes as long as running them
TOLD = Window(*(bindparam(name, type_=Instant()) for name in Window._fields))
OURS: BindParameter[UUID] = bindparam("ours", type_=Uuid(), expanding=True)

_IS_FOR_REHEARSAL = and_(
    Session.rehearsal_before.is_not(None),
    Session.starts_at > TOLD.earliest,
    Session.starts_at < TOLD.farthest,
    Session.state == "scheduled",
)
_IS_REHEARSED = select(select(Session.id).where(_IS_FOR_REHEARSAL).exists())


def told(organises: Organises, period: Window) -> dict[str, Any]:
    """What ``TOLD`` and ``OURS`` stand for."""
    return period._asdict() | ({} if organises is None else {"ours": list(organises)})


def of_people(
    db: Connection, organises: Organises, people: Collection[str], period: Window, without: Collection[UUID]
) -> list[Booking]:
    """All of theirs that may touch the period; of what others organise the published, without titles: one statement."""
    return _booked(db.execute(_of_people(organises, people, period).where(Session.id.not_in(without))))


def of_those_who_rehearse(db: Connection, organises: Organises, since: datetime, until: datetime) -> list[Booking]:
    """The same of everybody with a rehearsal that may touch the period: one statement where nothing is rehearsed, and
    else two."""
    asked = told(organises, window(since - FARTHEST, until))
    # to find out how to look for these people takes PostgreSQL ten times as long as to see that there are none
    if not db.scalar(_IS_REHEARSED, asked):
        return []
    return _booked(db.execute(_rehearsing(organises is None), asked))


def is_within(session: Any, period: Window) -> ColumnElement[bool]:
    """SQL that is true for a session that is held at that time, or a part of it."""
    return and_(session.starts_at < period.until, session.starts_at > period.earliest, session.ends_at > period.since)


@cache
def _rehearsing(of_everybody: bool) -> Select[*tuple[Any, ...]]:
    people = (
        select(Presenter.email)
        .join(Session, Session.id == Presenter.session_id)
        .where(_IS_FOR_REHEARSAL)
        .correlate(None)
    )
    return _of_people(None if of_everybody else OURS, people, TOLD)


def _of_people(
    organises: Organises | BindParameter[UUID], people: Collection[str] | Select[str], period: Window
) -> Select[*tuple[Any, ...]]:
    is_mine = and_(Series.state != "archived", mine(organises))
    for_later = Session.starts_at > period.since, Session.starts_at < period.farthest
    then = or_(is_within(Session, period), and_(Session.rehearsal_before.is_not(None), *for_later))
    return (
        select(Presenter.email, Presenter.name, Session.id, Session.title, Session.starts_at, Session.ends_at)
        .add_columns(Session.timezone, Session.rehearsal_before, Session.rehearsal_minutes, is_mine.label("is_mine"))
        .join(Session, Session.id == Presenter.session_id)
        .join(Series, Series.id == Session.series_id)
        .where(
            Presenter.email.in_(people),
            Presenter.reply != "declined",
            Session.state == "scheduled",
            then,
            or_(Series.state == "published", is_mine),
        )
        .order_by(Session.starts_at, Presenter.id)
    )


def _booked(rows: Iterable[AnyRow]) -> list[Booking]:
    return [one for row in rows for one in bookings(row.email, row.name, row, row.title if row.is_mine else None)]
