"""Whether a mail server is worth asking: one that is down is left alone for a while, longer each time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

#: a broken connection happens; several in a row mean that the server is down
MOST_FAILURES = 3
_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(minutes=1)


@dataclass
class Breaker:
    """Counts one server's failures in a row. After each pause a single try decides whether the next one is longer."""

    failures: int = 0
    pauses: int = 0
    asked_again_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether the server is left alone now."""
        return self.asked_again_at is not None and now < self.asked_again_at

    def worked(self) -> None:
        """It answered as a server that is well."""
        self.failures, self.pauses, self.asked_again_at = 0, 0, None

    def failed(self, now: datetime, *, is_down: bool) -> None:
        """It did not. ``is_down``: it can't even be reached, so nobody needs to fail a second time."""
        self.failures += 1
        if is_down or self.pauses or self.failures >= MOST_FAILURES:
            self.asked_again_at = now + min(_FIRST_PAUSE * (1 << min(self.pauses, 10)), _LONGEST_PAUSE)
            self.pauses += 1
