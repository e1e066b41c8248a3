"""Which published series fit, and in which order they are listed, without looking at each of many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from services.catalogue.rules import schedule
from shared.schema.catalogue import Series, Session

#: what is on the lists for everybody; what is commissioned is for those who have its link, unless it says otherwise
PUBLISHED = and_(Series.state == "published", or_(~Series.for_customers, Series.is_listed_anyway))
#: so many are counted, and put in order as they are; of more, the nearest sessions lead to those that come first
MANY = 150
#: made once: what it knows of its columns is found out anew with each alias
_EARLIER = aliased(Session)


@dataclass(frozen=True)
class Fitting:
    """The published series that fit: as a condition, and how many they are."""

    which: ColumnElement[bool]
    #: no more than MANY are counted
    count: int
    are_more: bool


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


def fitting(db: Connection, which: ColumnElement[bool]) -> Fitting:
    """Published series that fit: one statement. Few are known by name from then on."""
    ids = db.scalars(select(Series.id).where(PUBLISHED, which).limit(MANY + 1)).all()
    if len(ids) > MANY:
        return Fitting(and_(PUBLISHED, which), MANY, are_more=True)
    return Fitting(Series.id.in_(ids), len(ids), are_more=False)


def coming(db: Connection, fit: Fitting, now: datetime, cut: Cut) -> Sequence[UUID]:
    """Those that are not over: the one with the nearest session first, those without one last."""
    if not fit.are_more:
        return _in_order(db, and_(fit.which, is_not_over(now)), _nearest(now), cut)
    wanted = cut.skip + cut.most
    found: list[UUID] = []
    rest = fit.which
    if cut.first is not None:
        found += coming(db, fitting(db, and_(fit.which, cut.first)), now, Cut(wanted))
        rest = and_(fit.which, ~cut.first)
    found += _with_nearest_sessions(db, rest, now, wanted - len(found))
    found += _in_order(db, and_(rest, Series.over_at.is_(None)), Series.id, Cut(wanted - len(found)))
    return found[cut.skip :]


def past(db: Connection, fit: Fitting, now: datetime, cut: Cut) -> Sequence[UUID]:
    """Those that are over, the one that ended last first."""
    return _in_order(db, and_(fit.which, is_over(now)), Series.over_at.desc(), cut)


def _in_order(db: Connection, which: ColumnElement[bool], order: Any, cut: Cut) -> Sequence[UUID]:
    if cut.most <= 0:
        return []
    first = [] if cut.first is None else [case((cut.first, 0), else_=1)]
    statement = select(Series.id).where(PUBLISHED, which).order_by(*first, order, Series.id)
    return db.scalars(statement.offset(cut.skip).limit(cut.most)).all()


def _nearest(now: datetime) -> ColumnElement[Any]:
    """The start of a series' next session; after all others where there is none."""
    to_come = select(func.min(Session.starts_at)).where(Session.series_id == Series.id, *_to_come(Session, now))
    return func.coalesce(to_come.correlate(Series).scalar_subquery(), literal(schedule.LATEST, Session.starts_at.type))


def _with_nearest_sessions(db: Connection, which: ColumnElement[bool], now: datetime, wanted: int) -> Sequence[UUID]:
    """Walks the sessions to come in the order of time, until so many are found that are the first of a series."""
    if wanted <= 0:
        return []
    is_later = select(_EARLIER.id).where(
        _EARLIER.series_id == Session.series_id,
        *_to_come(_EARLIER, now),
        tuple_(_EARLIER.starts_at, _EARLIER.id) < tuple_(Session.starts_at, Session.id),
    )
    # an EXISTS and no join: SQLite would begin with all series, and put all their sessions in order;
    # with OFFSET, or PostgreSQL would join them just so
    is_of_one = select(Series.id).where(Series.id == Session.series_id, which).offset(0).correlate(Session).exists()
    statement = select(Session.series_id).where(
        *_to_come(Session, now),
        Session.starts_at > now - schedule.LONGEST,
        ~is_later.correlate(Session).exists(),
        is_of_one,
    )
    return db.scalars(statement.order_by(Session.starts_at, Session.id).limit(wanted)).all()


def _to_come(session: Any, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return session.ends_at > now, session.state == "scheduled"
