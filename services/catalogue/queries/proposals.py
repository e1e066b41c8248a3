"""Other times that presenters have proposed, as the notifications service keeps them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, exists, func, or_, select

from services.catalogue.queries.rows import AnyRow
from shared.schema.catalogue import Presenter, Session
from shared.schema.inbound import Inbound
from shared.schema.session_moves import SessionMove


def open_of_session(db: Connection, session_id: UUID, now: datetime) -> Sequence[AnyRow]:
    """Those about one session that nobody has settled: name, proposed_starts_at, proposed_ends_at, comment."""
    return db.execute(_open(now).where(Inbound.session_id == session_id)).all()


def open_of_series(db: Connection, series_id: UUID, now: datetime) -> dict[UUID, list[AnyRow]]:
    """The same of a whole series, by session."""
    return open_of_several(db, [series_id], now)


def open_of_several(db: Connection, series_ids: Collection[UUID], now: datetime) -> dict[UUID, list[AnyRow]]:
    """The same of several series, by session."""
    found: dict[UUID, list[AnyRow]] = {}
    if not series_ids:
        return found
    for row in db.execute(_open(now).where(Session.series_id.in_(series_ids))):
        found.setdefault(row.session_id, []).append(row)
    return found


def _open(now: datetime) -> Any:
    whose = func.coalesce(Inbound.attendee, Inbound.sender)
    return (
        select(
            Inbound.session_id,
            Presenter.name,
            Inbound.proposed_starts_at,
            Inbound.proposed_ends_at,
            Inbound.comment,
            Session.timezone,
        )
        .join(Session, Session.id == Inbound.session_id)
        .join(Presenter, (Presenter.session_id == Inbound.session_id) & (Presenter.email == whose))
        .where(Inbound.proposal == "open", Session.state == "scheduled", Session.ends_at > now, ~_moved_since())
        .order_by(Inbound.id)
    )


def _moved_since() -> ColumnElement[bool]:
    """Whether the session was given another time after the proposal came: that settles it, though notifications writes
    so only once the move is told. Undone, the session has its time of before again."""
    other_time = or_(SessionMove.starts_before != Session.starts_at, SessionMove.ends_before != Session.ends_at)
    return exists().where(
        SessionMove.session_id == Session.id,
        SessionMove.at >= Inbound.received_at,
        other_time,
    )
