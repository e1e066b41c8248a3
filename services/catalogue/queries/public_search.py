"""Finding series and their sessions by words, whatever the form that the words are in."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, case, false, func, or_, select

from services.catalogue.queries.public_filters import Narrowing
from services.catalogue.queries.rows import AnyRow
from services.catalogue.queries.series_order import MANY
from services.catalogue.rules.word_forms import looked_for
from shared.database.full_text import Ways, has_words
from shared.schema.catalogue import Series, Session
from shared.schema.search import SearchDocument

MOST_SESSIONS = 20


@dataclass(frozen=True)
class Found:
    """Fits the series that were found, those found by their titles, and the sessions that fit by themselves."""

    series: ColumnElement[bool]
    by_title: ColumnElement[bool]
    sessions: Sequence[AnyRow]


def search(db: Connection, asked: str, narrowing: Narrowing) -> Found:
    """Published series in which, or in one of whose sessions, every asked word is: three statements.

    Of the sessions, which stand in the order of time, those to come are found before those that are over, and of
    either those first that have the words in their titles.
    """
    words = looked_for(asked)
    if not words:
        return Found(false(), false(), [])
    in_title = has_words(db, words, in_title=True)
    is_over = Session.ends_at <= narrowing.now
    sessions = db.execute(
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
        )
        .select_from(SearchDocument)
        .join(Session, Session.id == SearchDocument.session_id)
        .join(Series, Series.id == Session.series_id)
        .where(
            Series.state == "published",
            ~Series.for_customers | Series.is_listed_anyway,
            has_words(db, words),
            narrowing.session,
        )
        .order_by(
            is_over,
            case((in_title, 0), else_=1),
            case((is_over, None), else_=Session.starts_at),
            Session.starts_at.desc(),
            Session.id,
        )
        .limit(MOST_SESSIONS)
    ).all()
    by_title = _known(db, select(SearchDocument.series_id).where(in_title, SearchDocument.session_id.is_(None)))
    series = _known(db, select(SearchDocument.series_id).where(has_words(db, words)))
    return Found(series, by_title, sorted(sessions, key=lambda row: row.starts_at))


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


def _known(db: Connection, series: Select[UUID]) -> ColumnElement[bool]:
    """Fits these series. Few are known by name from then on, so that the index is asked once."""
    few = db.scalars(series.distinct().limit(MANY + 1)).all()
    if len(few) <= MANY:
        return Series.id.in_(few)
    # no plain column, or SQLite would walk all that were found before it looks which of them come first
    return func.coalesce(Series.id, Series.id).in_(series.correlate(None))


def _among(db: Connection, words: Sequence[Ways]) -> ColumnElement[bool]:
    return Series.id.in_(select(SearchDocument.series_id).where(has_words(db, words)).correlate(None))
