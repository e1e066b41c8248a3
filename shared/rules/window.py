"""Whether one can register at an instant, exact to the instant: ``opens_at <= now < closing``."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Standing = Literal["open", "not_published", "not_open_yet", "closed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Window:
    """What decides when an offering can be registered for. Instants are aware."""

    #: draft, published or archived
    series_state: str
    #: null: since publication
    opens_at: datetime | None
    #: null: until the last covered session ends
    closes_at: datetime | None
    covers_sessions: bool
    #: when the last covered session that is not cancelled ends; null: there is none
    last_ends_at: datetime | None

    @property
    def is_cancelled(self) -> bool:
        """Whether every session it covers is cancelled."""
        return self.covers_sessions and self.last_ends_at is None

    @property
    def closing(self) -> datetime | None:
        """The first instant at which one can't register any more; None while nothing says when."""
        return self.closes_at or self.last_ends_at


def standing(window: Window, now: datetime) -> Standing:
    """The word for an offering's registration at an instant."""
    if window.series_state == "draft":
        return "not_published"
    if window.is_cancelled:
        return "cancelled"
    if window.series_state != "published" or (window.closing is not None and now >= window.closing):
        return "closed"
    if window.opens_at is not None and now < window.opens_at:
        return "not_open_yet"
    return "open"


def has_ended(window: Window, now: datetime) -> bool:
    """Whether the last session has been held: nothing can be given or given back any more."""
    return window.last_ends_at is not None and now >= window.last_ends_at


def is_only_late(window: Window, now: datetime) -> bool:
    """Whether nothing but the deadline has passed: its organisers may still let people in."""
    return standing(window, now) == "closed" and window.series_state == "published" and not has_ended(window, now)


def promotes(window: Window, now: datetime) -> bool:
    """Whether those who wait still get places that fall free: also after the deadline, until the last session ends."""
    return standing(window, now) == "open" or is_only_late(window, now)
