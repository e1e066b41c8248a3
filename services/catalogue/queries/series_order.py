"""In which order published series are listed, found without looking at all of them where there are many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, case, func, not_, or_, select

from services.catalogue.rules import schedule
from shared.schema.catalogue import Series, Session

PUBLISHED = Series.state == "published"
#: so many are put in order as they are; of more, the nearest sessions lead to those that come first
MANY = 150
#: sessions looked at for each series that is wanted; a tour has about so many within the time that a list shows
SESSIONS_EACH = 8


@dataclass(frozen=True)
class Cut:
    """Which part of a list: so many, after how many; and what comes before all others in it."""

    most: int
    skip: int = 0
    first: ColumnElement[bool] | None = None


def is_over(now: datetime) -> ColumnElement[bool]:
    """Fits series whose last session that was held has ended; not those whose dates are not known yet."""
    return and_(Series.over_at.is_not(None), Series.over_at <= now)


def is_not_over(now: datetime) -> ColumnElement[bool]:
    """Fits series with a session to come that will be held, and those whose dates are not known yet."""
    return or_(Series.over_at.is_(None), Series.over_at > now)


def coming(db: Connection, which: ColumnElement[bool], now: datetime, cut: Cut) -> Sequence[UUID]:
    """Published series that fit and are not over: the one with the nearest session first, those without one last."""
    fits = and_(PUBLISHED, which, is_not_over(now))
    groups = [fits] if cut.first is None else [and_(fits, cut.first), and_(fits, not_(cut.first))]
    found: list[UUID] = []
    for group in groups:
        wanted = cut.skip + cut.most - len(found)
        if wanted > 0:
            found += _nearest_first(db, group, now, wanted)
    return found[cut.skip : cut.skip + cut.most]


def past(db: Connection, which: ColumnElement[bool], now: datetime, cut: Cut) -> Sequence[UUID]:
    """Published series that fit and are over, the one that ended last first."""
    order = [] if cut.first is None else [case((cut.first, 0), else_=1)]
    statement = select(Series.id).where(PUBLISHED, which, is_over(now))
    return db.scalars(
        statement.order_by(*order, Series.over_at.desc(), Series.id).offset(cut.skip).limit(cut.most)
    ).all()


def _nearest_first(db: Connection, fits: ColumnElement[bool], now: datetime, wanted: int) -> Sequence[UUID]:
    many = select(Series.id).where(fits).limit(MANY).subquery()
    if (db.scalar(select(func.count()).select_from(many)) or 0) < MANY:
        return _all_in_order(db, fits, now, wanted)
    found: Sequence[UUID] = ()
    looked_at = SESSIONS_EACH * wanted
    while len(found) < wanted:
        sessions = _nearest_sessions(db, fits, now, looked_at)
        found = list(dict.fromkeys(sessions))
        if len(sessions) < looked_at:
            # those without a session to come are at the end
            return _all_in_order(db, fits, now, wanted) if len(found) < wanted else found[:wanted]
        looked_at *= SESSIONS_EACH
    return found[:wanted]


def _all_in_order(db: Connection, fits: ColumnElement[bool], now: datetime, wanted: int) -> Sequence[UUID]:
    to_come = and_(Session.series_id == Series.id, Session.ends_at > now, Session.state == "scheduled")
    nearest = select(func.min(Session.starts_at)).where(to_come).correlate(Series).scalar_subquery()
    order = (nearest.is_(None), nearest, Series.id)
    return db.scalars(select(Series.id).where(fits).order_by(*order).limit(wanted)).all()


def _nearest_sessions(db: Connection, fits: ColumnElement[bool], now: datetime, most: int) -> Sequence[UUID]:
    """The series of each of the nearest sessions, in their order."""
    # an EXISTS and no join: SQLite would begin with all series, and put all their sessions in order
    is_of_one = select(Series.id).where(Series.id == Session.series_id, fits).correlate(Session).exists()
    to_come = (Session.ends_at > now, Session.starts_at > now - schedule.LONGEST, Session.state == "scheduled")
    statement = select(Session.series_id).where(*to_come, is_of_one)
    return db.scalars(statement.order_by(Session.starts_at, Session.series_id).limit(most)).all()
