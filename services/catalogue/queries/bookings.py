"""What presenters are booked for in a period: their sessions, and the rehearsals before these."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from services.catalogue.queries.workspace_home import mine
from services.catalogue.rules import schedule
from services.catalogue.rules.double_booked import Booking, bookings
from shared.rules.rehearsals import MOST_BEFORE
from shared.schema.catalogue import Presenter, Series, Session

Organises = Collection[UUID] | None

#: no rehearsal begins earlier before its session, when clocks are put forward in between neither
FARTHEST = timedelta(minutes=MOST_BEFORE, hours=1)


def of_people(
    db: Connection,
    organises: Organises,
    people: Collection[str] | Select[str],
    since: datetime,
    until: datetime,
    without: Collection[UUID] = (),
) -> list[Booking]:
    """All of theirs that may touch the period; of what others organise the published, without titles: one statement."""
    is_mine = and_(Series.state != "archived", mine(organises))
    then = or_(
        is_within(Session, since, until, since - schedule.LONGEST),
        and_(Session.rehearsal_before.is_not(None), Session.starts_at > since, Session.starts_at < until + FARTHEST),
    )
    rows = db.execute(
        select(Presenter.email, Presenter.name, Session.id, Session.title, Session.starts_at, Session.ends_at)
        .add_columns(Session.timezone, Session.rehearsal_before, Session.rehearsal_minutes, is_mine.label("is_mine"))
        .join(Session, Session.id == Presenter.session_id)
        .join(Series, Series.id == Session.series_id)
        .where(
            Presenter.email.in_(people),
            Presenter.reply != "declined",
            Session.id.not_in(without),
            Session.state == "scheduled",
            then,
            or_(Series.state == "published", is_mine),
        )
        .order_by(Session.starts_at, Presenter.id)
    )
    return [one for row in rows for one in bookings(row.email, row.name, row, row.title if row.is_mine else None)]


def rehearsing(since: datetime, until: datetime) -> Select[str]:
    """SQL of who has a rehearsal that may meet a session of that period, or rehearses for one."""
    return (
        select(Presenter.email)
        .join(Session, Session.id == Presenter.session_id)
        .where(
            Session.rehearsal_before.is_not(None),
            Session.starts_at > since - schedule.LONGEST,
            Session.starts_at < until + FARTHEST,
            Session.state == "scheduled",
        )
        .correlate(None)
    )


def is_within(session: Any, starts_at: Any, ends_at: Any, earliest: Any) -> ColumnElement[bool]:
    """SQL that is true for a session that is held at that time, or a part of it. No session is so long that it began
    before the ``earliest``: with that, an index of starts alone finds them."""
    return and_(session.starts_at < ends_at, session.starts_at > earliest, session.ends_at > starts_at)
