"""When presenters rehearse: so long before their session begins, wherever that moves."""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

#: two weeks: what lies further off is a session of its own
MOST_BEFORE = 14 * 24 * 60
MOST_MINUTES = 8 * 60
USUAL_MINUTES = 15
#: the fields of a session that say it
OF_REHEARSAL = frozenset({"rehearsal_before", "rehearsal_minutes"})
_DAY = 24 * 60


class Rehearsal(NamedTuple):
    """From when to when, in UTC."""

    starts_at: datetime
    ends_at: datetime


def rehearsal(starts_at: datetime, zone: str, before: int | None, minutes: int) -> Rehearsal | None:
    """The rehearsal of a session that begins then, ``before`` minutes earlier; None where there is none.

    Whole days are counted on the clocks of ``zone``, so that "the day before" is at the same time of day when clocks
    change in between; what is left of ``before`` is counted as it passes.
    """
    if before is None:
        return None
    days, rest = divmod(before, _DAY)
    that_day = (starts_at.astimezone(ZoneInfo(zone)) - timedelta(days=days)).astimezone(UTC)
    begins = that_day - timedelta(minutes=rest)
    return Rehearsal(begins, begins + timedelta(minutes=minutes))


def rehearsal_of(session: Any) -> Rehearsal | None:
    """The rehearsal of a session as its table holds it."""
    return rehearsal(session.starts_at, session.timezone, session.rehearsal_before, session.rehearsal_minutes)


def is_over_in_time(before: int | None, minutes: int) -> bool:
    """Whether it has ended when the session begins."""
    return before is None or minutes <= before
