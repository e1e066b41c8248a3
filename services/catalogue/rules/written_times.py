"""Days and times of day as people and spreadsheets write them."""

import re
from datetime import date, time
from typing import NamedTuple

#: 3.2.2027, 03/02/2027, 3-2-2027; days come first wherever Kierros is used
_NORDIC = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})\b")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
#: "ke", "onsdag", "Wed,"
_WEEKDAY = re.compile(r"^[^\W\d]{2,12}[.,]?\s+")
_CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.]\s*(\d{2}))?(?:[:.](\d{2})(?:\.\d+)?)?\s*(am|pm|a\.m\.|p\.m\.)?")
_BEFORE_CLOCK = re.compile(r"^(klo|kello|kl|klockan|at)\b\.?\s*")
_DASH = re.compile(r"\s*(?:–|—|-|−)\s*")
#: a spreadsheet's time of day without its format: a part of the day
_PART_OF_DAY = re.compile(r"0[.,](?:\d|\d{3,})")


class Written(NamedTuple):
    """What a cell says of a time: either may be missing."""

    day: date | None = None
    clocks: tuple[time, ...] = ()


def read_day(text: str) -> Written | None:
    """A day, perhaps with a time of day after it, as a spreadsheet's date cells have it; None for anything else."""
    said = _WEEKDAY.sub("", text.strip())
    found = _ISO.match(said) or _NORDIC.match(said)
    there = _day(found) if found else None
    if found is None or there is None:
        return None
    rest = said[found.end() :].lstrip(" T,").strip()
    # midnight is what a cell holds that says only the day
    if not rest or rest == "00:00:00":
        return Written(there)
    clocks = read_clocks(rest)
    return Written(there, clocks) if clocks else None


def is_no_day(text: str) -> bool:
    """Whether it is written as a day is, and no calendar has it, as 31.2.2027."""
    said = _WEEKDAY.sub("", text.strip())
    found = _ISO.match(said) or _NORDIC.match(said)
    return found is not None and _day(found) is None


def _day(found: re.Match[str]) -> date | None:
    parts = [int(part) for part in found.groups()]
    year, month, day = parts if found.re is _ISO else reversed(parts)
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def read_clocks(text: str) -> tuple[time, ...] | None:
    """One time of day, or two with a dash between them; None for anything else."""
    said = _BEFORE_CLOCK.sub("", text.strip().casefold())
    found = [_clock(part) for part in _DASH.split(said)]
    clocks = tuple(one for one in found if one is not None)
    return clocks if len(clocks) == len(found) <= 2 else None


def _clock(text: str) -> time | None:
    said = _BEFORE_CLOCK.sub("", text.strip())
    if _PART_OF_DAY.fullmatch(said):
        minutes = round(float(said.replace(",", ".")) * 24 * 60)
        return time(minutes // 60, minutes % 60) if minutes < 24 * 60 else None
    found = _CLOCK.fullmatch(said)
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[4].startswith("p") else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None
