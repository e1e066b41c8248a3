"""Sessions whose participants' calendar entries wait until they come near, and those that have come near."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Select, exists, select

from services.notifications.queries.desired import Scope, entitled
from services.notifications.rules.nearness import is_near
from shared.schema.catalogue import Series, Session
from shared.schema.notifications import CalendarCopy


def far_ahead(db: Connection, session_ids: Sequence[UUID], now: datetime) -> list[UUID]:
    """Those of the sessions for which it is too early."""
    rows = db.execute(_one_by_one().where(Session.id.in_(session_ids)))
    return [row.id for row in rows if not is_near(row.starts_at, row.entries_days_before, now)]


def came_near(db: Connection, now: datetime) -> list[UUID]:
    """Sessions ahead that are near and that some participant has no entry of."""
    rows = db.execute(_one_by_one().where(Session.state == "scheduled", Session.ends_at > now)).all()
    near = [row.id for row in rows if is_near(row.starts_at, row.entries_days_before, now)]
    lacking = _lacking(db, near, now)
    return [one for one in near if one in lacking]


def _one_by_one() -> Select[UUID, datetime, int | None]:
    return (
        select(Session.id, Session.starts_at, Series.entries_days_before)
        .join(Series, Series.id == Session.series_id)
        .where(Series.entries_days_before.is_not(None))
    )


def _lacking(db: Connection, session_ids: Sequence[UUID], now: datetime) -> set[UUID]:
    """Those of the sessions that somebody should have and has not: one statement, as this is asked every minute."""
    if not session_ids:
        return set()
    wanted = entitled(Scope(session_ids, now, told_alone=True))
    has = exists().where(
        CalendarCopy.session_id == wanted.c.session_id,
        CalendarCopy.email == wanted.c.email,
        CalendarCopy.state == "invited",
    )
    return set(db.scalars(select(wanted.c.session_id).where(~has).distinct()))
