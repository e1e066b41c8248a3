"""When to try again what failed for now."""

from datetime import datetime, timedelta

_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=4)
#: pauses of 1, 2, 4 … 128 minutes and then of 4 hours: together 48 hours
MAIL_TRIES = 20
LINE_TRIES = 6
#: how a try ended without word whether the mail server has the mail: the connection broke, or the sender died
BROKEN_OFF = "broken-off"
#: states from which a person may have a message sent again
RETRYABLE = ("failed", "bounced")


def next_mail_try(tries: int, now: datetime, jitter: float) -> datetime | None:
    """When a mail that failed for the ``tries``-th time goes again; None when it has been tried for 48 hours.

    ``jitter`` from 0 to 1 spreads the pause over half to one and a half of its length.
    """
    if tries >= MAIL_TRIES:
        return None
    doublings = min(tries - 1, 10)
    pause = min(_FIRST_PAUSE * (1 << doublings), _LONGEST_PAUSE)
    return now + pause * (0.5 + jitter)


def next_line_try(tries: int, now: datetime) -> datetime | None:
    """When a journal line that failed for the ``tries``-th time is read again; None when it is left to a person."""
    return None if tries >= LINE_TRIES else now + _FIRST_PAUSE * (1 << 2 * (tries - 1))
