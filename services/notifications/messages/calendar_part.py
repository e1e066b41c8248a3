"""The calendar object of a mail: the session as it is now, for one person, under the message's SEQUENCE."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from flask_babel import gettext as _
from icalendar import Calendar

from services.notifications.calendar.address import comparable
from services.notifications.calendar.event import Attendee, PartStat
from services.notifications.calendar.invitation import cancel, decline_counter, request
from services.notifications.messages.desk import Desk, mail_address
from services.notifications.messages.letter import CalendarPart, NothingToSay
from services.notifications.messages.session_event import session_event
from services.notifications.messages.session_words import rehearsal_words
from services.notifications.queries import last_told
from services.notifications.queries.choices import FEED_ALONE
from services.notifications.queries.session_facts import SessionFacts
from services.notifications.rules import kinds, problems

#: by how much a session has moved in a mail that is only looked at
_WEEK = timedelta(days=7)


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
    if message.sequence is None or method is None or method == "DECLINECOUNTER":
        return None
    return CalendarPart(method, b"", desk.now) if desk.is_preview else _made(desk, session, method)


def _made(desk: Desk, session: SessionFacts, method: Literal["REQUEST", "CANCEL"]) -> CalendarPart | None:
    message = desk.message
    if is_plain(desk):
        if message.kind == kinds.SESSION_MOVED and (session.is_cancelled or session.revision > message.sequence):
            raise NothingToSay(problems.OVERTAKEN)
        return None
    copy = desk.each(last_told.copies)
    if copy is None or _is_overtaken(desk, copy, method):
        if message.kind in kinds.NEWS:
            return None
        raise NothingToSay(problems.OVERTAKEN)
    if _is_by_feed(desk, copy) and message.kind != kinds.ENTRY_TO_FEED:
        if message.kind in (kinds.SESSION_INVITATION, kinds.SESSION_WITHDRAWN):
            raise NothingToSay(problems.BY_FEED)
        return None
    if comparable(message.recipient_email) == comparable(mail_address(desk.settings)):
        return None
    # DTSTAMP never goes back, and rises when another version has the same SEQUENCE (RFC 5546 section 2.1.5)
    stamp = desk.now if desk.now > copy.stamp else copy.stamp + timedelta(seconds=1)
    organizer = desk.organizer(session.series)
    event = session_event(session, desk.settings.catalogue_url, message.sequence, _aside(desk, session))
    attendee = Attendee(message.recipient_email, message.recipient_name, partstat=_answer(desk))
    if method == "REQUEST":
        # whoever takes part is told by ordinary mail why the time stays; a presenter's wish goes to the organiser
        is_presenter = message.offering_id is None
        return CalendarPart(method, request(event, organizer, attendee, stamp, takes_proposals=is_presenter), stamp)
    before = told_before(desk, session)
    if before is not None:
        # a withdrawal names the times last sent (RFC 5546 section 3.2.5)
        event = replace(event, starts_at=before.starts_at, ends_at=before.ends_at)
    return CalendarPart(method, cancel(event, organizer, attendee, stamp), stamp)


def _aside(desk: Desk, session: SessionFacts) -> str:
    if desk.message.offering_id is not None or session.rehearsal is None:
        return ""
    return _("Rehearsal: %(when)s", when=rehearsal_words(desk, session))


def is_plain(desk: Desk) -> bool:
    """Whether it is about a session that the reader's calendar holds no entry of, and only tells of it."""
    return str(desk.message.once).startswith(f"{kinds.PLAIN}:")


def _is_overtaken(desk: Desk, copy: Any, method: str) -> bool:
    message = desk.message
    if message.kind == kinds.ENTRY_TO_FEED:
        # what the session does meanwhile is told by mails without an entry, so this one still has to take it away
        return not _is_by_feed(desk, copy)
    if message.kind == kinds.SESSION_MOVED and _is_by_feed(desk, copy):
        return bool(copy.state != "invited")
    if message.kind == kinds.REHEARSAL_CHANGED and copy.sequence - copy.ahead < desk.session().revision:
        # the session has moved on: the mail about that tells of the rehearsal too, and under a SEQUENCE of its own
        return True
    wanted = "invited" if method == "REQUEST" else "withdrawn"
    return bool(copy.sequence != message.sequence or copy.state != wanted)


def _is_by_feed(desk: Desk, copy: Any) -> bool:
    """Presenters are always invited: the organiser waits for their answer."""
    return copy.delivery == FEED_ALONE and desk.message.offering_id is not None


def declining_part(desk: Desk, session: SessionFacts) -> CalendarPart | None:
    """The no to another time: the session as the reader's calendar holds it; None when it holds it no more."""
    message = desk.message
    copy = desk.each(last_told.copies)
    if copy is None or copy.state != "invited" or session.is_cancelled or copy.sequence - copy.ahead < session.revision:
        return None
    stamp = desk.now if desk.now > copy.stamp else copy.stamp + timedelta(seconds=1)
    event = session_event(session, desk.settings.catalogue_url, copy.sequence)
    attendee = Attendee(message.recipient_email, message.recipient_name, partstat=_answer(desk))
    content = decline_counter(event, desk.organizer(session.series), attendee, stamp)
    return CalendarPart("DECLINECOUNTER", content, stamp)


def told_before(desk: Desk, session: SessionFacts) -> ToldBefore | None:
    """What this person's calendar shows until this mail arrives."""
    message = desk.message
    if desk.is_preview:
        return ToldBefore(session.starts_at - _WEEK, session.ends_at - _WEEK, "")
    content = last_told.invitation(desk.db, session.id, message.recipient_email, message.created_at)
    if content is None:
        return None
    event = Calendar.from_ical(content).walk("VEVENT")[0]
    return ToldBefore(
        starts_at=event.decoded("DTSTART"), ends_at=event.decoded("DTEND"), location=str(event.get("LOCATION", ""))
    )


def _answer(desk: Desk) -> PartStat:
    """A presenter's answer as far as we know it; the catalogue forgets it when a new time asks for a new one."""
    reply = desk.each(last_told.presenter_replies)
    return cast("PartStat", (reply or "needs-action").upper())
