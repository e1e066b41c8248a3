"""When a session can be held, and which of its changes people's calendars must be told of."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum

#: a session is one meeting, at most a course week or two; longer things are series
LONGEST = timedelta(days=14)
#: longer than this in one go is probably a slip of the pen
UNUSUALLY_LONG = timedelta(hours=12)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)

#: the fields whose change asks people again: iCalendar's SEQUENCE rises (RFC 5546 section 2.1.4)
RAISING = frozenset({"starts_at", "ends_at", "timezone", "mode", "join_url", "venue", "state"})
#: the fields whose change makes an earlier answer worthless: it was given to another time
ASKING_AGAIN = frozenset({"starts_at", "ends_at"})


class TimesProblem(StrEnum):
    """Why a session can't be held at these times."""

    ENDS_BEFORE_START = "ends_before_start"
    TOO_LONG = "too_long"
    STARTS_OUT_OF_RANGE = "starts_out_of_range"


def problem_of_times(starts_at: datetime, ends_at: datetime) -> TimesProblem | None:
    """What is wrong with a start and an end, or None."""
    if not EARLIEST <= starts_at < LATEST:
        return TimesProblem.STARTS_OUT_OF_RANGE
    if ends_at <= starts_at:
        return TimesProblem.ENDS_BEFORE_START
    if ends_at - starts_at > LONGEST:
        return TimesProblem.TOO_LONG
    return None


def raises_revision(changed: Iterable[str]) -> bool:
    """Whether a change of these fields is a move: one that calendars must follow."""
    return not RAISING.isdisjoint(changed)


def asks_again(changed: Iterable[str]) -> bool:
    """Whether presenters who had answered are asked anew."""
    return not ASKING_AGAIN.isdisjoint(changed)


def was_over_when_added(created_at: datetime, ends_at: datetime, revision: int) -> bool:
    """Whether a session was written down only when it was over, and never moved: nobody was ever asked to come."""
    return revision == 0 and ends_at <= created_at


def is_unusually_long(starts_at: datetime, ends_at: datetime) -> bool:
    """Whether a session is so long that its end may be a mistake."""
    return ends_at - starts_at > UNUSUALLY_LONG
