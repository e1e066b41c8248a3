"""How many mails go to one domain at once, and how many in a minute: receiving servers turn away who comes too fast."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass
class Pace:
    """Keeps count for one sender. A limit of 0 is none."""

    at_once: int = 0
    per_minute: int = 0
    _under_way: Counter[str] = field(default_factory=Counter)
    _next_at: dict[str, datetime] = field(default_factory=dict)
    _put_off_until: dict[str, datetime] = field(default_factory=dict)

    def slot(self, domain: str, ahead: int, now: datetime) -> datetime:
        """When a mail with so many of its domain ahead of it may go, as far as the clock decides it."""
        interval = timedelta(minutes=1) / self.per_minute if self.per_minute else timedelta(0)
        return max(self._next_at.get(domain, now), now) + ahead * interval

    def put_off(self, domain: str, earliest: datetime) -> datetime:
        """When a mail may go that waits elsewhere meanwhile: after all that were put off before it."""
        slot = max(self._put_off_until.get(domain, earliest), earliest)
        self._put_off_until[domain] = slot + timedelta(minutes=1) / self.per_minute
        return slot

    def again(self) -> "Pace":
        """The same for another run: nothing is on its way, but the minute isn't over."""
        return Pace(self.at_once, self.per_minute, _next_at=self._next_at, _put_off_until=self._put_off_until)

    def may_go(self, domain: str, now: datetime) -> bool:
        """Whether a mail may go there now."""
        is_busy = bool(self.at_once) and self._under_way[domain] >= self.at_once
        return not is_busy and self.slot(domain, 0, now) <= now

    def begins(self, domain: str, now: datetime) -> None:
        """One goes there now."""
        self._under_way[domain] += 1
        if self.per_minute:
            self._next_at[domain] = self.slot(domain, 1, now)

    def ends(self, domain: str) -> bool:
        """It got there, or not; whether another may go that could not before."""
        was_busy = bool(self.at_once) and self._under_way[domain] >= self.at_once
        self._under_way[domain] -= 1
        if not self._under_way[domain]:
            del self._under_way[domain]
        return was_busy


def domain_of(email: str) -> str:
    """What stands after the @, in small letters."""
    return email.rpartition("@")[2].lower()
