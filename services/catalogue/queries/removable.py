"""Which sessions may be taken away: those that nobody was ever asked to come to."""

from uuid import UUID

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from services.catalogue.queries.rows import AnyRow
from services.catalogue.rules.schedule import was_over_when_added
from shared.schema.announcements import Announcement
from shared.schema.catalogue import Session
from shared.schema.completions import Attendance
from shared.schema.notifications import CalendarCopy
from shared.schema.registration import SessionWithdrawal

#: what others write of a session
_OF_A_SESSION = (Announcement, Attendance, CalendarCopy, SessionWithdrawal)


def is_in_use() -> ColumnElement[bool]:
    """SQL that is true for a session that somebody came to, left out, has in their calendar or was written to about."""
    return or_(*(exists().where(table.session_id == Session.id) for table in _OF_A_SESSION))


def of_series(db: Connection, series: AnyRow) -> set[UUID]:
    """The sessions that may be removed from a series: one statement."""
    rows = db.execute(
        select(Session.id, Session.created_at, Session.ends_at, Session.revision).where(
            Session.series_id == series.id, ~is_in_use()
        )
    )
    never_published = series.published_at is None
    return {row.id for row in rows if never_published or was_over_when_added(row.created_at, row.ends_at, row.revision)}
