"""Versions: they rise with every change, and an edit made on an older one is refused instead of overwriting."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Connection, Row, case, func, literal, null, select, update

from services.catalogue.actions.search_documents import forget_documents, keep_documents_at_end
from shared import clock
from shared.errors import Conflict
from shared.rules.rehearsals import OF_REHEARSAL
from shared.schema.base import Instant
from shared.schema.catalogue import Offering, Series, Session


def really_changed(row: Row[Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes that differ from what the row holds: sending the same again changes nothing."""
    return {field: value for field, value in changes.items() if getattr(row, field) != value}


def require_newest(row: Row[Any], seen_version: int | None) -> None:
    """Raise Conflict when somebody has changed it since the asker saw it. None: whatever is newest will do."""
    if seen_version is not None and seen_version != row.version:
        raise Conflict(
            "stale",
            _("Somebody else changed this while you had it open. Look at what it is now, then save yours again."),
            "version",
        )


def change_series(db: Connection, series_id: UUID, **values: Any) -> None:
    """Write new values, if any, and let the series' version rise. What is searched follows at the end."""
    now = clock.now()
    changed = {**values, "version": Series.version + 1, "changed_at": now, "over_at": _over_at(series_id, now)}
    db.execute(update(Series).where(Series.id == series_id).values(changed))
    if Series.language.key in values:
        forget_documents(db, series_id)
    keep_documents_at_end(db, series_id)


def touch_series(db: Connection, series_ids: Sequence[UUID]) -> None:
    """Let the versions of series rise that are held: something that is shown and found with them has changed."""
    values = {"version": Series.version + 1, "changed_at": clock.now()}
    db.execute(update(Series).where(Series.id.in_(series_ids)).values(values))
    keep_documents_at_end(db, *series_ids)


def change_session(db: Connection, session: Row[Any], **values: Any) -> None:
    """Write new values, if any, and let the versions of the session and its series rise.

    Where its rehearsal changes, so does what that one's calendar entry goes by.
    """
    if not OF_REHEARSAL.isdisjoint(values):
        values["rehearsal_revision"] = Session.rehearsal_revision + 1
    changed = {**values, "version": Session.version + 1, "changed_at": clock.now()}
    db.execute(update(Session).where(Session.id == session.id).values(changed))
    change_series(db, session.series_id)


def change_offering(db: Connection, offering: Row[Any], **values: Any) -> None:
    """Write new values, if any, and let the versions of the offering and its series rise."""
    changed = {**values, "version": Offering.version + 1, "changed_at": clock.now()}
    db.execute(update(Offering).where(Offering.id == offering.id).values(changed))
    change_series(db, offering.series_id)


def _over_at(series_id: UUID, now: datetime) -> ColumnElement[datetime | None]:
    """When its last session that is held ends; of which nothing is held, that is over as soon as that is decided."""
    in_it = Session.series_id == series_id
    last = select(func.max(Session.ends_at)).where(in_it, Session.state == "scheduled").scalar_subquery()
    has_sessions = select(Session.id).where(in_it).exists()
    return case((has_sessions, func.coalesce(last, literal(now, Instant()))), else_=null())
