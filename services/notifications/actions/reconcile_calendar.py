"""Bringing calendars to what they should hold: whoever is touched gets one mail, nobody else any.

Who should have a session is compared with what was told (``calendar_copies``), so doing it twice changes nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection, Select

from services.notifications.actions.calendar_copies import invite, renew, withdraw
from services.notifications.actions.calendar_messages import tell_invited, tell_renewed, tell_withdrawn
from services.notifications.queries.desired import Scope
from shared import clock


def reconcile(
    db: Connection, session_ids: Sequence[UUID], journal_id: int | None, emails: Select[str] | None = None
) -> None:
    """Queue the invitations, updates and withdrawals that these sessions need, of these people or of everybody."""
    if not session_ids:
        return
    scope = Scope(session_ids, clock.now(), emails)
    told = replace(scope, told_alone=True)
    invite(db, told)
    tell_invited(db, told, journal_id)
    tell_changes(db, scope, journal_id)


def tell_changes(db: Connection, scope: Scope, journal_id: int | None) -> None:
    """The updates and withdrawals, after the invitations: each step finds only what the ones before it left."""
    renew(db, scope)
    tell_renewed(db, scope, journal_id)
    withdraw(db, scope)
    tell_withdrawn(db, scope, journal_id)
