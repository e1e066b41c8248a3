"""What somebody writes to many, made fit to be a mail's text, and when it may still go out."""

import re
from datetime import datetime, timedelta

LONGEST_SUBJECT = 150
LONGEST_TEXT = 5000
#: what is later than this is not sent any more: it may be about something that is over
LATEST = timedelta(hours=24)
#: one in so many may come or go between looking and sending before it has to be looked at again
ONE_IN = 10

#: control characters other than line ends and tabs, letters that turn the direction of what follows, and those of
#: private use, with which mail marks where its reader's secret links go
_HARMFUL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ue000-\uf8ff]")
_MANY_BREAKS = re.compile(r"\n{3,}")


def tidy_text(written: str) -> str:
    """Plain text with plain line ends, no line blank at its ends and at most one between paragraphs."""
    lines = written.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept = "\n".join(line.rstrip() for line in _HARMFUL.sub("", lines).split("\n"))
    return _MANY_BREAKS.sub("\n\n", kept).strip()


def is_too_late(send_at: datetime, now: datetime) -> bool:
    """Whether its time went by so long ago that it is not sent any more."""
    return now - send_at > LATEST


def is_as_many(looked_at: int, found: int) -> bool:
    """Whether so many are still what somebody saw before they said yes: people come and go while they read."""
    return abs(found - looked_at) * ONE_IN <= looked_at and (found > 0) == (looked_at > 0)
