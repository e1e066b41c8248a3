"""The times that somebody proposes instead (METHOD:COUNTER, RFC 5546 3.2.7). What can't be read for sure is none."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from services.notifications.calendar.content_lines import Line
from services.notifications.calendar.zone import is_ambiguous
from shared.local_time import zones

_MOMENT = re.compile(r"(\d{8}T\d{6})(Z?)")
_DURATION = re.compile(r"PT(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:0S)?")
_LONGEST = timedelta(days=31)
#: what Outlook calls the zones that people of ours are in or travel to (Unicode CLDR, windowsZones)
_WINDOWS = {
    "FLE Standard Time": "Europe/Helsinki",
    "W. Europe Standard Time": "Europe/Berlin",
    "Romance Standard Time": "Europe/Paris",
    "Central Europe Standard Time": "Europe/Budapest",
    "Central European Standard Time": "Europe/Warsaw",
    "GMT Standard Time": "Europe/London",
    "Greenwich Standard Time": "Atlantic/Reykjavik",
    "GTB Standard Time": "Europe/Bucharest",
    "Russian Standard Time": "Europe/Moscow",
    "Turkey Standard Time": "Europe/Istanbul",
    "Eastern Standard Time": "America/New_York",
    "Central Standard Time": "America/Chicago",
    "Mountain Standard Time": "America/Denver",
    "Pacific Standard Time": "America/Los_Angeles",
    "India Standard Time": "Asia/Kolkata",
    "Tokyo Standard Time": "Asia/Tokyo",
    "AUS Eastern Standard Time": "Australia/Sydney",
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """Another time, in UTC. ``ends_at`` is None when only a start was proposed: the length then stays."""

    starts_at: datetime
    ends_at: datetime | None


def proposed(event: Mapping[str, Sequence[Line]]) -> Proposed | None:
    """What a VEVENT proposes; None for whole days, floating times, zones we don't know, and an end before the start."""
    starts_at = _instant(event.get("DTSTART", ()))
    if starts_at is None or not 2000 <= starts_at.year <= 2099:
        return None
    if not event.get("DTEND"):
        length = _length(event.get("DURATION", ()))
        return Proposed(starts_at, starts_at + length if length else None)
    ends_at = _instant(event["DTEND"])
    if ends_at is None or not starts_at < ends_at <= starts_at + _LONGEST:
        return None
    return Proposed(starts_at, ends_at)


def _instant(lines: Sequence[Line]) -> datetime | None:
    match = _MOMENT.fullmatch(lines[0].value) if len(lines) == 1 else None
    if match is None:
        return None
    try:
        wall = datetime.strptime(match[1], "%Y%m%dT%H%M%S")  # noqa: DTZ007 - the zone stands beside it
        if match[2]:
            return wall.replace(tzinfo=UTC)
        zone = _zone(lines[0].parameters.get("TZID", ""))
        if zone is None or is_ambiguous(wall.replace(tzinfo=zone)):
            return None
        return wall.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _zone(written: str) -> ZoneInfo | None:
    """The zone that a TZID names: an IANA name, with or without a prefix such as `/example.org/`, or Outlook's."""
    last_two = "/".join(written.split("/")[-2:])
    for name in (written, _WINDOWS.get(written, ""), last_two):
        if name in zones():
            return ZoneInfo(name)
    return None


def _length(lines: Sequence[Line]) -> timedelta | None:
    match = _DURATION.fullmatch(lines[0].value) if len(lines) == 1 else None
    length = timedelta(hours=int(match[1] or 0), minutes=int(match[2] or 0)) if match else timedelta()
    return length if timedelta() < length <= _LONGEST else None
