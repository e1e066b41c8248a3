"""Finding series and their sessions by words, whatever the form that the words are in."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    false,
    func,
    or_,
    select,
)

from services.catalogue.queries import series_order
from services.catalogue.queries.public_filters import Narrowing, Wish
from services.catalogue.queries.rows import AnyRow
from services.catalogue.queries.series_order import MANY, PUBLISHED, Fitting
from services.catalogue.rules.word_forms import looked_for
from shared.database.full_text import Ways, fits, has_words, query
from shared.schema.base import Instant
from shared.schema.catalogue import Series, Session
from shared.schema.search import SearchDocument

MOST_SESSIONS = 20

#: told when a statement is run; making it takes longer than running it, so each is made once
_ASKED = bindparam("asked", type_=Text())
_NOW = bindparam("now", type_=Instant())
_MOST = bindparam("most", type_=Integer())
_FOUND: BindParameter[UUID] = bindparam("sessions", type_=Uuid(), expanding=True)
_TITLED: BindParameter[UUID] = bindparam("titled", type_=Uuid(), expanding=True)


@dataclass(frozen=True)
class Found:
    """Fits the series that were found; those found by their titles, None when none was; and the sessions that fit by
    themselves."""

    series: ColumnElement[bool]
    by_title: ColumnElement[bool] | None
    sessions: Sequence[AnyRow]
    #: more documents than are known by name: fits them
    documents: ColumnElement[bool] | None = None


def search(db: Connection, asked: str, narrowing: Narrowing) -> Found:
    """Published series in which, or in one of whose sessions, every asked word is: two statements, or three where many
    are found.

    Of the sessions, which stand in the order of time, those to come are found before those that are over, and of
    either those first that have the words in their titles.
    """
    words = looked_for(asked)
    if not words:
        return Found(false(), None, [])
    dialect = db.dialect.name
    told: dict[str, Any] = {"asked": query(dialect, words), "now": narrowing.now, "most": MANY + 1}
    few = db.execute(_documents(dialect), told).all()
    if len(few) > MANY:
        in_title = and_(has_words(db, words, in_title=True), SearchDocument.session_id.is_(None))
        sessions = db.execute(_sessions(dialect, narrowing.wish, among_few=False), told).all()
        which = has_words(db, words)
        return Found(_series_of(which), _known(db, in_title), _in_time(sessions), which)
    told["sessions"] = [row.session_id for row in few if row.session_id]
    told["titled"] = [row.session_id for row in few if row.session_id and row.in_title]
    found = db.execute(_sessions(dialect, narrowing.wish, among_few=True), told).all() if told["sessions"] else []
    by_title = {row.series_id for row in few if row.in_title and not row.session_id}
    return Found(
        Series.id.in_({row.series_id for row in few}), Series.id.in_(by_title) if by_title else None, _in_time(found)
    )


def fitting(db: Connection, found: Found, narrowing: Narrowing) -> Fitting:
    """The published series of what was found that fit the wish, too: one statement."""
    if found.documents is None:
        return series_order.fitting(db, and_(found.series, narrowing.series))
    # from the documents, of which the first ones are enough, and not from the series, for which all would be looked up
    listed = select(Series.id).where(Series.id == SearchDocument.series_id, PUBLISHED, narrowing.series)
    of_one = select(SearchDocument.series_id).where(found.documents, listed.correlate(SearchDocument).exists())
    few = db.scalars(of_one.distinct().limit(MANY + 1)).all()
    if len(few) > MANY:
        return Fitting(and_(PUBLISHED, found.series, narrowing.series), MANY, are_more=True)
    return Fitting(Series.id.in_(few), len(few), are_more=False)


@cache
def _documents(dialect: str) -> Select[*tuple[Any, ...]]:
    """What was found, in no order: enough to know whether it is much."""
    in_title = fits(dialect, _ASKED, in_title=True).label("in_title")
    columns = SearchDocument.series_id, SearchDocument.session_id
    found = select(*columns, in_title).where(fits(dialect, _ASKED)).cte("found")
    # PostgreSQL would rather read document after document than its index until so many fit, and meet none for long
    return select(*found.prefix_with("MATERIALIZED", dialect="postgresql").c).limit(_MOST)


@lru_cache(maxsize=100)
def _sessions(dialect: str, wish: Wish, *, among_few: bool) -> Select[*tuple[Any, ...]]:
    """Those that were found and fit the wish by themselves, those first that come first among twenty."""
    is_over = Session.ends_at <= _NOW
    # as a CASE for SQLite, which would begin with all series that are published; so would PostgreSQL with a CASE
    is_published = PUBLISHED if dialect == "postgresql" else case((PUBLISHED, 1), else_=0) == 1
    found: Any = _FOUND if among_few else _session_ids(dialect)
    titled: Any = _TITLED if among_few else _session_ids(dialect, in_title=True)
    return (
        select(
            Session.id,
            Session.title,
            Session.starts_at,
            Session.ends_at,
            Session.timezone,
            Session.state,
            Series.title.label("series_title"),
            Series.slug,
            Series.language,
        )
        .join(Series, Series.id == Session.series_id)
        .where(Session.id.in_(found), is_published, Narrowing(wish, _NOW).session)
        .order_by(
            is_over,
            case((Session.id.in_(titled), 0), else_=1),
            case((is_over, None), else_=Session.starts_at),
            Session.starts_at.desc(),
            Session.id,
        )
        .limit(MOST_SESSIONS)
    )


def _session_ids(dialect: str, *, in_title: bool = False) -> Select[*tuple[Any, ...]]:
    found = select(SearchDocument.session_id).where(fits(dialect, _ASKED, in_title=in_title))
    return found.where(SearchDocument.session_id.is_not(None)).correlate(None)


def _in_time(sessions: Sequence[AnyRow]) -> list[AnyRow]:
    return sorted(sessions, key=lambda row: row.starts_at)


def has_asked(db: Connection, asked: str) -> ColumnElement[bool]:
    """Fits series in which, or in one of whose sessions, every asked word is."""
    words = looked_for(asked)
    return _among(db, words) if words else false()


def session_has_asked(db: Connection, asked: str) -> ColumnElement[bool]:
    """Fits sessions beside their series: every asked word is in the session, or in what the series says of itself."""
    words = looked_for(asked)
    if not words:
        return false()
    found = select(SearchDocument.session_id, SearchDocument.series_id).where(has_words(db, words)).correlate(None)
    of_itself = found.with_only_columns(SearchDocument.session_id).where(SearchDocument.session_id.is_not(None))
    of_series = found.with_only_columns(SearchDocument.series_id).where(SearchDocument.session_id.is_(None))
    return or_(Session.id.in_(of_itself), Series.id.in_(of_series))


def _known(db: Connection, which: ColumnElement[bool]) -> ColumnElement[bool] | None:
    """Fits the series of these documents; None: there are none. Few are known by name from then on, so that the index
    is asked once."""
    few = db.scalars(select(SearchDocument.series_id).where(which).distinct().limit(MANY + 1)).all()
    if not few:
        return None
    return Series.id.in_(few) if len(few) <= MANY else _series_of(which)


def _among(db: Connection, words: Sequence[Ways]) -> ColumnElement[bool]:
    return Series.id.in_(select(SearchDocument.series_id).where(has_words(db, words)).correlate(None))


def _series_of(which: ColumnElement[bool]) -> ColumnElement[bool]:
    # no plain column, or SQLite would walk all that were found before it looks which of them come first
    return func.coalesce(Series.id, Series.id).in_(select(SearchDocument.series_id).where(which).correlate(None))
