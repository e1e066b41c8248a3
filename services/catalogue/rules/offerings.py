"""When one can register for an offering, and what about its deadline deserves a second look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Window(StrEnum):
    """Where an offering stands between its opening and its deadline."""

    NOT_PUBLISHED = "not_published"
    CANCELLED = "cancelled"
    NOT_OPEN_YET = "not_open_yet"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class CoveredSession:
    """What of a session its offering depends on."""

    ends_at: datetime
    is_cancelled: bool = False


@dataclass(frozen=True)
class Terms:
    """What decides whether it is open. ``opens_at`` None: since publication; ``closes_at`` None: to the end."""

    is_published: bool
    opens_at: datetime | None
    closes_at: datetime | None
    sessions: Sequence[CoveredSession]


def window_at(now: datetime, terms: Terms) -> Window:
    """The word for an instant: open from ``opens_at`` on, closed from the deadline or the last session's end on."""
    if not terms.is_published:
        return Window.NOT_PUBLISHED
    if terms.sessions and all(session.is_cancelled for session in terms.sessions):
        return Window.CANCELLED
    if terms.opens_at is not None and now < terms.opens_at:
        return Window.NOT_OPEN_YET
    deadline = terms.closes_at or last_end(terms.sessions)
    if deadline is not None and now >= deadline:
        return Window.CLOSED
    return Window.OPEN


def last_end(sessions: Sequence[CoveredSession]) -> datetime | None:
    """When the last session that is still to be held ends; None without one."""
    return max((session.ends_at for session in sessions if not session.is_cancelled), default=None)


def closes_after_last_session(closes_at: datetime | None, sessions: Sequence[CoveredSession]) -> bool:
    """Whether people could still register when everything is over: allowed, but seldom meant."""
    end = last_end(sessions)
    return closes_at is not None and end is not None and closes_at > end


def closes_before_opening(opens_at: datetime | None, closes_at: datetime | None) -> bool:
    """Whether the window has no inside."""
    return opens_at is not None and closes_at is not None and closes_at <= opens_at


def has_more_places(before: int | None, after: int | None) -> bool:
    """Whether a change of capacity may let waiting people in; None is no limit."""
    if before is None:
        return False
    return after is None or after > before
