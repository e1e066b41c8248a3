"""Who may take over a place, and where in the line their registration stands."""

from datetime import datetime
from uuid import UUID

from shared.rules.window import Window, has_ended

STANDING = ("confirmed", "waitlisted")


def obstacle(state: str, window: Window, now: datetime) -> str | None:
    """Why nobody can take over a registration's place: not_standing, cancelled or over. None: somebody can.

    That may be long after the deadline: organisations swap people until the last session has been held.
    """
    if state not in STANDING:
        return "not_standing"
    if window.is_cancelled:
        return "cancelled"
    return "over" if has_ended(window, now) else None


def next_in_order(registration_id: UUID) -> UUID:
    """The id right after this one: the line goes by (queued_at, id), so that nobody comes between the two."""
    return UUID(int=registration_id.int + 1)
