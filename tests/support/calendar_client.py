"""A calendar that follows the mail it gets as Thunderbird does, and minds numbers as Exchange does.

Thunderbird compares SEQUENCE, then DTSTAMP; Exchange also remembers the numbers of what it took away.
"""

from dataclasses import dataclass, field
from typing import Any

from tests.support import ical_js


@dataclass
class Kept:
    """An entry, and what its owner answered to it."""

    event: dict[str, Any]
    answer: str = "NEEDS-ACTION"


@dataclass
class CalendarClient:
    """One person's calendar; `take` says what it did with a message."""

    entries: dict[str, Kept] = field(default_factory=dict)
    _newest: dict[str, tuple[int, str]] = field(default_factory=dict)

    def accept_all(self) -> None:
        """The person says yes to everything."""
        for kept in self.entries.values():
            kept.answer = "ACCEPTED"

    def take_all(self, calendars: list[bytes]) -> list[str]:
        """Each message in turn; the person says yes after each."""
        done = []
        for message in ical_js.read(calendars):
            done.append(self.take(message))
            self.accept_all()
        return done

    def take(self, message: dict[str, Any]) -> str:
        """What the message, read by ical.js, does here."""
        [event] = message["events"]
        uid, method = event["uid"], message["method"]
        version = (event["sequence"], event["stamp"])
        kept, newest = self.entries.get(uid), self._newest.get(uid)
        if method not in {"REQUEST", "CANCEL", "DECLINECOUNTER"}:
            return f"{method} does nothing"
        if method != "REQUEST" and kept is None:
            return "not found"
        if newest is not None and version <= newest:
            return "already processed" if version == newest else "out of date"
        self._newest[uid] = version
        if method == "CANCEL":
            del self.entries[uid]
            return "deleted"
        if method == "DECLINECOUNTER":
            return "stays as it was"
        return self._put(kept, event)

    def _put(self, kept: Kept | None, event: dict[str, Any]) -> str:
        if kept is None:
            self.entries[event["uid"]] = Kept(event)
            return "added"
        moved = any(kept.event[name] != event[name] for name in ("starts", "ends"))
        if event["sequence"] > kept.event["sequence"]:
            self.entries[event["uid"]] = Kept(event)
            return "moved and asked again" if moved else "asked again"
        kept.event = event
        return "moved, and the old answer stayed" if moved else "changed in place"
