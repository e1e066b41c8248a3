"""Mails that the catcher holds. It speaks to Mailpit, and to MailDev, which can stand in for it on the same ports."""

import json
import os
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

MAILBOX = f"http://127.0.0.1:{os.environ.get('KIERROS_MAILBOX_PORT', '8025')}"


@dataclass(frozen=True)
class Entry:
    """What a mail's calendar part says of a session."""

    method: str
    uid: str
    sequence: int
    start: str


def entries_for(recipient: str) -> list[Entry]:
    """The calendar part of each mail to a person, in SEQUENCE's order; mails without one are left out."""
    found = [entry for mail in _mails() if recipient in str(mail["To"]) for entry in _calendar(mail)]
    return sorted(found, key=lambda entry: entry.sequence)


def wait_for_entries(recipient: str, count: int, seconds: float = 90) -> list[Entry]:
    """The person's calendar parts, once there are ``count`` of them."""
    end = time.monotonic() + seconds
    while len(found := entries_for(recipient)) < count:
        assert time.monotonic() < end, f"{recipient}: {count} mails with a calendar part awaited, there are {found}"
        time.sleep(1)
    return found


def _mails() -> list[EmailMessage]:
    listing = _get("/api/v1/messages?limit=500")
    if listing is not None and "messages" in (held := json.loads(listing)):
        paths = [f"/api/v1/message/{mail['ID']}/raw" for mail in held["messages"]]
    else:
        paths = [f"/api/email/{mail['id']}/source" for mail in json.loads(_get("/api/email") or b"[]")]
    return [message_from_bytes(raw, policy=policy.default) for path in paths if (raw := _get(path))]


def _get(path: str) -> bytes | None:
    """None where the catcher knows no such path: then it is the other one."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(urllib.request.Request(MAILBOX + path, headers={"Accept": "*/*"}), timeout=10) as answer:
            body: bytes = answer.read()
    except urllib.error.HTTPError as refusal:
        refusal.close()
        return None
    return body


def _calendar(mail: EmailMessage) -> list[Entry]:
    """The acting part, which names its method in its type (RFC 6047 section 2.4); an attached copy does not count."""
    acting: list[Any] = [
        part for part in mail.walk() if part.get_content_type() == "text/calendar" and part.get_param("method")
    ]
    entries = []
    for part in acting:
        lines = part.get_content().replace("\r\n", "\n").replace("\n ", "").splitlines()
        event = lines[lines.index("BEGIN:VEVENT") : lines.index("END:VEVENT")]
        method = _value(lines, "METHOD")
        assert part.get_param("method").upper() == method, f"METHOD is {method}, the part says {part['Content-Type']}"
        start = _value(event, "DTSTART")
        entries.append(Entry(method, _value(event, "UID"), int(_value(event, "SEQUENCE")), start))
    return entries


def _value(lines: list[str], name: str) -> str:
    return next(line.partition(":")[2] for line in lines if line.startswith((f"{name}:", f"{name};")))
