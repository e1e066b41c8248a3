"""On which days the demo programme is held, counted from today."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared import clock
from shared.local_time import to_instant

ZONE = "Europe/Helsinki"
_SATURDAY = 5
#: (month, day) of the public holidays in Finland that never move and can fall on a working day
_HOLIDAYS = {(1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26)}


def day(offset: int) -> date:
    """The day so many days from today."""
    return clock.now().astimezone(ZoneInfo(ZONE)).date() + timedelta(days=offset)


def working_day(offset: int) -> date:
    """The same, or the next one that people work on."""
    found = day(offset)
    while found.weekday() >= _SATURDAY or (found.month, found.day) in _HOLIDAYS:
        found += timedelta(days=1)
    return found


def start_of_day(offset: int) -> datetime:
    """Eight in the morning of the day so many days from today."""
    return to_instant(day(offset), time(8), ZONE)
