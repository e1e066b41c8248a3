"""Invitations, their withdrawal, and the no to another time, as one person's mail carries them (iTIP, RFC 5546)."""

from datetime import datetime
from functools import lru_cache
from typing import Literal

from icalendar.parser import Contentline
from icalendar.prop import vCalAddress, vDatetime

from services.notifications.calendar.address import mailable, mailto
from services.notifications.calendar.component import Text, calendar, definitions, entry, instant
from services.notifications.calendar.event import Attendee, Organizer, SessionEvent
from services.notifications.calendar.text import parameter

Method = Literal["REQUEST", "CANCEL", "DECLINECOUNTER"]

_END = b"END:VEVENT\r\n"


def request(
    event: SessionEvent,
    organizer: Organizer,
    attendee: Attendee,
    stamp: datetime,
    *,
    takes_proposals: bool = False,
) -> bytes:
    """The invitation, or its update (RFC 5546 3.2.2): the same UID with a raised sequence moves the entry in place.

    `stamp` is when this version is written; it must be later than that of the version before it. `takes_proposals`:
    whether the attendee's calendar may offer to propose another time. Raises ValueError for a cancelled session, and
    for an attendee who is the organizer: calendars would ask nobody for an answer.
    """
    if event.status != "confirmed":
        raise ValueError(f"A cancelled session invites nobody: {event.uid}")
    before, after = _common("REQUEST", event, organizer, takes_proposals)
    return before + _own("REQUEST", organizer, attendee, stamp) + after


def cancel(event: SessionEvent, organizer: Organizer, attendee: Attendee, stamp: datetime) -> bytes:
    """The withdrawal (RFC 5546 3.2.5): for a cancelled session, or for one person who no longer takes part.

    Its times are those last sent. STATUS says CANCELLED for the single person too, since calendars act on it and the
    message tells only of that person's copy.
    """
    before, after = _common("CANCEL", event, organizer)
    return before + _own("CANCEL", organizer, attendee, stamp) + after


def decline_counter(event: SessionEvent, organizer: Organizer, attendee: Attendee, stamp: datetime) -> bytes:
    """The no to a time that the attendee proposed (RFC 5546 3.2.8): the session stays as it stands in `event`.

    Its sequence is that of the invitation which the proposal answered.
    """
    before, after = _common("DECLINECOUNTER", event, organizer)
    return before + _own("DECLINECOUNTER", organizer, attendee, stamp) + after


def _own(method: Method, organizer: Organizer, attendee: Attendee, stamp: datetime) -> bytes:
    """The lines that no other person's copy has."""
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
    own = Contentline.from_parts("ATTENDEE", guest.params, guest).to_ical()
    return b"DTSTAMP:%b\r\n%b\r\n" % (vDatetime(instant(stamp)).to_ical(), own)  # type: ignore[no-untyped-call]


@lru_cache(maxsize=64)
def _common(
    method: Method, event: SessionEvent, organizer: Organizer, takes_proposals: bool = False
) -> tuple[bytes, bytes]:
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
    body["X-MICROSOFT-DISALLOW-COUNTER"] = Text("FALSE" if takes_proposals else "TRUE")
    made = calendar(method)
    for component in (*zones.values(), body):
        made.add_component(component)
    before, end, after = made.to_ical().rpartition(_END)
    return before, end + after
