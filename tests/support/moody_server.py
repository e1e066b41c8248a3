"""A real mail server in one of its moods: slow, busy, gone in the middle of a mail, or gone just after it took one."""

import asyncio
import random
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.support.ports import free_ports

#: what it does with a mail; ``cut`` takes it and says nothing
MOODS = ("take", "slow", "busy", "refuse", "drop", "cut")


@dataclass
class MoodyServer:
    """Keeps each mail's bytes by Message-ID, and how often it came; counts what it did to whom."""

    port: int
    moods: Sequence[str]
    chance: random.Random
    #: whoever has such an address is not there
    gone: str = "gone"
    bytes_of: dict[str, set[bytes]] = field(default_factory=dict)
    taken: Counter[str] = field(default_factory=Counter)
    cuts: Counter[str] = field(default_factory=Counter)
    recipients: dict[str, str] = field(default_factory=dict)
    #: by domain: how many mails are under way to it, and the most that ever were
    at_once: Counter[str] = field(default_factory=Counter)
    most_at_once: Counter[str] = field(default_factory=Counter)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def wait_for_more(self, count: int, seconds: float) -> bool:
        """Whether so many more mails come within the time."""
        wanted = self.taken.total() + count
        with self._changed:
            return self._changed.wait_for(lambda: self.taken.total() >= wanted, seconds)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        """Say whether somebody is there."""
        if address.startswith(self.gone):
            return "550 5.1.1 nobody has this address"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Do what the mood says."""
        mood = self.chance.choice(self.moods)
        if mood == "busy":
            return "451 4.3.2 busy"
        if mood == "slow":
            await self._take_time(envelope.rcpt_tos[0].partition("@")[2])
        message_id = str(message_from_bytes(envelope.content)["Message-ID"])
        with self._changed:
            self.taken[message_id] += 1
            self.bytes_of.setdefault(message_id, set()).add(envelope.content)
            self.recipients[message_id] = envelope.rcpt_tos[0]
            if mood == "cut":
                self.cuts[message_id] += 1
            self._changed.notify_all()
        if mood == "cut":
            server.transport.abort()
        return "250 taken"

    async def _take_time(self, domain: str) -> None:
        self.at_once[domain] += 1
        self.most_at_once[domain] = max(self.most_at_once[domain], self.at_once[domain])
        await asyncio.sleep(0.03)
        self.at_once[domain] -= 1


class _Dropping(SMTP):
    """Goes away in the middle of a mail now and then."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - the library's name
        moody = self.event_handler
        if moody.chance.choice(moody.moods) != "drop":
            await super().smtp_DATA(arg)
            return
        await self.push("354 go on")
        await self._reader.readuntil(b"\r\n")
        transport: Any = self.transport
        transport.abort()


class _Serving(Controller):
    def factory(self) -> SMTP:
        return _Dropping(self.handler)


@contextmanager
def moody_server(moods: Sequence[str], seed: int) -> Iterator[MoodyServer]:
    """One on a free port; each mail meets one of the moods by chance."""
    [port] = free_ports(1)
    moody = MoodyServer(port, moods, random.Random(seed))
    controller = _Serving(moody, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield moody
    finally:
        controller.stop()
