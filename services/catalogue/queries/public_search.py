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
    literal,
    or_,
    select,
)

from services.catalogue.queries import series_order
from services.catalogue.queries.public_filters import Narrowing, Wish
from services.catalogue.queries.rows import AnyRow
from services.catalogue.queries.series_order import MANY, PUBLISHED, Fitting
from services.catalogue.rules.word_forms import looked_for
from shared.database.full_text import Ways, documents, fits, has_words, query
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
        sessions = db.execute(_sessions(dialect, narrowing.wish, among_few=False), told).all()
        return Found(_one_by_one(db, words), _titled(db, words), _in_time(sessions), has_words(db, words))
    told["sessions"] = [row.session_id for row in few if row.session_id]
    told["titled"] = [row.session_id for row in few if row.session_id and row.in_title]
    found = db.execute(_sessions(dialect, narrowing.wish, among_few=True), told).all() if told["sessions"] else []
    by_title = {row.series_id for row in few if row.in_title and not row.session_id}
    return Found(
        Series.id.in_({row.series_id for row in few}), Series.id.in_(by_title) if by_title else None, _in_time(found)
    )


def fitting(db: Connection, found: Found, narrowing: Narrowing) -> Fitting:
    """The published series of what was found that fit the wish, too: two statements at most."""
    if found.documents is None:
        return series_order.fitting(db, and_(found.series, narrowing.series))
    # from the documents, of which the first ones are enough, and not from the series, for which all would be looked up
    listed = select(Series.id).where(Series.id == SearchDocument.series_id, PUBLISHED, narrowing.series)
    of_one = select(SearchDocument.series_id).where(found.documents, listed.correlate(SearchDocument).exists())
    many = Fitting(and_(PUBLISHED, found.series, narrowing.series), MANY, are_more=True)
    # a series has one document of its own: PostgreSQL need not read all that were found to tell them apart
    own = of_one.where(SearchDocument.session_id.is_(None))
    if len(db.scalars(own.limit(MANY + 1)).all()) > MANY:
        return many
    few = db.scalars(of_one.distinct().limit(MANY + 1)).all()
    return many if len(few) > MANY else Fitting(Series.id.in_(few), len(few), are_more=False)


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


def _titled(db: Connection, words: Sequence[Ways]) -> ColumnElement[bool] | None:
    """Fits the series that have the words in their titles; None: there are none. Few are known by name from then on,
    so that the index is asked once."""
    # no plain column, or PostgreSQL would rather read the titles of all series than its index
    of_series = func.coalesce(SearchDocument.session_id, SearchDocument.session_id).is_(None)
    titled = select(SearchDocument.series_id).where(has_words(db, words, in_title=True), of_series)
    few = db.scalars(titled.limit(MANY + 1)).all()
    if not few:
        return None
    return Series.id.in_(few) if len(few) <= MANY else _one_by_one(db, words, in_title=True)


def _among(db: Connection, words: Sequence[Ways]) -> ColumnElement[bool]:
    return Series.id.in_(select(SearchDocument.series_id).where(has_words(db, words)).correlate(None))


def _one_by_one(db: Connection, words: Sequence[Ways], *, in_title: bool = False) -> ColumnElement[bool]:
    """The same for a walk that ends soon, of series that may be many; or those that have the words in their titles."""
    dialect = db.dialect.name
    found = documents(dialect, literal(query(dialect, words)), in_title=in_title)
    # no plain column, or SQLite would look for each document among those that were found by asking the index again
    of_one = select(SearchDocument.id).where(SearchDocument.series_id == Series.id, (SearchDocument.id + 0).in_(found))
    if in_title:
        of_one = of_one.where(SearchDocument.session_id.is_(None))
    return of_one.correlate(Series).exists()
