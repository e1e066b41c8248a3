"""Opening mail that anybody may have written: nothing is expanded, everything has a limit, and time is bounded."""

import re
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from typing import cast

from services.notifications.calendar.address import comparable
from services.notifications.calendar.text import many_lines, one_line

MESSAGE_LIMIT = 1_000_000

# Each part costs the parser time for every part around it, so mail that nests deeply is refused unread.
_NESTING = re.compile(rb"boundary[\s*0-9]*=|message/", re.IGNORECASE)
_NESTING_LIMIT = 30
# The parser would make a message of each block of a report, however many there are; as text it is one part.
_REPORT = re.compile(rb"message/(?=(?:global-)?delivery-status\b)", re.IGNORECASE)
_HEADER_LIMIT = 20_000
_SENDER_LIMIT = 1_000
_NAMED_SENDER = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^<>",])*<\s*([^<>\s,]+)\s*>')
_BARE_SENDER = re.compile(r"([^<>\s,()]+)(?:\s*\([^()]*\))?")
_IDENTIFIER = re.compile(r"<[^<>\s]{1,250}>")
# Some of Python's other codecs take time that grows with the square of the text.
_CHARSETS = frozenset({"us-ascii", "utf-8", "iso-8859-1", "iso-8859-15", "windows-1252", "utf-16"})
# Marks of ours that stand for secret links are among these: what others write may hold none.
_PRIVATE = re.compile("[\ue000-\uf8ff]")

BROKEN = (MessageError, ValueError, LookupError, TypeError)


class UnreadableMail(ValueError):
    """Nothing can be made of the mail; the message says why, for a person."""


def opened(raw: bytes) -> Message:
    """The mail, as much of it as anybody needs. Raises UnreadableMail.

    A report on a delivery stands in it as ``text/delivery-status``.
    """
    start = raw[:MESSAGE_LIMIT]
    if sum(1 for _ in _NESTING.finditer(start)) > _NESTING_LIMIT:
        raise UnreadableMail("The message is made of too many parts.")
    try:
        return message_from_bytes(_REPORT.sub(b"text/", start))
    except BROKEN as error:
        raise UnreadableMail("The message is not built as mail is.") from error


def sender_of(message: Message) -> str:
    """Whom the mail is from, as one comparable address; empty when it says none, or several."""
    headers = message.get_all("From", [])
    value = one_line(str(headers[0])) if len(headers) == 1 else ""
    match = None
    if len(value) <= _SENDER_LIMIT:
        match = _NAMED_SENDER.fullmatch(value) or _BARE_SENDER.fullmatch(value)
    return comparable(match[1]) if match else ""


def header(message: Message, name: str) -> str:
    """A header field on one line, as written; empty when there is none."""
    return one_line(str(message.get(name, ""))[:_HEADER_LIMIT])


def header_words(message: Message, name: str) -> str:
    """A header field as a person reads it (RFC 2047)."""
    written = header(message, name)[:_SENDER_LIMIT]
    try:
        pieces = decode_header(written)
    except BROKEN:
        return plain(written)
    return one_line(plain("".join(_decoded(piece, charset) for piece, charset in pieces)))


def identifiers(message: Message, *names: str) -> list[str]:
    """The message identifiers in these header fields, the last one of each field first: it is the nearest."""
    return [found for name in names for found in reversed(_IDENTIFIER.findall(header(message, name)))]


def own_parts(message: Message) -> list[Message]:
    """The message's leaves; what is inside a forwarded message is another's and stays out."""
    if message.get_content_maintype() == "message" or not message.is_multipart():
        return [message]
    return [leaf for part in cast("list[Message]", message.get_payload()) for leaf in own_parts(part)]


def text_of(part: Message) -> str:
    """A leaf's text."""
    content = part.get_payload(decode=True)
    return _decoded(content, part.get_content_charset()) if isinstance(content, bytes) else ""


def plain(text: str) -> str:
    """What a person wrote, as plain text: no control characters, and no mark that stands for something of ours."""
    return many_lines(_PRIVATE.sub("", text))


def _decoded(content: bytes | str, charset: str | None) -> str:
    if isinstance(content, str):
        return content
    wanted = (charset or "utf-8").lower()
    return content.decode(wanted if wanted in _CHARSETS else "utf-8", errors="replace")
