"""Days by a rule, as calendars keep it (RFC 5545 section 3.3.10): every so many weeks, or a weekday of each month."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

#: sessions that one rule makes at most
MOST = 100
MOST_WEEKS = 52
#: first to fourth, and the last one
PLACES = (1, 2, 3, 4, -1)
#: as RFC 5545 calls them, Monday first
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST_DAY = date(2099, 12, 31)


class Frequency(StrEnum):
    """What the rule counts by."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True)
class Period:
    """Days that are left out, both ends among them."""

    begins: date
    ends: date


@dataclass(frozen=True)
class Repetition:
    """A rule. ``interval`` counts weeks, ``place`` is which such weekday of a month it is (-1: the last).

    It ends on ``until``, or after ``count`` days that weren't left out.
    """

    frequency: Frequency
    weekday: int
    first_day: date
    interval: int = 1
    place: int = 1
    until: date | None = None
    count: int | None = None
    left_out: Period | None = None


def days_of(rule: Repetition) -> list[date]:
    """The days, in order; one more than ``MOST`` when there are too many."""
    by = weekday(rule.weekday)
    # the first such weekday is in the first week that counts
    begins = rule.first_day + timedelta(days=(rule.weekday - rule.first_day.weekday()) % 7)
    start = datetime.combine(begins, time())
    until = datetime.combine(min(rule.until or LAST_DAY, LAST_DAY), time())
    if rule.frequency is Frequency.WEEKLY:
        found = rrule(WEEKLY, start, interval=rule.interval, byweekday=by, until=until)
    else:
        found = rrule(MONTHLY, start, byweekday=by(rule.place), until=until)
    kept = (one.date() for one in found if not _is_left_out(one.date(), rule.left_out))
    return list(islice(kept, min(rule.count or MOST + 1, MOST + 1)))


def _is_left_out(day: date, period: Period | None) -> bool:
    return period is not None and period.begins <= day <= period.ends
