"""When somebody is reminded of an assignment: pure decisions over the times of one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.notifications.rules.quiet_hours import QuietHours, held_until


@dataclass(frozen=True, slots=True)
class DueAssignment:
    """An assignment as far as reminders go by it; ``zone`` is an IANA name."""

    id: UUID
    series_id: UUID
    session_id: UUID | None
    offering_id: UUID | None
    due: datetime
    zone: str
    remind_days: int


def speaks(task: DueAssignment, now: datetime, quiet: QuietHours | None) -> bool:
    """Whether its reminder goes out now: so many days before it is due, or late as long as it can still be done."""
    if not task.due - timedelta(days=task.remind_days) <= now < task.due:
        return False
    return held_until(quiet, now, task.zone, task.due) <= now
