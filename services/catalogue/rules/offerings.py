"""What about an offering's window and places can't be, and what deserves a second look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class CoveredSession:
    """What of a session its offering depends on."""

    ends_at: datetime
    is_cancelled: bool = False


def last_end(sessions: Sequence[CoveredSession]) -> datetime | None:
    """When the last session that is still to be held ends; None without one."""
    return max((session.ends_at for session in sessions if not session.is_cancelled), default=None)


def closes_after_last_session(closes_at: datetime | None, sessions: Sequence[CoveredSession]) -> bool:
    """Whether people could still register when everything is over: allowed, but seldom meant."""
    end = last_end(sessions)
    return closes_at is not None and end is not None and closes_at > end


def is_overtaken(
    closes_at: datetime, sessions: Sequence[CoveredSession], starts_at: datetime, was_at: datetime | None = None
) -> bool:
    """Whether a session comes before the deadline: as all of them do, or because it moves there from behind it."""
    crosses = was_at is not None and starts_at < closes_at <= was_at
    return crosses or closes_after_last_session(closes_at, sessions)


def closes_before_opening(opens_at: datetime | None, closes_at: datetime | None) -> bool:
    """Whether the window has no inside."""
    return opens_at is not None and closes_at is not None and closes_at <= opens_at


def has_more_places(before: int | None, after: int | None) -> bool:
    """Whether a change of capacity may let waiting people in; None is no limit."""
    if before is None:
        return False
    return after is None or after > before
