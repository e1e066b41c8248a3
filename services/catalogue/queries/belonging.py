"""To which series a thing belongs, and whether everybody may see it."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, select

from shared.schema.catalogue import Offering, Series, Session


def series_at(db: Connection, slug: str) -> Row[Any] | None:
    """The series with this slug: id, slug, title, language, state, published_at, organiser_id, timezone."""
    return db.execute(_series().where(Series.slug == slug)).one_or_none()


def series_of_id(db: Connection, series_id: UUID) -> Row[Any] | None:
    """The series with this id."""
    return db.execute(_series().where(Series.id == series_id)).one_or_none()


def series_of_session(db: Connection, session_id: UUID) -> Row[Any] | None:
    """The series that a session belongs to."""
    return db.execute(_series().join(Session).where(Session.id == session_id)).one_or_none()


def series_of_offering(db: Connection, offering_id: UUID) -> Row[Any] | None:
    """The series that an offering belongs to."""
    return db.execute(_series().join(Offering).where(Offering.id == offering_id)).one_or_none()


def is_public(series: Row[Any]) -> bool:
    """Whether everybody may see it: published, or put away after it had been."""
    return series.state == "published" or (series.state == "archived" and series.published_at is not None)


def _series() -> Select[*tuple[Any, ...]]:
    return select(
        Series.id,
        Series.slug,
        Series.title,
        Series.language,
        Series.state,
        Series.published_at,
        Series.organiser_id,
        Series.timezone,
    ).select_from(Series)
