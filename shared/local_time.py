"""Times as people write them, in a zone, turned into instants; and the traps of daylight saving told apart."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones


class NoSuchTime(ValueError):
    """The clock skips this time on that day (it is put forward)."""


class TwiceTime(ValueError):
    """The clock shows this time twice on that day (it is put back)."""


def to_instant(day: date, at: time, zone: str, *, second_time: bool | None = None) -> datetime:
    """The instant, in UTC, at which clocks in ``zone`` show ``at`` on ``day``.

    Raises NoSuchTime in the hour that is skipped, and TwiceTime in the hour that comes twice unless ``second_time``
    says which one is meant. ``zone`` is an IANA name.
    """
    wall = datetime.combine(day, at, ZoneInfo(zone))
    first, second = (wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    if first.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise NoSuchTime(f"{day} {at} does not exist in {zone}")
    if second_time is None:
        raise TwiceTime(f"{day} {at} comes twice in {zone}")
    return second if second_time else first


def start_of_day(day: date, zone: str) -> datetime:
    """The first second of a day in ``zone``, in UTC, also where clocks skip midnight or show it twice."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def end_of_day(day: date, zone: str) -> datetime:
    """The last second of a day in ``zone``, in UTC: what a deadline given as a date means."""
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)
    return midnight - timedelta(seconds=1)


def is_end_of_day(instant: datetime, zone: str) -> bool:
    """Whether an instant is the last second of its day in ``zone``."""
    return instant == end_of_day(instant.astimezone(ZoneInfo(zone)).date(), zone)


@cache
def zones() -> frozenset[str]:
    """The IANA names that may be used: places, and UTC."""
    return frozenset(name for name in available_timezones() if "/" in name and not name.startswith("Etc/")) | {"UTC"}
