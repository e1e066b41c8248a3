"""How an offering stands for somebody who thinks of registering now: its window and its places together."""

from datetime import datetime, timedelta
from typing import Literal

from services.catalogue.rules.offerings import Terms, Window, last_end, window_at

OfferingState = Literal["not-open-yet", "open", "closing", "waitlist", "full", "closed", "cancelled"]

#: a deadline nearer than this is told as such
CLOSING_SOON = timedelta(days=7)


def places_left(capacity: int | None, taken: int) -> int | None:
    """How many places are free; None: there is no limit."""
    return None if capacity is None else max(0, capacity - taken)


def offering_state(terms: Terms, left: int | None, waitlist: bool, now: datetime) -> OfferingState:
    """The state at `now`; `left` is what places_left() says, `waitlist` whether people may wait when it is full."""
    window = window_at(now, terms)
    if window is Window.CANCELLED:
        return "cancelled"
    if window is Window.CLOSED:
        return "closed"
    if window in (Window.NOT_OPEN_YET, Window.NOT_PUBLISHED):
        return "not-open-yet"
    if left == 0:
        return "waitlist" if waitlist else "full"
    if terms.closes_at is not None and terms.closes_at - now <= CLOSING_SOON:
        return "closing"
    return "open"


def turns(terms: Terms) -> list[datetime]:
    """The instants at which its state changes by time alone."""
    soon = terms.closes_at - CLOSING_SOON if terms.closes_at is not None else None
    instants = (terms.opens_at, soon, terms.closes_at or last_end(terms.sessions))
    return [instant for instant in instants if instant is not None]
