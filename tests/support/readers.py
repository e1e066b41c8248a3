"""What others find in our calendars: the parsers of Thunderbird (ical.js), of Evolution (libical), of many servers."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

import vobject

from tests.support import ical_js, libical


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
    """What each calendar says. Fails where the readers differ; libical is asked where it is to be had."""
    told = ical_js.read(calendars)
    by_vobject = [_of_vobject(vobject.readOne(calendar.decode())) for calendar in calendars]
    by_libical = [libical.read(calendar) for calendar in calendars] if not libical.why_not() else None
    for index, by_ical_js in enumerate(told):
        assert _told(by_ical_js) == _told(by_vobject[index])
        assert by_libical is None or _told(by_ical_js) == _told(by_libical[index])
    return [_seen(calendar) for calendar in told]


def _told(calendar: dict[str, Any]) -> list[Any]:
    names = ("uid", "sequence", "status", "starts", "ends")
    return [calendar["method"], *([event[name] for name in names] for event in calendar["events"])]


def _seen(calendar: dict[str, Any]) -> Seen:
    entries = [Entry(event["uid"], event["sequence"], event["status"], event["starts"]) for event in calendar["events"]]
    return Seen(calendar["method"], entries)


def _of_vobject(calendar: Any) -> dict[str, Any]:
    def value(component: Any, name: str) -> str | None:
        return str(component.contents[name][0].value) if name in component.contents else None

    events = [
        {
            "uid": event.uid.value,
            "sequence": int(event.sequence.value),
            "status": value(event, "status"),
            "starts": event.dtstart.value.astimezone(UTC),
            "ends": event.dtend.value.astimezone(UTC),
        }
        for event in calendar.contents.get("vevent", [])
    ]
    return {"method": value(calendar, "method"), "events": events}
