"""Finding series and their sessions by words, whatever the form that the words are in."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, Text, and_, bindparam, case, false, func, or_, select

from services.catalogue.queries.public_filters import Narrowing, Wish
from services.catalogue.queries.rows import AnyRow
from services.catalogue.queries.series_order import MANY, PUBLISHED
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


@dataclass(frozen=True)
class Found:
    """Fits the series that were found; those found by their titles, None when none was; and the sessions that fit by
    themselves."""

    series: ColumnElement[bool]
    by_title: ColumnElement[bool] | None
    sessions: Sequence[AnyRow]


def search(db: Connection, asked: str, narrowing: Narrowing) -> Found:
    """Published series in which, or in one of whose sessions, every asked word is: one statement, or three where many
    are found.

    Of the sessions, which stand in the order of time, those to come are found before those that are over, and of
    either those first that have the words in their titles.
    """
    words = looked_for(asked)
    if not words:
        return Found(false(), None, [])
    told = {"asked": query(db.dialect.name, words), "now": narrowing.now, "most": MANY + 1}
    found = db.execute(_documents(db.dialect.name, narrowing.wish), told).all()
    sessions = sorted((row for row in found[:MOST_SESSIONS] if row.fits), key=lambda row: row.starts_at)
    if len(found) > MANY:
        in_title = and_(has_words(db, words, in_title=True), SearchDocument.session_id.is_(None))
        series = _known(db, has_words(db, words))
        return Found(false() if series is None else series, _known(db, in_title), sessions)
    by_title = {row.series_id for row in found if row.in_title and row.id is None}
    return Found(
        Series.id.in_({row.series_id for row in found}), Series.id.in_(by_title) if by_title else None, sessions
    )


@lru_cache(maxsize=100)
def _documents(dialect: str, wish: Wish) -> Select[*tuple[Any, ...]]:
    """What was found, each with its series, and a session's with the session: those that fit by themselves first."""
    in_title = fits(dialect, _ASKED, in_title=True).label("in_title")
    # as a CASE for SQLite, which would begin with all series that are published; so would PostgreSQL with a CASE
    is_published = PUBLISHED if dialect == "postgresql" else case((PUBLISHED, 1), else_=0) == 1
    is_over = Session.ends_at <= _NOW
    fits_itself = and_(Session.id.is_not(None), Narrowing(wish, _NOW).session)
    return (
        select(
            Series.id.label("series_id"),
            Series.title.label("series_title"),
            Series.slug,
            Series.language,
            Session.id,
            Session.title,
            Session.starts_at,
            Session.ends_at,
            Session.timezone,
            Session.state,
            in_title,
            fits_itself.label("fits"),
        )
        .select_from(SearchDocument)
        .join(Series, Series.id == SearchDocument.series_id)
        .outerjoin(Session, Session.id == SearchDocument.session_id)
        .where(is_published, fits(dialect, _ASKED))
        .order_by(
            case((fits_itself, 0), else_=1),
            is_over,
            case((in_title, 0), else_=1),
            case((is_over, None), else_=Session.starts_at),
            Session.starts_at.desc(),
            Session.id,
        )
        .limit(_MOST)
    )


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
    if len(few) <= MANY:
        return Series.id.in_(few)
    # no plain column, or SQLite would walk all that were found before it looks which of them come first
    return func.coalesce(Series.id, Series.id).in_(select(SearchDocument.series_id).where(which).correlate(None))


def _among(db: Connection, words: Sequence[Ways]) -> ColumnElement[bool]:
    return Series.id.in_(select(SearchDocument.series_id).where(has_words(db, words)).correlate(None))
