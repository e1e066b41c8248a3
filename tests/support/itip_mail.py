"""Rules M and P: the mail around a calendar part (RFC 5322, 2045, 2046, 6047; MS-STANOICAL, MS-OXCMAIL)."""

import email.policy
import re
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import getaddresses

from tests.support.icalendar_lines import Component, Violations, read

_REQUIRED = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version")


def acting_part(raw: bytes) -> bytes | None:
    """The decoded calendar part that acts in the reader's calendar, or None."""
    parts = [part for part in _message(raw).walk() if _acts(part)]
    return _content(parts[0]) if len(parts) == 1 else None


def check_mail(raw: bytes, found: Violations) -> bytes | None:
    """Note what is wrong with the mail; gives back its calendar part, or the file with a plain entry."""
    message = _message(raw)
    _check_headers(raw, message, found)
    for part in message.walk():
        found.unless(not part.defects, "M01", f"{part.get_content_type()}: {part.defects}")
        found.unless(part.get_content_type() != "application/ms-tnef", "M15", "TNEF")
    calendars = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    files = [part for part in message.walk() if part.get_content_type() == "application/ics"]
    if not calendars and not files:
        return None
    acting = [part for part in calendars if _acts(part)]
    if not acting and len(calendars) == 1 and calendars[0].get_param("method") == "PUBLISH":
        return _content(calendars[0])
    found.unless(len(acting) == 1, "M02", f"{len(acting)} acting calendar parts")
    for part in calendars:
        found.unless(not part.is_attachment(), "M07", "the calendar part is an attachment")
    if len(acting) != 1:
        return None
    content = _content(acting[0])
    _check_part(acting[0], content, found)
    _check_place(message, acting[0], found)
    _check_copy(message, files, content, found)
    root = read(content, Violations())
    if root is not None and root.children_named("VEVENT"):
        _check_people(message, root.children_named("VEVENT")[0], found)
        _check_text(message, root, found)
    return content


def _message(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _acts(part: EmailMessage) -> bool:
    return part.get_content_type() == "text/calendar" and bool(part.get_param("method")) and not part.is_attachment()


def _content(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _check_headers(raw: bytes, message: EmailMessage, found: Violations) -> None:
    for name in _REQUIRED:
        found.unless(len(message.get_all(name, [])) == 1, "M01", f"{name} does not stand once")
    found.unless(
        bool(re.fullmatch(r"<[^<>\s]+@[^<>\s]+>", str(message["Message-ID"]))), "M01", "a malformed Message-ID"
    )
    found.unless("Bcc" not in message, "P02", "Bcc in what is sent")
    head = raw.partition(b"\r\n\r\n")[0]
    found.unless(head.isascii(), "M08", "letters outside ASCII in the header")
    found.unless(max(map(len, raw.split(b"\n"))) <= 999, "M08", "a line of more than 998 octets")
    found.unless(not re.search(rb"(?<!\r)\n", raw), "M08", "a bare LF")
    kind = message.get("Content-Class")
    found.unless(kind in (None, "urn:content-classes:calendarmessage"), "M15", f"Content-Class {kind}")


def _check_part(part: EmailMessage, content: bytes, found: Violations) -> None:
    root = read(content, Violations())
    method = root.value("METHOD") if root else ""
    found.unless(part.get_param("method") == method, "M03", f"method={part.get_param('method')}, METHOD:{method}")
    found.unless(part.get_param("component") in (None, "VEVENT"), "M03", "another component")
    charset = str(part.get_param("charset") or "")
    found.unless(charset.upper() == "UTF-8", "M06", f"charset={charset}")
    encoding = str(part["Content-Transfer-Encoding"] or "").lower()
    found.unless(encoding in {"base64", "quoted-printable"}, "M08", f"Content-Transfer-Encoding {encoding!r}")
    try:
        content.decode()
    except UnicodeDecodeError:
        found.unless(False, "M09", "the calendar part is not UTF-8")


def _check_place(message: EmailMessage, part: EmailMessage, found: Violations) -> None:
    above = [outer for outer in message.walk() if outer.is_multipart() and any(inner is part for inner in outer.walk())]
    kinds = [outer.get_content_subtype() for outer in above]
    found.unless(set(kinds) <= {"mixed", "alternative", "related"}, "M05", f"below multipart/{kinds}")
    for outer in above:
        if outer.get_content_subtype() == "mixed":
            first = next(iter(outer.iter_parts()))
            found.unless(any(inner is part for inner in first.walk()), "M05", "not in the first branch of mixed")
    if not kinds or kinds[-1] != "alternative":
        found.unless(False, "M04", "the calendar part is in no multipart/alternative")
        return
    order = [inner.get_content_type() for inner in above[-1].iter_parts()]
    found.unless(order == ["text/plain", "text/html", "text/calendar"], "M04", f"the order is {order}")


def _check_copy(message: EmailMessage, files: list[EmailMessage], content: bytes, found: Violations) -> None:
    found.unless(len(files) == 1, "M10", f"{len(files)} attached copies")
    for file in files:
        found.unless(_content(file) == content, "M10", "the attached copy differs")
        named = file.get_filename() == "invite.ics" and file.get_param("name") == "invite.ics"
        found.unless(named and file.is_attachment(), "M10", "the copy is no attachment named invite.ics")
        last = list(message.iter_parts())[-1] if message.get_content_type() == "multipart/mixed" else None
        found.unless(last is file, "M10", "the copy is not the last part of multipart/mixed")


def _check_people(message: EmailMessage, event: Component, found: Violations) -> None:
    organizer = _address(event.value("ORGANIZER"))
    sent_by = [_address(uri) for line in event.named("ORGANIZER") for uri in line.parameters.get("SENT-BY", [])]
    senders, recipients = _addresses(message, "From"), _addresses(message, "To")
    found.unless(
        len(senders) == 1 and set(senders) <= {organizer, *sent_by}, "M12", f"From {senders}, ORGANIZER {organizer}"
    )
    found.unless(set(_addresses(message, "Reply-To")) <= {organizer}, "M12", "Reply-To is not the ORGANIZER")
    people = {_address(line.value) for line in event.named("ATTENDEE")}
    found.unless(len(recipients) == 1 and "Cc" not in message, "P01", f"one mail to {recipients}")
    found.unless(set(recipients) <= people, "M13", f"To {recipients} is not the ATTENDEE")
    found.unless(organizer not in recipients, "M13", "the mail goes to the organizer")


def _check_text(message: EmailMessage, root: Component, found: Violations) -> None:
    event = root.children_named("VEVENT")[0]
    body = message.get_body(("plain",))
    text = str(body.get_content()) if body is not None else ""
    found.unless("BEGIN:VCALENDAR" not in text, "M11", "raw iCalendar in the text")
    found.unless(_flat(event.text("SUMMARY")) in _flat(text), "M11", "the text does not name the session")
    # Who need not come any more need not know how to join.
    for name in ("URL", "CONFERENCE") if root.value("METHOD") == "REQUEST" else ("URL",):
        found.unless(all(link in text for link in event.values(name)), "M11", f"the text lacks the link of {name}")


def _flat(text: str) -> str:
    return " ".join(text.split())


def _addresses(message: EmailMessage, header: str) -> list[str]:
    return [address.lower() for _, address in getaddresses([str(value) for value in message.get_all(header, [])])]


def _address(uri: str) -> str:
    return uri.lower().removeprefix("mailto:")
