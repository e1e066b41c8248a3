"""How many mails go to one domain at once, and how many in a minute: receiving servers turn away who comes too fast."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

#: who has to wait longer than this does it in the queue
PATIENCE = timedelta(seconds=5)


@dataclass
class Pace:
    """Keeps count of one sender's mails. A limit of None is none."""

    at_once: int | None = None
    _under_way: Counter[str] = field(default_factory=Counter)

    def may_go(self, domain: str) -> bool:
        """Whether a mail may go there now."""
        return self.at_once is None or self._under_way[domain] < self.at_once

    def begins(self, domain: str) -> None:
        """One goes there now."""
        self._under_way[domain] += 1

    def ends(self, domain: str) -> bool:
        """It got there, or not; whether another may go that could not before."""
        was_busy = not self.may_go(domain)
        self._under_way[domain] -= 1
        if not self._under_way[domain]:
            del self._under_way[domain]
        return was_busy

    @property
    def busiest(self) -> int:
        """How many are on their way to the domain that most go to."""
        return max(self._under_way.values(), default=0)


@dataclass(frozen=True)
class Turns:
    """A domain's timetable: the first moment nobody has, and the one up to which mails were sent back to wait."""

    next_at: datetime
    put_off_until: datetime


@dataclass(frozen=True)
class Timetable:
    """When each of some mails to one domain may go: of those that wait here, of those that wait in the queue."""

    soon: list[datetime]
    later: list[datetime]
    turns: Turns


def timetable(turns: Turns | None, mails: int, per_minute: int, now: datetime, *, urgent: int = 0) -> Timetable:
    """Give so many mails their moments, an equal time apart. Somebody waits for the first ``urgent``."""
    interval = timedelta(minutes=1) / per_minute
    first = max(turns.next_at, now) if turns else now
    here = min(mails, max(0, (now + PATIENCE - first) // interval + 1))
    free = first + here * interval
    soon = [first + number * interval for number in range(here)]
    # back in time for the first turns that nobody has, before any other comes back for them
    ahead = [free + number * interval - PATIENCE for number in range(max(0, urgent - here))]
    # the others after all that were put off before: they come back one by one, not all of them each time
    back = max(turns.put_off_until, free) if turns else free
    behind = [back + number * interval for number in range(mails - here - len(ahead))]
    return Timetable(soon, ahead + behind, Turns(free, back + len(behind) * interval))


def fair_share(limit: int, place: int, others: Sequence[int]) -> int:
    """What one of several senders may have at once, being the so-manieth of them.

    Who comes when all is taken gets nothing at first; the others take less when they are asked the next time.
    """
    equal, left_over = divmod(limit, len(others) + 1)
    return max(0, min(equal + (place < left_over), limit - sum(others)))


def domain_of(email: str) -> str:
    """What stands after the @, in small letters."""
    return email.rpartition("@")[2].lower()
