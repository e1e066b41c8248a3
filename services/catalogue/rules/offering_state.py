"""How an offering stands for somebody who thinks of registering now."""

from datetime import datetime, timedelta
from typing import Literal

from shared.rules.window import Window, standing

OfferingState = Literal["not-open-yet", "open", "closing", "waitlist", "full", "closed", "cancelled"]

#: a deadline nearer than this is told as such
CLOSING_SOON = timedelta(days=7)

#: the window's words for when nobody registers
_SHUT: dict[str, OfferingState] = {
    "cancelled": "cancelled",
    "closed": "closed",
    "not_open_yet": "not-open-yet",
    "not_published": "not-open-yet",
}


def turns_of(window: Window) -> list[datetime]:
    """The instants at which its state changes by time alone."""
    soon = None if window.closes_at is None else window.closes_at - CLOSING_SOON
    return [instant for instant in (window.opens_at, window.closing, soon) if instant is not None]


def places_left(capacity: int | None, taken: int) -> int | None:
    """How many places are free; None: there is no limit."""
    return None if capacity is None else max(0, capacity - taken)


def offering_state(window: Window, left: int | None, waitlist: bool, now: datetime) -> OfferingState:
    """The state at `now`; `left` is what places_left() says, `waitlist` whether people may wait when it is full."""
    word = standing(window, now)
    if word != "open":
        return _SHUT[word]
    if left == 0:
        return "waitlist" if waitlist else "full"
    if window.closes_at is not None and window.closes_at - now <= CLOSING_SOON:
        return "closing"
    return "open"
