"""When a contact's digest may go out: in the morning, or later in the day, never at night and never twice a day."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.notifications.rules.quiet_hours import QuietHours, held_until

#: on the installation's clocks
FIRST_HOUR = 8
#: between two of them; yesterday's may have been late
BETWEEN = timedelta(hours=20)

CLOSING = "closing"
DEAD_ADDRESS = "dead-address"


def may_go(now: datetime, zone: str, quiet: QuietHours | None) -> bool:
    """Whether it is a time of day at which contacts hear from us."""
    return now.astimezone(ZoneInfo(zone)).hour >= FIRST_HOUR and held_until(quiet, now, zone) <= now
