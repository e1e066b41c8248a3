"""Rules C: what a calendar event, and a scheduling message around it, must hold (RFC 5545 3.6.1, RFC 5546 3.2)."""

import re

from tests.support.icalendar_lines import Component, Violations

_SINGLE = (
    *("CLASS", "CREATED", "DESCRIPTION", "DTSTART", "DTEND", "DTSTAMP", "DURATION", "LAST-MODIFIED", "LOCATION"),
    *("ORGANIZER", "PRIORITY", "RECURRENCE-ID", "SEQUENCE", "STATUS", "SUMMARY", "TRANSP", "UID", "URL"),
)
_UTC = re.compile(r"\d{8}T\d{6}Z")
_LOCAL = re.compile(r"\d{8}T\d{6}")
_MAILTO = re.compile(r"mailto:[^\s@<>]+@[^\s@<>]+", re.IGNORECASE)
_WEB = re.compile(r"https?://[!-~]+")


def check_event(event: Component, root: Component, found: Violations) -> None:
    """Rules that hold for every VEVENT, in mail and in feeds."""
    for name in _SINGLE:
        found.unless(len(event.values(name)) <= 1, "S09", f"{name} stands more than once")
    found.unless(not event.named("METHOD"), "C01", "METHOD in a VEVENT")
    uid = event.value("UID")
    found.unless(bool(re.fullmatch(r"[!-~]{1,255}", uid)) and "@" in uid, "C02", f"the UID {uid!r}")
    found.unless(bool(_UTC.fullmatch(event.value("DTSTAMP"))), "C03", "DTSTAMP is not in UTC")
    sequence = event.value("SEQUENCE")
    found.unless(sequence.isdigit() and int(sequence) < 2**31, "C04", f"SEQUENCE is {sequence!r}")
    _check_times(event, found)
    found.unless(event.value("TRANSP") in {"OPAQUE", "TRANSPARENT"}, "C12", "no TRANSP")
    _check_links(event, found)
    found.unless(
        "<" not in event.text("DESCRIPTION") or "</" not in event.text("DESCRIPTION"), "C14", "HTML in DESCRIPTION"
    )
    found.unless(not event.children_named("VALARM"), "C15", "an alarm")
    moments = [event.value(name) for name in ("CREATED", "LAST-MODIFIED")]
    ordered = all(_UTC.fullmatch(moment) for moment in moments) and moments == sorted(moments)
    found.unless(ordered, "C16", f"CREATED and LAST-MODIFIED are {moments}")
    found.unless(event.value("CLASS") in {"", "PUBLIC", "PRIVATE", "CONFIDENTIAL"}, "C17", "an unknown CLASS")
    recurring = [name for name in ("RRULE", "RDATE", "EXDATE", "RECURRENCE-ID") if event.named(name)]
    found.unless(not recurring, "C18", f"a session is one event, not {recurring}")
    counter = event.value("X-MICROSOFT-DISALLOW-COUNTER")
    found.unless(counter in {"", "TRUE", "FALSE"}, "C21", f"X-MICROSOFT-DISALLOW-COUNTER:{counter}")
    microsoft = event.value("X-MICROSOFT-CDO-APPT-SEQUENCE")
    found.unless(microsoft in {"", sequence}, "C21", "two different sequences")


def _check_times(event: Component, found: Violations) -> None:
    starts, ends = event.named("DTSTART"), event.named("DTEND")
    found.unless(
        len(starts) == 1 and len(ends) == 1 and not event.named("DURATION"), "C06", "not one start and one end"
    )
    for line in (*starts, *ends):
        zoned = "TZID" in line.parameters
        fine = _LOCAL.fullmatch(line.value) if zoned else _UTC.fullmatch(line.value)
        found.unless(bool(fine), "C05", f"{line.raw} is floating, or zoned and UTC at once")
    if starts and ends:
        alike = starts[0].parameters.get("TZID") == ends[0].parameters.get("TZID")
        found.unless(alike and starts[0].value < ends[0].value, "C06", f"{starts[0].raw} to {ends[0].raw}")


def _check_links(event: Component, found: Violations) -> None:
    found.unless(bool(event.text("SUMMARY").strip()), "C13", "no SUMMARY")
    found.unless(bool(_WEB.fullmatch(event.value("URL"))), "C13", "URL is not absolute")
    elsewhere = "\n".join(event.text(name) for name in ("LOCATION", "DESCRIPTION", "URL"))
    for line in event.named("CONFERENCE"):
        found.unless(line.parameters.get("VALUE") == ["URI"], "C13", "CONFERENCE without VALUE=URI")
        found.unless(bool(line.parameters.get("FEATURE")), "C13", "CONFERENCE without FEATURE")
        found.unless(line.value in elsewhere, "C13", "the meeting's link stands in CONFERENCE only")


def check_scheduling(root: Component, found: Violations) -> None:
    """Rules for a VCALENDAR that acts. A PUBLISH names nobody and asks nothing."""
    method = root.value("METHOD")
    found.unless(method in {"REQUEST", "CANCEL", "DECLINECOUNTER", "PUBLISH"}, "C01", f"METHOD is {method!r}")
    kinds = {child.name for child in root.children}
    found.unless(kinds <= {"VEVENT", "VTIMEZONE"} and "VEVENT" in kinds, "C23", f"components {sorted(kinds)}")
    found.unless(len({event.value("UID") for event in root.children_named("VEVENT")}) == 1, "C02", "several UIDs")
    for event in root.children_named("VEVENT"):
        found.unless(not event.named("REQUEST-STATUS"), "C24", "REQUEST-STATUS from the organizer")
        if method == "PUBLISH":
            found.unless(not event.named("ATTENDEE"), "F04", "ATTENDEE in a PUBLISH")
            continue
        status = event.value("STATUS")
        allowed = {"CONFIRMED", "TENTATIVE"} if method != "CANCEL" else {"CANCELLED"}
        found.unless(status in allowed, "C11", f"{method} with STATUS {status!r}")
        _check_people(event, method, found)


def _check_people(event: Component, method: str, found: Violations) -> None:
    organizers, attendees = event.named("ORGANIZER"), event.named("ATTENDEE")
    found.unless(len(organizers) == 1, "C08", f"{len(organizers)} ORGANIZER")
    for line in organizers:
        found.unless(bool(_MAILTO.fullmatch(line.value)), "C08", f"ORGANIZER is {line.value}")
        found.unless(bool(line.parameters.get("CN", [""])[0]), "C08", "ORGANIZER without CN")
    addresses = [line.value.lower() for line in attendees]
    found.unless(len(addresses) == 1, "P01", f"{len(addresses)} ATTENDEE")
    found.unless(len(addresses) == len(set(addresses)), "C10", "somebody stands twice")
    found.unless(not set(addresses) & {line.value.lower() for line in organizers}, "M13", "the organizer is invited")
    for line in attendees:
        found.unless(bool(_MAILTO.fullmatch(line.value)), "C09", f"ATTENDEE is {line.value}")
        needed = ["CN", "ROLE", "CUTYPE", "PARTSTAT", *(["RSVP"] if method == "REQUEST" else [])]
        missing = [name for name in needed if not line.parameters.get(name)]
        found.unless(not missing, "C09", f"ATTENDEE without {missing}")
        if method == "REQUEST":
            found.unless(line.parameters.get("RSVP") == ["TRUE"], "C09", "nobody is asked: RSVP is not TRUE")
