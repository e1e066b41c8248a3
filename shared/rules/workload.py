"""What ECTS credits mean in hours of a student's work, and how much of it is spent together."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

#: government decree on universities of applied sciences (1129/2014), section 3: the 1600 hours of work that a year's
#: studies take on average are 60 credits, so that one credit is 26.67 hours
HOURS_IN_CREDIT = Fraction(1600, 60)


@dataclass(frozen=True, slots=True)
class Workload:
    """Whole hours of work: all of it, what is spent in sessions, and what is left for one's own work."""

    total: int
    together: timedelta

    @property
    def own(self) -> int:
        """Hours of one's own work; none when the sessions take more than the credits give."""
        return max(0, _rounded(self.total - Fraction(int(self.together.total_seconds()), 3600)))

    @property
    def is_exceeded(self) -> bool:
        """Whether the sessions alone take more than the credits give."""
        return self.together > timedelta(hours=self.total)


def hours_of(ects: Decimal) -> int:
    """Hours of work in so many credits, rounded: 30 are 800, 5 are 133 (decree 1129/2014, section 3)."""
    return _rounded(Fraction(ects) * HOURS_IN_CREDIT)


def workload(ects: Decimal, meetings: Iterable[tuple[datetime, datetime]]) -> Workload:
    """What credits mean for somebody who comes to these meetings, each from when until when."""
    return Workload(hours_of(ects), time_together(meetings))


def time_together(meetings: Iterable[tuple[datetime, datetime]]) -> timedelta:
    """How long the meetings last in all; time in which several are held at once counts once."""
    total, until = timedelta(), None
    for starts_at, ends_at in sorted(meetings):
        begins = starts_at if until is None else max(starts_at, until)
        total += max(timedelta(), ends_at - begins)
        until = ends_at if until is None else max(until, ends_at)
    return total


def _rounded(hours: Fraction | int) -> int:
    return math.floor(hours + Fraction(1, 2))
