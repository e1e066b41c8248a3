"""Answers to invitations, as mail brings them (iTIP REPLY and COUNTER, RFC 5546 3.2.3 and 3.2.7).

Anybody may write here: nothing is believed without a look, nothing is expanded, and everything has a limit.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from typing import Literal, cast

from services.notifications.calendar.address import comparable, from_uri
from services.notifications.calendar.content_lines import Line, ReceivedCalendar, read_calendar
from services.notifications.calendar.event import PartStat
from services.notifications.calendar.proposal import Proposed, proposed
from services.notifications.calendar.received_mail import (
    BROKEN,
    MESSAGE_LIMIT,
    UnreadableMail,
    opened,
    own_parts,
    plain,
    sender_of,
    text_of,
)
from services.notifications.calendar.text import one_line

CALENDAR_LIMIT = 200_000
COMMENT_LIMIT = 2_000

_METHODS = frozenset({"REPLY", "COUNTER"})
_ANSWERS = frozenset({"ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED"})
_STAMP = re.compile(r"\d{8}T\d{6}Z")
_NUMBER = re.compile(r"[0-9]{1,10}")

_Event = dict[str, list[Line]]


class NotAReply(ValueError):
    """The mail is no usable answer to an invitation; the message says why, for a person."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One person's answer about one session; whether both are known is for the reader to find out.

    `sequence` is the version answered, None when not said; lower than the one now sent, it answers an earlier one.
    `attendee_email` is in small letters with its domain in ASCII. `stamp` is when it was answered, UTC: of two answers
    to one version the later counts. `sent_by` is who mailed it for the attendee, when that was another; only the
    answer itself says that they may. `proposed` are the times of a COUNTER, None when it says none that can be read.
    """

    uid: str
    sequence: int | None
    attendee_email: str
    partstat: PartStat
    comment: str | None
    stamp: datetime | None
    method: Literal["REPLY", "COUNTER"]
    sent_by: str | None = None
    proposed: Proposed | None = None


def parse(raw: bytes) -> Reply:
    """The answer in a message/rfc822. Raises NotAReply, with the reason, for anything that is none."""
    if len(raw) > MESSAGE_LIMIT:
        raise NotAReply("The message is larger than an answer to an invitation ever is.")
    try:
        message = opened(raw)
    except UnreadableMail as unreadable:
        raise NotAReply(str(unreadable)) from unreadable
    return reply_in(message)


def carries_answer(message: Message) -> bool:
    """Whether the mail has a part that answers an invitation, whatever else it says of itself."""
    return any(_answers(part, _method(part)) for part in _calendars(message))


def reply_in(message: Message) -> Reply:
    """The answer in a mail that was opened. Raises NotAReply."""
    try:
        sender = _sender(message)
        part_method, text = _answering_part(message)
    except NotAReply:
        raise
    except BROKEN as error:
        raise NotAReply("The message is not built as mail is.") from error
    received = read_calendar(text)
    return _reply(received, _agreed_method(received, part_method), sender)


def _sender(message: Message) -> str:
    """Whom the mail is from: exactly one address, or the answer could be anybody's (RFC 6047 2.2.1)."""
    sender = sender_of(message)
    if not sender:
        raise NotAReply("The message does not say whom it is from, or names several.")
    return sender


def _answering_part(message: Message) -> tuple[str, str]:
    """The `method` parameter, in capitals, and the text of the part that answers (RFC 6047 2.4).

    Old relays lose the parameter, so a part without one is taken when no other answers; METHOD inside must then say it.
    """
    parts = _calendars(message)
    methods = [_method(part) for part in parts]
    for wanted in (_METHODS, {""}):
        for part, method in zip(parts, methods, strict=True):
            if method in wanted:
                return method, _text(part)
    if parts:
        raise NotAReply(f"The message carries a calendar entry, but no answer: its method is {methods[0][:40]}.")
    raise NotAReply("The message carries no answer to an invitation.")


def _calendars(message: Message) -> list[Message]:
    return [part for part in own_parts(message) if part.get_content_type() == "text/calendar"]


def _method(part: Message) -> str:
    return str(part.get_param("method") or "").strip().upper()


def _answers(part: Message, method: str) -> bool:
    return method in _METHODS or (not method and read_calendar(text_of(part)[:CALENDAR_LIMIT]).method in _METHODS)


def _text(part: Message) -> str:
    text = text_of(part)
    if len(text) > CALENDAR_LIMIT:
        raise NotAReply("The calendar entry in the message is larger than an answer ever is.")
    return text


def _agreed_method(received: ReceivedCalendar, part_method: str) -> Literal["REPLY", "COUNTER"]:
    if part_method and received.method != part_method:
        raise NotAReply(
            f"The message says {part_method}, the calendar entry in it {received.method[:40] or 'nothing'}."
        )
    if received.method not in _METHODS:
        raise NotAReply("The calendar entry in the message is no answer to an invitation.")
    return "COUNTER" if received.method == "COUNTER" else "REPLY"


def _reply(received: ReceivedCalendar, method: Literal["REPLY", "COUNTER"], sender: str) -> Reply:
    said = [one_line(line.text) for event in received.events for line in event.get("UID", [])]
    # some servers change the case of letters
    if len({uid.lower() for uid in said}) != 1 or not 0 < len(said[0]) <= 255:
        raise NotAReply("The answer does not say which one session it is about.")
    event = received.events[0]
    attendee = _attendee(event, method, sender)
    email = _email(attendee)
    return Reply(
        uid=said[0],
        sequence=_sequence(event),
        attendee_email=email,
        partstat=_partstat(attendee, method),
        comment=_comment(event, attendee),
        stamp=_stamp(event),
        method=method,
        sent_by=sender if sender != email else None,
        proposed=proposed(event) if method == "COUNTER" else None,
    )


def _attendee(event: _Event, method: str, sender: str) -> Line:
    attendees = event.get("ATTENDEE", [])
    if method == "COUNTER":
        # A counter-proposal may name everyone invited; the sender's line is the answer.
        attendees = [line for line in attendees if _email(line) == sender] or attendees
    if len(attendees) != 1 or not _email(attendees[0]):
        raise NotAReply("The answer does not say whose answer it is, or names several.")
    attendee = attendees[0]
    if sender not in {_email(attendee), from_uri(attendee.parameters.get("SENT-BY", ""))}:
        raise NotAReply("The answer is for one address and comes from another.")
    return attendee


def _email(attendee: Line) -> str:
    return from_uri(attendee.value) or comparable(attendee.parameters.get("EMAIL", ""))


def _partstat(attendee: Line, method: str) -> PartStat:
    said = attendee.parameters.get("PARTSTAT", "").upper()
    if said in _ANSWERS:
        return cast("PartStat", said)
    if method == "COUNTER":
        return "NEEDS-ACTION"
    raise NotAReply("The answer says neither yes nor no.")


def _sequence(event: _Event) -> int | None:
    values = [line.value for line in event.get("SEQUENCE", [])]
    return int(values[0]) if len(values) == 1 and _NUMBER.fullmatch(values[0]) else None


def _comment(event: _Event, attendee: Line) -> str | None:
    """What the person wrote: Outlook puts it in COMMENT, Google in a parameter of ATTENDEE."""
    said = [line.text for line in event.get("COMMENT", [])] or [attendee.parameters.get("X-RESPONSE-COMMENT", "")]
    return plain("\n".join(said))[:COMMENT_LIMIT] or None


def _stamp(event: _Event) -> datetime | None:
    for line in event.get("DTSTAMP", []):
        if _STAMP.fullmatch(line.value):
            try:
                return datetime.strptime(line.value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            except ValueError:
                return None
    return None
