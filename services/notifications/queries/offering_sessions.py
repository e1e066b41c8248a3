"""Which sessions an offering brings."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select

from shared.schema.catalogue import OfferingSession, Session


def coming_of_offering(db: Connection, offering_id: UUID, now: datetime) -> Sequence[UUID]:
    """The offering's sessions that are neither over nor cancelled, in their order."""
    return db.scalars(
        select(Session.id)
        .join(OfferingSession, OfferingSession.session_id == Session.id)
        .where(OfferingSession.offering_id == offering_id, Session.state == "scheduled", Session.ends_at > now)
        .order_by(Session.starts_at, Session.id)
    ).all()


def coming_of_series(db: Connection, series_id: UUID, now: datetime) -> Sequence[UUID]:
    """The series' sessions that are not over, cancelled ones among them."""
    return db.scalars(select(Session.id).where(Session.series_id == series_id, Session.ends_at > now)).all()
