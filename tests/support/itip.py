"""Checks real mail and feeds against the rules for calendar mail; every answer is a list of violations, by rule.

Written apart from the code that makes invitations, and sharing nothing with it: RFC 5322, 5545, 5546, 6047 and
7986, and what Microsoft documents of Exchange.
"""

from itertools import pairwise

from tests.support.icalendar_lines import Component, Violations, read
from tests.support.itip_event import check_event, check_scheduling
from tests.support.itip_mail import acting_part, check_mail
from tests.support.itip_zone import check_zones

_NEW_ANSWER_NEEDED = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "STATUS", "LOCATION")


def check_message(raw: bytes) -> list[str]:
    """What is wrong with a mail and the calendar part it carries; nothing about a part when it carries none."""
    found = Violations()
    calendar = check_mail(raw, found)
    if calendar is not None:
        root = check_object(calendar, found)
        if root is not None:
            check_scheduling(root, found)
    return found.said


def check_feed(content: bytes) -> list[str]:
    """What is wrong with a calendar to subscribe to."""
    found = Violations()
    root = check_object(content, found)
    if root is None:
        return found.said
    method = root.values("METHOD")
    found.unless(method in ([], ["PUBLISH"]), "F01", f"METHOD is {method}")
    for name in ("X-WR-CALNAME", "NAME"):
        found.unless(len(root.values(name)) == 1, "F02", f"{name} is missing")
    refresh, lifetime = root.values("REFRESH-INTERVAL"), root.values("X-PUBLISHED-TTL")
    found.unless(len(refresh) == 1 and refresh == lifetime, "F03", f"{refresh} and {lifetime}")
    for line in root.named("REFRESH-INTERVAL"):
        found.unless(line.parameters.get("VALUE") == ["DURATION"], "F03", "REFRESH-INTERVAL without VALUE=DURATION")
    found.unless(len(root.values("X-WR-TIMEZONE")) == 1, "F09", "X-WR-TIMEZONE is missing")
    events = root.children_named("VEVENT")
    uids = [event.value("UID") for event in events]
    found.unless(len(uids) == len(set(uids)), "F05", "a UID stands twice")
    for event in events:
        found.unless(not event.named("ATTENDEE"), "F04", f"{event.value('UID')} names an ATTENDEE")
        for name in ("SEQUENCE", "LAST-MODIFIED"):
            found.unless(len(event.values(name)) == 1, "F07", f"{event.value('UID')} has no {name}")
    return found.said


def check_object(content: bytes, found: Violations) -> Component | None:
    """Note what is wrong with an iCalendar object, whoever carries it, and give it back when it can be read."""
    root = read(content, found)
    if root is None:
        return None
    check_zones(root, found)
    for event in root.children_named("VEVENT"):
        check_event(event, root, found)
    return root


def check_sequence(messages: list[bytes]) -> list[str]:
    """What is wrong with a row of mails about one session to one person, in the order sent."""
    found = Violations()
    roots = [read(content, Violations()) for content in map(acting_part, messages) if content is not None]
    rows = [(root.value("METHOD"), root.children_named("VEVENT")[0]) for root in roots if root is not None]
    found.unless(len(rows) == len(messages), "M02", "a message of the row carries no calendar part")
    if not rows:
        return found.said
    found.unless(rows[0][0] == "REQUEST", "Q14", f"the row begins with {rows[0][0]}")
    for (earlier_method, earlier), (method, later) in pairwise(rows):
        _check_step(earlier, later, found)
        sequences = int(earlier.value("SEQUENCE")), int(later.value("SEQUENCE"))
        if method == "CANCEL":
            found.unless(later.value("STATUS") == "CANCELLED", "Q06", "a CANCEL without STATUS:CANCELLED")
            times = [[event.raw(name) for name in ("DTSTART", "DTEND")] for event in (earlier, later)]
            found.unless(times[0] == times[1], "Q07", "a CANCEL with other times than those last sent")
        else:
            found.unless(method == "REQUEST", "Q15", f"an update by {method}")
            revived = earlier_method == "CANCEL" and sequences[0] >= sequences[1]
            found.unless(not revived, "Q07", "an invitation after a CANCEL without a raised SEQUENCE")
    return found.said


def _check_step(earlier: Component, later: Component, found: Violations) -> None:
    before, after = int(earlier.value("SEQUENCE")), int(later.value("SEQUENCE"))
    found.unless(earlier.value("UID") == later.value("UID"), "Q01", "the UID changed")
    changed = [name for name in _NEW_ANSWER_NEEDED if earlier.raw(name) != later.raw(name)]
    # One person's withdrawal keeps the session's number; Exchange wants it not lower than the last.
    needed = changed and changed != ["STATUS"]
    found.unless(not needed or after > before, "Q02", f"{changed} changed, SEQUENCE stayed {after}")
    found.unless(after >= before, "Q03", f"SEQUENCE fell from {before} to {after}")
    stamps = earlier.value("DTSTAMP"), later.value("DTSTAMP")
    found.unless(stamps[0] <= stamps[1], "Q04", "DTSTAMP went back")
    found.unless(after > before or stamps[0] < stamps[1], "Q04", "neither SEQUENCE nor DTSTAMP rose")
    found.unless(earlier.value("ORGANIZER") == later.value("ORGANIZER"), "Q05", "the ORGANIZER changed")
    people = [sorted(line.value.lower() for line in event.named("ATTENDEE")) for event in (earlier, later)]
    found.unless(people[0] == people[1], "Q08", "the ATTENDEE changed")
    modified = earlier.value("LAST-MODIFIED"), later.value("LAST-MODIFIED")
    found.unless(modified[0] <= modified[1], "Q13", "LAST-MODIFIED went back")
