"""What came back, as far as the asker may read it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select, true

from services.notifications.queries.ledger import Reach
from shared.schema.catalogue import Series, Session
from shared.schema.inbound import Inbound
from shared.schema.notifications import Message


def page(db: Connection, reach: Reach, kind: str | None, limit: int, after: UUID | None) -> Sequence[Row[Any]]:
    """Of one kind or all, the newest first, older than ``after``; what belongs to no series is for administrators."""
    older: ColumnElement[bool] = Inbound.id < after if after else true()
    fits: ColumnElement[bool] = Inbound.kind == kind if kind else true()
    return db.execute(
        _all().where(reach.holds(Inbound.series_id), older, fits).order_by(Inbound.id.desc()).limit(limit)
    ).all()


def counts(db: Connection, reach: Reach) -> dict[str, int]:
    """How many there are of each kind; the indexes alone answer it."""
    rows = db.execute(select(Inbound.kind, func.count()).where(reach.holds(Inbound.series_id)).group_by(Inbound.kind))
    return {kind: count for kind, count in rows}  # noqa: C416 - rows are pairs, not a mapping's items


def one(db: Connection, reach: Reach, inbound_id: UUID) -> Row[Any] | None:
    """One of them."""
    return db.execute(_all().where(reach.holds(Inbound.series_id), Inbound.id == inbound_id)).one_or_none()


def mail(db: Connection, inbound_id: UUID) -> Row[Any] | None:
    """One of them, whoever asks: for the mails that tell of it."""
    return db.execute(select(Inbound.__table__).where(Inbound.id == inbound_id)).one_or_none()


def is_open(row: Any, now: datetime) -> bool:
    """Whether a proposal waits for the organiser: the session is still ahead and nobody has said no."""
    return bool(row.proposal == "open" and row.session_state == "scheduled" and row.ends_at > now)


def _all() -> Select[Any]:
    return (
        select(
            Inbound.__table__,
            Session.title.label("session_title"),
            Session.starts_at,
            Session.ends_at,
            Session.timezone,
            Session.state.label("session_state"),
            Series.slug,
            Series.title.label("series_title"),
            Series.language,
            Message.kind.label("message_kind"),
            Message.state.label("message_state"),
            Message.recipient_email,
        )
        .select_from(Inbound)
        .outerjoin(Session, Session.id == Inbound.session_id)
        .outerjoin(Series, Series.id == Inbound.series_id)
        .outerjoin(Message, Message.id == Inbound.message_id)
    )
