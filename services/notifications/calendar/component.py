"""The VEVENT and the VCALENDAR around it, as invitations and feeds share them."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone
from icalendar.prop import vText, vUri

from services.notifications.calendar.event import SessionEvent
from services.notifications.calendar.text import many_lines, one_line, web_address
from services.notifications.calendar.zone import is_ambiguous, vtimezone

PRODUCT = "-//Kierros//Kierros//EN"


class Text(vText):
    r"""TEXT as RFC 5545 3.3.11 escapes it. The library's own turns a backslash before a capital N into a line break."""

    def to_ical(self) -> bytes:
        """The escaped text; line breaks are line feeds already."""
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return escaped.encode()


def calendar(method: str) -> Calendar:
    """An empty VCALENDAR with this METHOD."""
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", PRODUCT)
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    return made


def definitions(events: Iterable[SessionEvent]) -> dict[str, Timezone]:
    """One VTIMEZONE per zone that the events use and that can be told in one (RFC 5545 3.6.5), by its name."""
    years: dict[str, set[int]] = {}
    for event in events:
        zone = ZoneInfo(event.timezone)
        ends = (event.starts_at.astimezone(zone), event.ends_at.astimezone(zone))
        if not any(is_ambiguous(end) for end in ends):
            years.setdefault(event.timezone, set()).update(end.year for end in ends)
    told = {name: vtimezone(name, min(used), max(used)) for name, used in sorted(years.items())}
    return {name: definition for name, definition in told.items() if definition is not None}


def entry(event: SessionEvent, zones: Collection[str]) -> Event:
    """The session as a VEVENT without people and DTSTAMP, its times in its zone where `zones` has it, else in UTC."""
    made = Event()
    made.add("uid", event.uid)
    made.add("sequence", event.sequence)
    for name, moment in zip(("dtstart", "dtend"), _times(event, zones), strict=True):
        made.add(name, moment)
    made.add("created", min(instant(event.created_at), instant(event.changed_at)))
    made.add("last-modified", instant(event.changed_at))
    page = web_address(event.url)
    meeting = web_address(event.join_url) if event.join_url else ""
    made["SUMMARY"] = Text(one_line(event.summary))
    made["DESCRIPTION"] = Text(_description(event, meeting, page))
    # Outlook, Google and Apple show no CONFERENCE, so the link stands where they look as well.
    place = one_line(event.location) or meeting
    if place:
        made["LOCATION"] = Text(place)
    made.add("url", page)
    if meeting:
        made["CONFERENCE"] = vUri(meeting, params={"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"]})
    return made


def instant(moment: datetime) -> datetime:
    """The instant as iCalendar writes it: UTC, whole seconds."""
    return moment.astimezone(UTC).replace(microsecond=0)


def _times(event: SessionEvent, zones: Collection[str]) -> tuple[datetime, datetime]:
    zone = ZoneInfo(event.timezone)
    starts, ends = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    if event.timezone not in zones or is_ambiguous(starts) or is_ambiguous(ends):
        starts, ends = event.starts_at.astimezone(UTC), event.ends_at.astimezone(UTC)
    return starts.replace(microsecond=0), ends.replace(microsecond=0)


def _description(event: SessionEvent, meeting: str, page: str) -> str:
    text = many_lines(event.description)
    missing = [link for link in (meeting, page) if link and link not in text]
    return "\n\n".join(part for part in (text, "\n".join(missing)) if part)
