"""What organisers planned and whose time has come: the clock rings, and each goes out once, or is said to be missed."""

from uuid import UUID

from sqlalchemy import Connection

from services.registration.actions import announce
from services.registration.queries import announcements, writers
from services.registration.rules.announcements import is_too_late
from shared import clock

#: in one call
MOST = 100


def due(db: Connection) -> list[UUID]:
    """Those to send, the longest due first."""
    return announcements.due(db, clock.now(), MOST)


def send_due(db: Connection, announcement_id: UUID, actor: str) -> bool:
    """Send one, or note why not; False when another clock was quicker or it was taken back meanwhile."""
    problem = _why_not(db, announcement_id)
    if problem:
        return announce.hold_back(db, announcement_id, problem, actor)
    return announce.go_out_as_planned(db, announcement_id, actor)


def _why_not(db: Connection, announcement_id: UUID) -> str | None:
    row = announcements.known(db, announcement_id)
    if is_too_late(row.send_at, clock.now()):
        return "missed"
    if row.series_state == "archived":
        return "archived"
    return None if writers.may_organise(db, row.actor, row.organiser_id) else "no-right"
