"""What one of our own calendar objects says, for a person to read."""

from dataclasses import dataclass
from datetime import datetime

from icalendar import Calendar

from services.notifications.calendar.address import from_uri


@dataclass(frozen=True, slots=True)
class EntrySummary:
    """The one VEVENT of a message and its METHOD. Instants are aware; ``zone`` is the IANA name they are written in."""

    method: str
    uid: str
    sequence: int
    summary: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    location: str
    status: str
    attendees: list[str]


def summarise(content: bytes) -> EntrySummary:
    """The entry in a calendar object that we made."""
    calendar = Calendar.from_ical(content)
    event = calendar.walk("VEVENT")[0]
    said = event.get("ATTENDEE", [])
    return EntrySummary(
        method=str(calendar.get("METHOD", "")),
        uid=str(event["UID"]),
        sequence=int(str(event["SEQUENCE"])),
        summary=str(event["SUMMARY"]),
        starts_at=event.decoded("DTSTART"),
        ends_at=event.decoded("DTEND"),
        zone=event["DTSTART"].params.get("TZID", "UTC"),
        location=str(event.get("LOCATION", "")),
        status=str(event.get("STATUS", "")),
        attendees=[from_uri(str(uri)) for uri in (said if isinstance(said, list) else [said])],
    )
