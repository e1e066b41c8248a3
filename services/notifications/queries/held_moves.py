"""Moves that are not told yet, since they may still be undone, and those that were undone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, select

from shared.schema.catalogue import Session
from shared.schema.session_moves import SessionMove


def is_held(now: datetime) -> ColumnElement[bool]:
    """SQL that is true for a session of which nobody is told for a moment."""
    return and_(Session.told_from.is_not(None), Session.told_from > now)


def held_sessions(session_ids: Sequence[UUID], now: datetime) -> Select[UUID]:
    """Which of these sessions those are."""
    return select(Session.id).where(Session.id.in_(session_ids), is_held(now))


def undone_moves(db: Connection, lines: Sequence[Row[Any]]) -> set[UUID]:
    """Of journal lines about moves, the moves that were undone before anybody was told."""
    moves = {line.subject_id for line in lines if line.kind == "session.moved" and line.subject_id}
    if not moves:
        return set()
    undone = select(SessionMove.id).where(SessionMove.id.in_(moves), SessionMove.revision_undone.is_not(None))
    return set(db.scalars(undone))
