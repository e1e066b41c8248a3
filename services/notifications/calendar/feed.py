"""Calendars to subscribe to, and plain entries to keep: what is on, without people (RFC 5546 3.2.1, RFC 7986)."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache

from icalendar.prop import vDuration, vText, vUri

from services.notifications.calendar.component import Text, calendar, definitions, entry, instant
from services.notifications.calendar.event import SessionEvent
from services.notifications.calendar.folding import folded
from services.notifications.calendar.text import one_line, web_address

REFRESH = timedelta(hours=1)
_END = b"END:VCALENDAR"


def feed(name: str, events: Iterable[SessionEvent], url: str, stamp: datetime | None = None) -> bytes:
    """The events as one published calendar called `name`; the same events give the same bytes, in any order.

    `url` is the page that the calendar belongs to (a personal feed's own secret address must not stand in it).
    DTSTAMP is each event's last change unless `stamp` is given. Cancelled sessions stay, as STATUS:CANCELLED. Of a
    session given twice, its newest version counts.
    """
    newest = {event.uid: event for event in sorted(events, key=lambda event: (event.sequence, event.changed_at))}
    chosen = sorted(newest.values(), key=lambda event: (event.starts_at, event.uid))
    zones = definitions(chosen)
    made = calendar("PUBLISH")
    title = Text(one_line(name))
    made["NAME"] = title
    made["X-WR-CALNAME"] = title
    made["X-WR-TIMEZONE"] = vText(_main_zone(chosen))
    made["URL"] = vUri(web_address(url))
    made["REFRESH-INTERVAL"] = vDuration(REFRESH, params={"VALUE": "DURATION"})
    made["X-PUBLISHED-TTL"] = vDuration(REFRESH)
    for definition in zones.values():
        made.add_component(definition)
    before, end, after = bytes(made.to_ical()).rpartition(_END)
    return before + b"".join(_written(event, event.timezone in zones, stamp) for event in chosen) + end + after


@lru_cache(maxsize=4096)
def _written(event: SessionEvent, in_its_zone: bool, stamp: datetime | None) -> bytes:
    """One VEVENT. Kept, since of a feed that changed most events did not, and feeds share theirs."""
    body = entry(event, {event.timezone} if in_its_zone else ())
    body.add("dtstamp", instant(stamp or event.changed_at))
    body["STATUS"] = Text(event.status.upper())
    # A subscribed calendar informs; what takes a person's time is the invitation.
    body["TRANSP"] = Text("TRANSPARENT")
    return b"".join(folded(str(line)) + b"\r\n" for line in body.content_lines() if line)


def _main_zone(events: list[SessionEvent]) -> str:
    counted = Counter(event.timezone for event in events)
    return min(counted, key=lambda name: (-counted[name], name)) if counted else "UTC"
