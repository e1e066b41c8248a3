"""How an offering stands for somebody who thinks of registering now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

OfferingState = Literal["not-open-yet", "open", "closing", "waitlist", "full", "closed", "cancelled"]

#: a deadline nearer than this is told as such
CLOSING_SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Window:
    """When one may register. Instants are aware; `ends_at` is when the last session that still takes place ends."""

    opens_at: datetime | None
    closes_at: datetime | None
    ends_at: datetime | None
    cancelled: bool = False
    """Whether every session that it covers is cancelled."""

    @property
    def last_moment(self) -> datetime | None:
        """From when on nobody registers any more; None: no end is known."""
        return self.closes_at or self.ends_at

    @property
    def turns(self) -> list[datetime]:
        """The instants at which its state changes by time alone."""
        known = [self.opens_at, self.last_moment]
        if self.closes_at is not None:
            known.append(self.closes_at - CLOSING_SOON)
        return [instant for instant in known if instant is not None]


def places_left(capacity: int | None, taken: int) -> int | None:
    """How many places are free; None: there is no limit."""
    return None if capacity is None else max(0, capacity - taken)


def offering_state(window: Window, left: int | None, waitlist: bool, now: datetime) -> OfferingState:
    """The state at `now`; `left` is what places_left() says, `waitlist` whether people may wait when it is full."""
    if window.cancelled:
        return "cancelled"
    if window.last_moment is not None and window.last_moment <= now:
        return "closed"
    if window.opens_at is not None and now < window.opens_at:
        return "not-open-yet"
    if left == 0:
        return "waitlist" if waitlist else "full"
    if window.closes_at is not None and window.closes_at - now <= CLOSING_SOON:
        return "closing"
    return "open"
