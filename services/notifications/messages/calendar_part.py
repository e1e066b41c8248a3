"""The calendar object of a mail: the session as it is now, for one person, under the message's SEQUENCE."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast

from icalendar import Calendar

from services.notifications.calendar.address import comparable
from services.notifications.calendar.event import Attendee, PartStat
from services.notifications.calendar.invitation import cancel, request
from services.notifications.messages.desk import Desk, mail_address
from services.notifications.messages.letter import CalendarPart, NothingToSay
from services.notifications.messages.session_event import session_event
from services.notifications.queries import last_told
from services.notifications.queries.session_facts import SessionFacts
from services.notifications.rules import kinds, problems


@dataclass(frozen=True, slots=True)
class ToldBefore:
    """When and where a session was to be, as this person last heard it."""

    starts_at: datetime
    ends_at: datetime
    location: str


def calendar_part(desk: Desk, session: SessionFacts) -> CalendarPart | None:
    """What the mail does in the reader's calendar; None when it should do nothing there.

    Raises NothingToSay for a mail that was only about the calendar and has been overtaken.
    """
    message = desk.message
    method = kinds.method_of(message.kind)
    if message.sequence is None or method is None:
        return None
    copy = last_told.copy(desk.db, session.id, message.recipient_email)
    wanted = "invited" if method == "REQUEST" else "withdrawn"
    if copy is None or copy.sequence != message.sequence or copy.state != wanted:
        if message.kind in kinds.NEWS:
            return None
        raise NothingToSay(problems.OVERTAKEN)
    if comparable(message.recipient_email) == comparable(mail_address(desk.settings)):
        return None
    # DTSTAMP never goes back, and rises when another version has the same SEQUENCE (RFC 5546 section 2.1.5)
    stamp = desk.now if desk.now > copy.stamp else copy.stamp + timedelta(seconds=1)
    organizer = desk.organizer(session.series)
    event = session_event(session, desk.settings.catalogue_url, message.sequence)
    attendee = Attendee(message.recipient_email, message.recipient_name, partstat=_answer(desk))
    if method == "REQUEST":
        return CalendarPart(method, request(event, organizer, attendee, stamp), stamp)
    before = told_before(desk, session)
    if before is not None:
        # a withdrawal names the times last sent (RFC 5546 section 3.2.5)
        event = replace(event, starts_at=before.starts_at, ends_at=before.ends_at)
    return CalendarPart(method, cancel(event, organizer, attendee, stamp), stamp)


def told_before(desk: Desk, session: SessionFacts) -> ToldBefore | None:
    """What this person's calendar shows until this mail arrives."""
    message = desk.message
    content = last_told.invitation(desk.db, session.id, message.recipient_email, message.created_at)
    if content is None:
        return None
    event = Calendar.from_ical(content).walk("VEVENT")[0]
    return ToldBefore(
        starts_at=event.decoded("DTSTART"), ends_at=event.decoded("DTEND"), location=str(event.get("LOCATION", ""))
    )


def _answer(desk: Desk) -> PartStat:
    """A presenter's answer as far as we know it; the catalogue forgets it when a new time asks for a new one."""
    reply = last_told.presenter_reply(desk.db, desk.message.subject_id) if desk.message.subject_id else None
    return cast("PartStat", (reply or "needs-action").upper())
