"""What clocks show on another day: the instant of it, and the traps that daylight saving sets."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from shared.local_time import NoSuchTime, TwiceTime, to_instant


class Trap(StrEnum):
    """What is the matter with a time of day on a certain day."""

    SKIPPED = "skipped"
    TWICE = "twice"


class Told(NamedTuple):
    """An instant, in UTC, and what was the matter with the time that it was told by."""

    instant: datetime
    trap: Trap | None = None


class Span(NamedTuple):
    """When a session begins and ends, and the traps that its times fell into."""

    starts_at: datetime
    ends_at: datetime
    traps: tuple[Trap, ...] = ()


def told(day: date, at: time, zone: str, *, second_time: bool | None = None) -> Told:
    """The instant at which clocks in ``zone`` show ``at`` on ``day``, read as calendars do (RFC 5545 section 3.3.5).

    A time that comes twice is the first one, unless ``second_time`` says otherwise; one that is skipped is read by the
    offset before the gap, so that clocks then show an hour more.
    """
    try:
        return Told(to_instant(day, at, zone, second_time=second_time))
    except TwiceTime:
        return Told(to_instant(day, at, zone, second_time=False), Trap.TWICE)
    except NoSuchTime:
        return Told(datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC), Trap.SKIPPED)


def weeks_later(instant: datetime, zone: str, weeks: int) -> Told:
    """The same weekday and time of day so many weeks later, on the clocks of ``zone``."""
    there = instant.astimezone(ZoneInfo(zone))
    was_twice = there.replace(fold=0).utcoffset() != there.replace(fold=1).utcoffset()
    second_time = bool(there.fold) if was_twice else None
    return told(there.date() + timedelta(weeks=weeks), there.time().replace(fold=0), zone, second_time=second_time)


def span(starts: Told, ends: Told, lasts: timedelta) -> Span:
    """Both ends together; where a gap would leave nothing between them, the session lasts as long as it did."""
    traps = tuple(dict.fromkeys(one.trap for one in (starts, ends) if one.trap))
    ends_at = ends.instant if ends.instant > starts.instant else starts.instant + lasts
    return Span(starts.instant, ends_at, traps)


def weeks_to(first: date, wanted: date) -> int:
    """How many weeks to shift ``first`` by for it to be on ``wanted``, or the next such weekday after it."""
    return -((first - wanted).days // 7)
