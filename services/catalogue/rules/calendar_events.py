"""The events of a calendar file (RFC 5545) as rows that are to become sessions; what recurs is spread out."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar, vRecur
from icalendar.error import BrokenCalendarProperty

from services.catalogue.rules.event_words import is_called_off, words_of
from services.catalogue.rules.written_rows import MOST_ROWS, WrittenRow
from shared.local_time import zones

#: what a rule may consist of: days, so that even one that fits no day comes to its end
_DAYS = frozenset({"BYDAY", "BYMONTHDAY", "BYMONTH", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"})
_PARTS = _DAYS | {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
#: no series is planned further ahead
_LONGEST = timedelta(days=3660)
#: others can't be told in every zone
_YEARS = range(1980, 2200)
_LONGEST_UID = 900
_MOST_EVENTS = 5_000


class NotACalendar(ValueError):
    """The text can't be read as a calendar."""


def rows_of(data: bytes, zone: str) -> list[WrittenRow]:
    """What is held, in the order of time, up to one more than may be brought at once.

    Times in a zone that has no IANA name, and those in UTC, are told on the clocks of ``zone``. Raises NotACalendar.
    """
    try:
        events = [event for one in Calendar.from_ical(data, multiple=True) for event in one.walk("VEVENT")]
    except (ValueError, KeyError, IndexError, AttributeError, TypeError) as wrong:
        raise NotACalendar from wrong
    by_uid: dict[str, list[Any]] = defaultdict(list)
    for number, event in enumerate(events[:_MOST_EVENTS]):
        by_uid[str(event.get("UID", f"event {number}"))[:_LONGEST_UID]].append(event)
    found = [row for uid, ones in by_uid.items() for row in islice(_rows(uid, ones, zone), MOST_ROWS + 1)]
    found.sort(key=lambda row: (row[0], row[1].uid))
    return [
        row.model_copy(update={"number": number}) for number, (_when, row) in enumerate(found[: MOST_ROWS + 1], start=1)
    ]


def _rows(uid: str, events: list[Any], zone: str) -> Iterator[tuple[str, WrittenRow]]:
    """An event with those of its times that were changed one by one (RFC 5545 section 3.8.4.4)."""
    changed = {moment: event for event in events if (moment := _moment(event.get("RECURRENCE-ID"))) is not None}
    for event in events:
        if _moment(event.get("RECURRENCE-ID")) is not None or is_called_off(event):
            continue
        start = _moment(event.get("DTSTART"))
        if not isinstance(start, datetime):
            yield _row(uid, event, None, zone)
        elif start.year in _YEARS and ("RRULE" in event or "RDATE" in event):
            there = start.tzinfo or ZoneInfo(zone)
            own = {_naive(moment, there): other for moment, other in changed.items()}
            for one in _times(event, start.replace(tzinfo=None), there):
                if one not in own:
                    yield _row(f"{uid}/{one.isoformat()}", event, one.replace(tzinfo=there), zone)
        else:
            yield _row(uid, event, start, zone)
    for moment, event in changed.items():
        if is_called_off(event):
            continue
        at = _moment(event.get("DTSTART"))
        naive = moment.replace(tzinfo=None) if isinstance(moment, datetime) else moment
        yield _row(f"{uid}/{naive.isoformat()}", event, at if isinstance(at, datetime) else None, zone)


def _row(uid: str, event: Any, start: datetime | None, zone: str) -> tuple[str, WrittenRow]:
    """What an event says when it begins at ``start``; None: it lasts whole days or says no time."""
    said = words_of(event)
    first = _moment(event.get("DTSTART"))
    if start is None or start.year not in _YEARS:
        if first is not None:
            said["day"] = first.isoformat()[:10]
        is_day = first is not None and not isinstance(first, datetime)
        row = WrittenRow(number=0, cells=said, uid=uid, is_all_day=is_day)
        return said.get("day", ""), row
    name = getattr(start.tzinfo, "key", "")
    said["timezone"] = name if name in zones() and name != "UTC" else zone
    clocks = ZoneInfo(said["timezone"])
    begins = (start if start.tzinfo else start.replace(tzinfo=ZoneInfo(zone))).astimezone(clocks)
    said |= {"day": f"{begins:%Y-%m-%d}", "starts": f"{begins:%H:%M:%S}"}
    lasts = _lasts(event, first)
    if lasts is not None:
        ends = (begins.astimezone(ZoneInfo("UTC")) + lasts).astimezone(clocks)
        said["ends"] = f"{ends:%H:%M:%S}" if ends.date() == begins.date() else f"{ends:%Y-%m-%d %H:%M:%S}"
    return f"{begins.astimezone(ZoneInfo('UTC')):%Y-%m-%d %H:%M}", WrittenRow(number=0, cells=said, uid=uid)


def _lasts(event: Any, start: Any) -> timedelta | None:
    duration = _part(event.get("DURATION"), "td")
    end = _moment(event.get("DTEND"))
    if isinstance(end, datetime) and isinstance(start, datetime) and (end.tzinfo is None) == (start.tzinfo is None):
        return min(end - start, _LONGEST)
    return min(duration, _LONGEST) if isinstance(duration, timedelta) else None


def _times(event: Any, start: datetime, there: tzinfo) -> list[datetime]:
    """When it is held, on its own clocks: by its rule and beside it, without what is left out."""
    rules = event.get("RRULE")
    found = {start} | _several(event.get("RDATE"), there)
    for rule in rules if isinstance(rules, list) else [rules] if rules is not None else []:
        found |= set(_by_rule(rule, start, there))
    return sorted(found - _several(event.get("EXDATE"), there))[: MOST_ROWS + 1]


def _by_rule(rule: Any, start: datetime, there: tzinfo) -> Iterator[datetime]:
    """Nothing for a rule of seconds or one that can't be read."""
    if not isinstance(rule, vRecur):
        return iter(())
    parts = {str(name).upper(): value for name, value in rule.items()}
    interval = (parts.get("INTERVAL") or [1])[0]
    if not parts.keys() <= _PARTS or str((parts.get("FREQ") or [""])[0]) not in _FREQUENCIES or not interval >= 1:
        return iter(())
    until = (parts.get("UNTIL") or [None])[0]
    last = start + _LONGEST
    if isinstance(until, datetime):
        last = min(last, _naive(until, there))
    elif isinstance(until, date):
        last = min(last, datetime.combine(until, datetime.max.time()))
    text = rule.to_ical().decode()  # type: ignore[no-untyped-call]
    kept = ";".join(part for part in text.split(";") if not part.upper().startswith("UNTIL="))
    try:
        every = rrulestr(kept, dtstart=start)
        return iter(every.between(start, last, inc=True))
    except (ValueError, TypeError, OverflowError):
        return iter(())


def _several(lists: Any, there: tzinfo) -> set[datetime]:
    ones = lists if isinstance(lists, list) else [lists] if lists is not None else []
    moments = (_moment(moment) for one in ones for moment in _part(one, "dts") or ())
    return {_naive(moment, there) for moment in moments if isinstance(moment, datetime)}


def _naive(moment: Any, there: tzinfo) -> datetime:
    """On the event's own clocks."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, datetime.min.time())
    try:
        return moment.astimezone(there).replace(tzinfo=None) if moment.tzinfo else moment
    except OverflowError:
        return moment.replace(tzinfo=None)


def _moment(prop: Any) -> Any:
    """The day or instant of a property that stands once; None when it has none or says something else."""
    found = _part(prop, "dt")
    return found if isinstance(found, date) else None


def _part(prop: Any, name: str) -> Any:
    """What a property holds under this name; None where it says what can't be read."""
    try:
        return getattr(prop, name, None)
    except BrokenCalendarProperty:
        return None
