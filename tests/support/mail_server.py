"""A real SMTP server that keeps what it is given, to read it as the receiving side does."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cached_property
from typing import Any

import icalendar
from aiosmtpd.controller import Controller

from tests.support.ports import free_ports

ARRIVE_WITHIN_SECONDS = 30


@dataclass
class Mail:
    """One message as it arrived."""

    recipient: str
    raw: bytes

    @cached_property
    def parsed(self) -> EmailMessage:
        """The message, read by the standard library."""
        message = message_from_bytes(self.raw, policy=default)
        assert isinstance(message, EmailMessage)
        return message

    @property
    def message_id(self) -> str:
        """The id of the message that it is, out of its Message-ID."""
        return str(self.parsed["Message-ID"])[1:37]

    @property
    def subject(self) -> str:
        """Its subject, decoded."""
        return str(self.parsed["Subject"])

    @property
    def text(self) -> str:
        """Its plain text."""
        part = self.parsed.get_body(("plain",))
        assert part is not None
        return str(part.get_content())

    @cached_property
    def calendar_bytes(self) -> bytes:
        """Its acting calendar part as it was written; empty when it has none."""
        for part in self.parsed.walk():
            if part.get_content_type() == "text/calendar":
                payload = part.get_payload(decode=True)
                assert isinstance(payload, bytes)
                return payload
        return b""

    @cached_property
    def calendar(self) -> icalendar.Calendar | None:
        """Its acting calendar part, or None."""
        if not self.calendar_bytes:
            return None
        found = icalendar.Calendar.from_ical(self.calendar_bytes)
        assert isinstance(found, icalendar.Calendar)
        return found

    @property
    def event(self) -> Any:
        """The one event of its calendar part."""
        assert self.calendar is not None, f"no calendar in «{self.subject}»"
        [event] = self.calendar.walk("VEVENT")
        return event

    @property
    def method(self) -> str | None:
        """REQUEST, CANCEL or None."""
        return str(self.calendar["METHOD"]) if self.calendar is not None and "METHOD" in self.calendar else None


@dataclass
class Mailbox:
    """What has arrived, in the order of arrival."""

    port: int
    mails: list[Mail] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def to(self, recipient: str) -> list[Mail]:
        """What one person has got."""
        return [mail for mail in self.mails if mail.recipient == recipient]

    def wait(self, recipient: str, count: int) -> list[Mail]:
        """What one person has got, once it is ``count`` mails or more. Fails when they don't come."""
        self._wait_until(lambda: len(self.to(recipient)) >= count, f"{count} mails to {recipient}")
        return self.to(recipient)

    def wait_for(self, recipient: str, method: str | None) -> Mail:
        """The first mail with such a calendar part (REQUEST, CANCEL), or None for one without, that a person gets."""
        return self.wait_for_one(recipient, lambda mail: mail.method == method, str(method))

    def wait_for_one(self, recipient: str, is_it: Callable[[Mail], bool], what: str) -> Mail:
        """The first such mail that a person gets."""
        found: list[Mail] = []

        def look() -> bool:
            found[:] = filter(is_it, self.to(recipient))
            return bool(found)

        self._wait_until(look, f"{what} to {recipient}")
        return found[0]

    def _wait_until(self, is_there: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + ARRIVE_WITHIN_SECONDS
        with self._changed:
            while not is_there():
                arrived = self._changed.wait(max(0, deadline - time.monotonic()))
                assert arrived, f"{what} did not come; these did: {[(m.recipient, m.subject) for m in self.mails]}"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        """Keep a message."""
        with self._changed:
            self.mails += [Mail(recipient, envelope.content) for recipient in envelope.rcpt_tos]
            self._changed.notify_all()
        return "250 kept"


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A server on a free port of this machine."""
    [port] = free_ports(1)
    mailbox = Mailbox(port)
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
