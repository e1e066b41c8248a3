"""Finding series by words in titles. Folded here, not in the database: SQLite's lower() knows no ä and ö."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select

from services.catalogue.queries.rows import AnyRow
from shared.schema.catalogue import Series, Session

MOST_SESSIONS = 20


@dataclass(frozen=True)
class Found:
    """The series that fit, and the sessions whose own titles do."""

    series_ids: list[UUID]
    sessions: list[AnyRow]


def search(db: Connection, asked: str) -> Found:
    """Published series with every asked word in their title or in the title of one of their sessions: one statement."""
    words = asked.casefold().split()
    rows = db.execute(
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
        .outerjoin(Session, Session.series_id == Series.id)
        .where(Series.state == "published")
        .order_by(Session.starts_at.desc())
    )
    series: dict[UUID, None] = {}
    sessions = []
    for row in rows:
        in_series = _has(row.series_title, words)
        in_session = row.id is not None and _has(row.title, words)
        if in_series or in_session:
            series[row.series_id] = None
        if in_session:
            sessions.append(row)
    return Found(list(series), sessions[:MOST_SESSIONS])


def _has(title: str, words: list[str]) -> bool:
    folded = title.casefold()
    return all(word in folded for word in words)
