"""A series as its organisers know it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select

from shared.schema.catalogue import Offering, Series, Session
from shared.schema.organisations import Organisation

_ONE = (
    select(
        Series.id,
        Series.slug,
        Series.title,
        Series.language,
        Series.timezone,
        Series.state,
        Series.organiser_id,
        Organisation.name.label("organiser_name"),
    )
    .join(Organisation, Organisation.id == Series.organiser_id)
    .where(Series.slug == bindparam("slug"))
)
_OFFERINGS = (
    select(Offering.id, Offering.name)
    .where(Offering.series_id == bindparam("series_id"))
    .order_by(Offering.created_at, Offering.id)
)
_SESSIONS = (
    select(Session.id, Session.title, Session.starts_at, Session.timezone)
    .where(Session.series_id == bindparam("series_id"), Session.state == "scheduled")
    .order_by(Session.starts_at, Session.id)
)


def series(db: Connection, slug: str) -> Row[*tuple[Any, ...]] | None:
    """The one of this name, whatever its state."""
    return db.execute(_ONE, {"slug": slug}).one_or_none()


def offerings(db: Connection, series_id: UUID) -> Sequence[Row[UUID, str]]:
    """What one registers for in it, in the order in which they were made: id, name."""
    return db.execute(_OFFERINGS, {"series_id": series_id}).all()


def sessions(db: Connection, series_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """Its sessions in the order of time, without those cancelled: id, title, starts_at, timezone."""
    return db.execute(_SESSIONS, {"series_id": series_id}).all()
