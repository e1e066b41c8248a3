"""Invitations and their withdrawal, as one person's mail carries them (iTIP, RFC 5546 3.2.2 and 3.2.5)."""

from datetime import datetime
from functools import lru_cache
from typing import Literal

from icalendar import Event
from icalendar.prop import vCalAddress

from services.notifications.calendar.address import mailable, mailto
from services.notifications.calendar.component import Text, calendar, definitions, entry, instant
from services.notifications.calendar.event import Attendee, Organizer, SessionEvent
from services.notifications.calendar.text import parameter

_BEGIN, _END = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"


def request(event: SessionEvent, organizer: Organizer, attendee: Attendee, stamp: datetime) -> bytes:
    """The invitation, or its update: the same UID with a raised sequence moves the entry in place.

    `stamp` is when this version is written; it must be later than that of the version before it. Raises ValueError
    for a cancelled session, and for an attendee who is the organizer: calendars would ask nobody for an answer.
    """
    if event.status != "confirmed":
        raise ValueError(f"A cancelled session invites nobody: {event.uid}")
    return _message("REQUEST", event, organizer, attendee, stamp)


def cancel(event: SessionEvent, organizer: Organizer, attendee: Attendee, stamp: datetime) -> bytes:
    """The withdrawal: for a cancelled session, or for one person who no longer takes part.

    Its times are those last sent. STATUS says CANCELLED for the single person too, since calendars act on it and the
    message tells only of that person's copy.
    """
    return _message("CANCEL", event, organizer, attendee, stamp)


def _message(
    method: Literal["REQUEST", "CANCEL"],
    event: SessionEvent,
    organizer: Organizer,
    attendee: Attendee,
    stamp: datetime,
) -> bytes:
    guest = vCalAddress(mailto(attendee.email))
    if guest.lower() == mailto(organizer.email).lower():
        raise ValueError(f"The organizer cannot be invited to the organizer's own session: {organizer.email}")
    guest.params["CN"] = parameter(attendee.name) or mailable(attendee.email)
    guest.params["CUTYPE"] = "INDIVIDUAL"
    guest.params["ROLE"] = attendee.role
    guest.params["PARTSTAT"] = attendee.partstat
    if method == "REQUEST":
        # Exchange sends no answer unless asked (MS-OXOCAL 3.1.4.8.4).
        guest.params["RSVP"] = "TRUE"
    own = Event()
    own.add("dtstamp", instant(stamp))
    own["ATTENDEE"] = guest
    before, after = _common(method, event, organizer)
    return before + bytes(own.to_ical().removeprefix(_BEGIN).removesuffix(_END)) + after


@lru_cache(maxsize=64)
def _common(method: Literal["REQUEST", "CANCEL"], event: SessionEvent, organizer: Organizer) -> tuple[bytes, bytes]:
    """What is the same in everyone's copy, before and after the lines of the person's own.

    Kept, because one change to a session writes to hundreds.
    """
    zones = definitions([event])
    body = entry(event, zones)
    body["STATUS"] = Text("CANCELLED" if method == "CANCEL" else "CONFIRMED")
    body["TRANSP"] = Text("OPAQUE")
    host = vCalAddress(mailto(organizer.email))
    host.params["CN"] = parameter(organizer.name) or mailable(organizer.email)
    body["ORGANIZER"] = host
    body["X-MICROSOFT-DISALLOW-COUNTER"] = Text("TRUE")
    made = calendar(method)
    for component in (*zones.values(), body):
        made.add_component(component)
    before, end, after = made.to_ical().rpartition(_END)
    return before, end + after
