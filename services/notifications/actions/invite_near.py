"""Sessions that came near: participants' entries go out, where a series has them come one by one."""

from services.notifications.actions.calendar_copies import invite
from services.notifications.actions.calendar_messages import tell_invited
from services.notifications.queries.desired import Scope
from services.notifications.queries.nearness import came_near
from shared import clock
from shared.database import Database


def invite_near(database: Database) -> int:
    """Queue the entries of what came near; returns of how many sessions. Any number of clocks may do it at once."""
    now = clock.now()
    with database.reading() as db:
        near = came_near(db, now)
    for session_id in near:
        with database.writing() as db:
            scope = Scope([session_id], now, told_alone=True)
            invite(db, scope)
            tell_invited(db, scope, None)
    return len(near)
