"""What a mail server says of a mail that it could not deliver: a report (RFC 3464), or words of its own."""

import re
from dataclasses import dataclass, field
from email.message import Message
from typing import cast

from services.notifications.calendar.address import comparable
from services.notifications.calendar.received_mail import header, identifiers, own_parts, plain, sender_of, text_of

_REPORTS = ("text/delivery-status", "text/global-delivery-status")
_RETURNED = ("message/rfc822", "message/global")
_RETURNED_HEADERS = ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
_DAEMONS = re.compile(r"(mailer-?daemon|postmaster)@.*")
_MESSAGE_ID = re.compile(r"^[>\s]{0,8}message-id:\s{0,8}(<[^<>\s]{1,250}>)", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(r"[^\s<>()\"',;:]{1,64}@[A-Za-z0-9.-]{1,253}")
_WAITS = re.compile(
    r"delay|still (?:being )?(?:trying|retried)|will (?:be retried|keep trying|try again)", re.IGNORECASE
)
_COPY = re.compile(r"^---|^[>\s]{0,8}message-id:", re.IGNORECASE | re.MULTILINE)
_CODE = re.compile(r"(?<![\d.])([45]\d\d)[ -]")
_TEXT_LIMIT = 50_000
_BLOCKS_LIMIT = 50
_DIAGNOSTIC_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Recipient:
    """What became of a mail to one reader: fields of the report as written, addresses comparable."""

    addresses: frozenset[str]
    action: str
    status: str
    diagnostic: str


@dataclass(frozen=True, slots=True)
class Report:
    """``returned`` are the Message-IDs of what came back, ``related`` those that the report's own header names."""

    returned: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    recipients: list[Recipient] = field(default_factory=list)


def is_report(message: Message) -> bool:
    """Whether a mail server says here what became of a mail."""
    if _status_parts(message):
        return message.get_content_type() == "multipart/report" or _is_daemons(message)
    # other reports, such as read receipts, are automatic mail
    return _is_daemons(message) and message.get_content_type() != "multipart/report"


def read_report(message: Message) -> Report:
    """What the report says; nothing in it is checked yet."""
    related = identifiers(message, "In-Reply-To", "References")
    parts = _status_parts(message)
    if not parts:
        return _read_words(message, related)
    blocks = re.split(r"\n[ \t]*\n", many(text_of(parts[0])[:_TEXT_LIMIT]), maxsplit=_BLOCKS_LIMIT)
    recipients = [one for block in blocks[:_BLOCKS_LIMIT] if (one := _recipient(_fields(block)))]
    return Report(_returned(message), related, recipients)


def many(text: str) -> str:
    """Text with plain line ends, folded fields made whole (RFC 5322 section 2.2.3)."""
    return re.sub(r"\n[ \t]+(?=\S)", " ", text.replace("\r\n", "\n"))


def _status_parts(message: Message) -> list[Message]:
    return [part for part in own_parts(message) if part.get_content_type() in _REPORTS]


def _is_daemons(message: Message) -> bool:
    """A mail server's own mail has nobody to return to (RFC 5321 section 4.5.5); not every mailbox keeps that field."""
    path = header(message, "Return-Path")
    return bool(_DAEMONS.fullmatch(sender_of(message))) and path in ("", "<>")


def _fields(block: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in block.split("\n"))
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}


def _recipient(fields: dict[str, str]) -> Recipient | None:
    """Who it was for: where it was to go, and where it went in the end (RFC 3464 sections 2.3.1 and 2.3.2)."""
    said = [fields.get(name, "").rpartition(";")[2].strip() for name in ("original-recipient", "final-recipient")]
    addresses = frozenset(comparable(one.strip("<>")) for one in said) - {""}
    if not addresses:
        return None
    diagnostic = fields.get("diagnostic-code", "").partition(";")
    words = diagnostic[2].strip() or diagnostic[0]
    return Recipient(
        addresses, fields.get("action", ""), fields.get("status", "")[:20], plain(words)[:_DIAGNOSTIC_LIMIT]
    )


def _returned(message: Message) -> list[str]:
    """The Message-IDs of what came back: of a whole mail, or of its header."""
    found = []
    for part in own_parts(message):
        if part.get_content_type() in _RETURNED and part.is_multipart():
            found += identifiers(cast("list[Message]", part.get_payload())[0], "Message-ID")
        elif part.get_content_type() in _RETURNED_HEADERS:
            inner = cast("list[Message]", part.get_payload())[0] if part.is_multipart() else part
            found += _MESSAGE_ID.findall(text_of(inner)[:_TEXT_LIMIT]) or identifiers(inner, "Message-ID")
    return found


def _read_words(message: Message, related: list[str]) -> Report:
    """A mail server that makes no report: who it was for, and a code, are looked for in what it says."""
    text = "\n".join(text_of(part)[:_TEXT_LIMIT] for part in own_parts(message)[:3] if _is_text(part))[:_TEXT_LIMIT]
    named = [comparable(one) for one in _ADDRESS.findall(header(message, "X-Failed-Recipients"))]
    addresses = frozenset(named or [comparable(one) for one in _ADDRESS.findall(text)[:_BLOCKS_LIMIT]]) - {""}
    copy = _COPY.search(text)
    told = text[: copy.start()] if copy else text
    code = _CODE.search(told)
    waits = code[1].startswith("4") if code else _WAITS.search(f"{header(message, 'Subject')}\n{told}")
    words = plain(" ".join(told[code.start() if code else 0 :].split())[:_DIAGNOSTIC_LIMIT])
    reader = Recipient(addresses, "delayed" if waits else "failed", "", words)
    return Report([*_MESSAGE_ID.findall(text), *_returned(message)], related, [reader])


def _is_text(part: Message) -> bool:
    return part.get_content_type() in ("text/plain", "text/html")
