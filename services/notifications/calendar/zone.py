"""VTIMEZONE from the zone database: one STANDARD, at most one DAYLIGHT, each with a plain yearly rule.

Exchange reads no more than that (MS-OXCICAL 2.1.3.1.1.19), and calendars that do not know the zone's name go by it.
A zone that does not change by such a rule around the event gets none, nor does one that keeps UTC: times are then
written in UTC, which is never wrong.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class _Change:
    """One change of a zone's offset; `onset` is the wall clock just before it."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def kind(self) -> tuple[int, int, object, timedelta, timedelta]:
        """What must be the same every year for a yearly rule to hold."""
        return self.onset.month, self.onset.weekday(), self.onset.time(), self.before, self.after


@lru_cache(maxsize=512)
def vtimezone(zone: str, first_year: int, last_year: int) -> Timezone | None:
    """The zone's definition for events of these years (local), or None when their times must be written in UTC.

    The rules hold from the year before the first to the year after the last. The component is shared: do not change it.
    """
    if not 1971 <= first_year <= last_year <= 9900:
        return None
    years = range(first_year - 1, last_year + 2)
    changes = list(_changes(ZoneInfo(zone), years))
    component = Timezone()
    component.add("tzid", zone)
    if not changes:
        now = datetime(first_year, 1, 1, tzinfo=UTC).astimezone(ZoneInfo(zone))
        component.add_component(_steady(now))
        return component if now.utcoffset() else None
    # By the offset and not by dst(): Irish law calls winter time the exception, calendars do not.
    standard, daylight = TimezoneStandard(), TimezoneDaylight()
    back = [change for change in changes if change.after < change.before]
    forward = [change for change in changes if change.after > change.before]
    if not (_describe(standard, back, years) and _describe(daylight, forward, years)):
        return None
    component.add_component(standard)
    component.add_component(daylight)
    return component


def is_ambiguous(local: datetime) -> bool:
    """Whether this wall clock occurs twice, so that `TZID=` would name the wrong one of the two to some readers."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _changes(zone: ZoneInfo, years: range) -> Iterator[_Change]:
    start = datetime(years[0], 1, 1, tzinfo=UTC)
    days = (datetime(years[-1] + 1, 1, 1, tzinfo=UTC) - start).days
    instants = [start + timedelta(days=day) for day in range(days + 1)]
    offsets = [_offset(zone, instant) for instant in instants]
    for (earlier, later), (before, after) in zip(pairwise(instants), pairwise(offsets), strict=True):
        if before != after:
            yield _change_between(zone, earlier, later)


def _change_between(zone: ZoneInfo, earlier: datetime, later: datetime) -> _Change:
    before, after = _offset(zone, earlier), _offset(zone, later)
    while later - earlier > timedelta(seconds=1):
        middle = earlier + timedelta(seconds=(later - earlier) // timedelta(seconds=2))
        if _offset(zone, middle) == before:
            earlier = middle
        else:
            later = middle
    onset = (later + before).replace(tzinfo=None)
    return _Change(onset, before, after, later.astimezone(zone).tzname() or "")


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta(0)


def _describe(observance: TimezoneStandard | TimezoneDaylight, onsets: list[_Change], years: range) -> bool:
    """Write the yearly rule of these onsets; False when there is none that held in every one of the years."""
    if [change.onset.year for change in onsets] != list(years) or len({change.kind for change in onsets}) != 1:
        return False
    week = _week_of_month([change.onset for change in onsets])
    if week is None:
        return False
    first = onsets[0]
    observance.add("dtstart", first.onset)
    observance.add("tzoffsetfrom", first.before)
    observance.add("tzoffsetto", first.after)
    observance.add("tzname", first.name)
    day = f"{week}{_DAYS[first.onset.weekday()]}"
    observance.add("rrule", {"freq": "yearly", "bymonth": first.onset.month, "byday": day})
    return True


def _week_of_month(days: list[datetime]) -> int | None:
    """-1 when each is the month's last such weekday, n when each is the nth, None when they differ."""
    if all(day.day + 7 > monthrange(day.year, day.month)[1] for day in days):
        return -1
    weeks = {(day.day - 1) // 7 + 1 for day in days}
    return weeks.pop() if len(weeks) == 1 else None


def _steady(now: datetime) -> TimezoneStandard:
    """A zone that keeps the offset it has now: its single STANDARD begins before any event."""
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None))
    standard.add("tzoffsetfrom", now.utcoffset())
    standard.add("tzoffsetto", now.utcoffset())
    standard.add("tzname", now.tzname() or "")
    return standard
