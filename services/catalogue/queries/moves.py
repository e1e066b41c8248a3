"""Moves, and other changes that calendars follow, that can still be undone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select, true

from services.catalogue.queries.rows import AnyRow
from services.catalogue.rules import holding
from shared.schema.catalogue import Series, Session
from shared.schema.session_moves import SessionMove


def undoable(db: Connection, actor: str, now: datetime, series_id: UUID | None = None) -> Sequence[AnyRow]:
    """Those of somebody, in one series or all, the newest first: id, session_id, people, told_from, starts_before,
    ends_before, and the session's title, starts_at, ends_at, timezone, slug, language."""
    return db.execute(
        select(SessionMove.id, SessionMove.session_id, SessionMove.people, SessionMove.told_from, Session.title)
        .add_columns(SessionMove.starts_before, SessionMove.ends_before)
        .add_columns(Session.starts_at, Session.ends_at, Session.timezone, Series.slug, Series.language)
        .join(Session, Session.id == SessionMove.session_id)
        .join(Series, Series.id == Session.series_id)
        .where(
            SessionMove.actor == actor,
            SessionMove.revision_undone.is_(None),
            SessionMove.told_from > now + holding.LAST_MOMENT,
            SessionMove.version == Session.version,
            true() if series_id is None else Session.series_id == series_id,
        )
        .order_by(SessionMove.at.desc())
    ).all()


def move_of(db: Connection, move_id: UUID) -> AnyRow:
    """One move."""
    return db.execute(select(SessionMove.__table__).where(SessionMove.id == move_id)).one()
