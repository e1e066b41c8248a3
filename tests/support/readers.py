"""What others find in our calendars: the parsers of Thunderbird (ical.js) and of many servers (vobject)."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

import vobject

from tests.support import ical_js


class Entry(NamedTuple):
    """One event: the status is None when it says none."""

    uid: str
    sequence: int
    status: str | None
    starts_at: datetime


class Seen(NamedTuple):
    """One calendar."""

    method: str | None
    entries: list[Entry]


def read_by_others(calendars: list[bytes]) -> list[Seen]:
    """What each calendar says. Fails where the two readers find different things."""
    by_ical_js = [_of_ical_js(calendar) for calendar in ical_js.read(calendars)]
    by_vobject = [_of_vobject(vobject.readOne(calendar.decode())) for calendar in calendars]
    assert by_ical_js == by_vobject
    return by_ical_js


def _of_ical_js(calendar: dict[str, Any]) -> Seen:
    entries = [Entry(event["uid"], event["sequence"], event["status"], event["starts"]) for event in calendar["events"]]
    return Seen(calendar["method"], entries)


def _of_vobject(calendar: Any) -> Seen:
    def value(component: Any, name: str) -> str | None:
        return str(component.contents[name][0].value) if name in component.contents else None

    entries = [
        Entry(event.uid.value, int(event.sequence.value), value(event, "status"), event.dtstart.value.astimezone(UTC))
        for event in calendar.contents.get("vevent", [])
    ]
    return Seen(value(calendar, "method"), entries)
