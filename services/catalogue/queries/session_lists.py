"""Sessions and offerings as programs read them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, or_, select

from shared.schema.catalogue import Offering, OfferingSession, Presenter, Session


@dataclass(frozen=True)
class Place:
    """Where a page of sessions begins: after this start and id."""

    starts_at: datetime
    session_id: UUID


def parse_place(starts_at: str, session_id: str) -> Place:
    """Read a place back. Raises ValueError for anything else."""
    at = datetime.fromisoformat(starts_at)
    if at.tzinfo is None:
        raise ValueError(starts_at)
    return Place(at, UUID(session_id))


def one_session(db: Connection, session_id: UUID) -> Row[Any]:
    """All of one session."""
    return db.execute(select(Session).where(Session.id == session_id)).one()


def list_sessions(db: Connection, series_id: UUID, most: int, after: Place | None) -> Sequence[Row[Any]]:
    """A series' sessions in the order of time."""
    statement = select(Session).where(Session.series_id == series_id)
    if after is not None:
        later = and_(Session.starts_at == after.starts_at, Session.id > after.session_id)
        statement = statement.where(or_(Session.starts_at > after.starts_at, later))
    return db.execute(statement.order_by(Session.starts_at, Session.id).limit(most)).all()


def presenters_of(db: Connection, session_ids: Collection[UUID]) -> dict[UUID, list[Row[Any]]]:
    """The presenters of each session, in the order in which they were added."""
    found: dict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in db.execute(select(Presenter).where(Presenter.session_id.in_(session_ids)).order_by(Presenter.id)):
        found[row.session_id].append(row)
    return found


def one_offering(db: Connection, offering_id: UUID) -> Row[Any]:
    """All of one offering."""
    return db.execute(select(Offering).where(Offering.id == offering_id)).one()


def list_offerings(
    db: Connection, series_id: UUID, most: int, after: UUID | None, *, reserved_too: bool = True
) -> Sequence[Row[Any]]:
    """A series' offerings in the order in which they were made; without those that are reserved, if so wished."""
    statement = select(Offering).where(Offering.series_id == series_id)
    if not reserved_too:
        statement = statement.where(Offering.customer_id.is_(None))
    if after is not None:
        statement = statement.where(Offering.id > after)
    return db.execute(statement.order_by(Offering.id).limit(most)).all()


def covered_by(db: Connection, offering_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The sessions that each offering covers, in the order of time."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    rows = db.execute(
        select(OfferingSession.offering_id, OfferingSession.session_id)
        .join(Session, Session.id == OfferingSession.session_id)
        .where(OfferingSession.offering_id.in_(offering_ids))
        .order_by(Session.starts_at, Session.id)
    )
    for row in rows:
        found[row.offering_id].append(row.session_id)
    return found
