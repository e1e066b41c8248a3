"""How long people are not told of a move, so that it can be undone without anybody having heard of it."""

from datetime import datetime, timedelta

#: time enough to see what one did
LEAST = timedelta(minutes=1)
#: undoing ends so much earlier: what is undone has to be written down before the first mail is
LAST_MOMENT = timedelta(seconds=5)


def told_from(now: datetime) -> datetime:
    """The moment from which a move made now is told: a full minute, as clocks on pages show it."""
    soonest = now + LEAST
    minute = soonest.replace(second=0, microsecond=0)
    return minute if minute == soonest else minute + timedelta(minutes=1)


def undone_until(told: datetime) -> datetime:
    """Until when a move that is told from ``told`` can be undone."""
    return told - LAST_MOMENT
