"""Series as programs read them: one, or those that are coming, page by page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, literal, or_, select, true

from services.catalogue.queries.public_filters import Narrowing, Wish
from services.catalogue.queries.public_search import has_asked
from services.catalogue.queries.series_order import is_not_over, is_over
from shared.rules.partners import Right
from shared.schema.base import Instant
from shared.schema.catalogue import Series, Session
from shared.schema.organisations import Organisation
from shared.web.rights import within

#: where series without a coming session stand in the order of what is next
FAR_AHEAD = datetime(9000, 1, 1, tzinfo=UTC)

When = Literal["coming", "past", "all"]


@dataclass(frozen=True)
class Wanted:
    """Which series to list. ``organises`` are the organisations whose drafts the asker sees; None is every one."""

    now: datetime
    organises: Collection[UUID] | None
    when: When = "coming"
    state: str | None = None
    organiser_id: UUID | None = None
    #: all of them in the series, or in one of its sessions, in whatever form
    words: str = ""
    wish: Wish = field(default_factory=Wish)


@dataclass(frozen=True)
class Place:
    """Where a page of the list begins: after the series with this next start and id."""

    next_at: datetime
    series_id: UUID


def parse_place(next_at: str, series_id: str) -> Place:
    """Read a place back. Raises ValueError for anything else."""
    at = datetime.fromisoformat(next_at)
    if at.tzinfo is None:
        raise ValueError(next_at)
    return Place(at, UUID(series_id))


def one_series(db: Connection, series_id: UUID, now: datetime) -> Row[Any]:
    """All of one series, with its organiser's name and the start of its next session."""
    return db.execute(_series(now).where(Series.id == series_id)).one()


def list_series(db: Connection, wanted: Wanted, most: int, after: Place | None) -> Sequence[Row[Any]]:
    """The series that the asker may see and wants, the one with the nearest session first: one statement."""
    place = _place(wanted.now)
    statement = _series(wanted.now).where(_may_see(wanted), _is_when(wanted), *_filters(db, wanted))
    if after is not None:
        later = and_(place == literal(after.next_at, Instant()), Series.id > after.series_id)
        statement = statement.where(or_(place > literal(after.next_at, Instant()), later))
    return db.execute(statement.order_by(place, Series.id).limit(most)).all()


def _series(now: datetime) -> Select[Any]:
    return select(Series, Organisation.name.label("organiser_name"), _next_at(now).label("next_session_at")).join(
        Organisation, Organisation.id == Series.organiser_id
    )


def _next_at(now: datetime) -> Any:
    return (
        select(func.min(Session.starts_at))
        .where(Session.series_id == Series.id, Session.state == "scheduled", Session.ends_at > now)
        .correlate(Series)
        .scalar_subquery()
    )


def _place(now: datetime) -> ColumnElement[datetime]:
    return func.coalesce(_next_at(now), literal(FAR_AHEAD, Instant()))


def _may_see(wanted: Wanted) -> ColumnElement[bool]:
    public = or_(Series.state == "published", and_(Series.state == "archived", Series.published_at.is_not(None)))
    is_listed = ~Series.for_customers | Series.is_listed_anyway
    return or_(and_(public, is_listed), within(wanted.organises, Right.NUMBERS))


def _is_when(wanted: Wanted) -> ColumnElement[bool]:
    """A series is coming while a session of it is, and as long as it has none at all."""
    return {"coming": is_not_over(wanted.now), "past": is_over(wanted.now), "all": true()}[wanted.when]


def _filters(db: Connection, wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Series.state == wanted.state if wanted.state else Series.state != "archived"]
    if wanted.organiser_id:
        found.append(Series.organiser_id == wanted.organiser_id)
    if wanted.words.strip():
        found.append(has_asked(db, wanted.words))
    return [*found, Narrowing(wanted.wish, wanted.now).series]
