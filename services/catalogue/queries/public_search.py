"""Finding series by words in titles, in the database, whatever the case of the letters."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from services.catalogue.queries.rows import AnyRow
from shared.schema.catalogue import Series, Session

MOST_SESSIONS = 20
MOST_WORDS = 8
#: capitals that lower() leaves as they are on SQLite, and on PostgreSQL with a database of the C locale
_CAPITALS = "ÅÄÖÆØÜÉÈÁÍÓÚÑÇŠŽÕ"


@dataclass(frozen=True)
class Found:
    """Fits the series that were found, and the sessions whose own titles fit."""

    series: ColumnElement[bool]
    sessions: list[AnyRow]


def search(db: Connection, asked: str, now: datetime) -> Found:
    """Published series with every asked word in their title or in the title of one of their sessions: one statement.

    Of the sessions those to come are found before those that are over; they stand in the order of time.
    """
    words = asked.lower().split()[:MOST_WORDS]
    in_session = _has(Session.title, words)
    is_over = Session.ends_at <= now
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
        .join(Session, Session.series_id == Series.id)
        .where(Series.state == "published", in_session)
        .order_by(is_over, case((is_over, None), else_=Session.starts_at), Session.starts_at.desc(), Session.id)
        .limit(MOST_SESSIONS)
    ).all()
    in_one_of_its = exists().where(Session.series_id == Series.id, in_session)
    return Found(or_(_has(Series.title, words), in_one_of_its), sorted(sessions, key=lambda row: row.starts_at))


def _has(title: InstrumentedAttribute[str], words: list[str]) -> ColumnElement[bool]:
    folded: ColumnElement[str] = func.lower(title)
    for capital in _CAPITALS:
        folded = func.replace(folded, capital, capital.lower())
    return and_(*(folded.contains(word, autoescape=True) for word in words))
