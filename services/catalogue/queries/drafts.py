"""Drafts that are shown to whoever has their link."""

from uuid import UUID

from sqlalchemy import Connection, select

from services.catalogue.queries.rows import AnyRow
from shared.schema.catalogue import Series, Session


def draft(db: Connection, series_id: UUID) -> AnyRow | None:
    """What a link needs to know: id, slug, state, published_at, is_shared, shared_version."""
    return db.execute(
        select(
            Series.id, Series.slug, Series.state, Series.published_at, Series.is_shared, Series.shared_version
        ).where(Series.id == series_id)
    ).one_or_none()


def is_of(db: Connection, series_id: UUID, session_id: UUID) -> bool:
    """Whether the session is one of this series."""
    found = select(Session.id).where(Session.id == session_id, Session.series_id == series_id)
    return db.scalar(found) is not None
