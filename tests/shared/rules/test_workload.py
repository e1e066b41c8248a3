"""Credits in hours of work."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from shared.rules.workload import hours_of, time_together, workload

NINE = datetime(2027, 1, 16, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ects", "hours"), [("1", 27), ("5", 133), ("15", 400), ("30", 800), ("60", 1600), ("2.5", 67)]
)
def test_credits_are_hours_as_the_decree_says(ects: str, hours: int) -> None:
    assert hours_of(Decimal(ects)) == hours


def test_what_is_not_spent_together_is_own_work() -> None:
    days = [(NINE + timedelta(days=day), NINE + timedelta(days=day, hours=7)) for day in range(10)]
    work = workload(Decimal(30), days)
    assert (work.total, work.together, work.own, work.is_exceeded) == (800, timedelta(hours=70), 730, False)
    short = workload(Decimal(2), days)
    assert (short.own, short.is_exceeded) == (0, True)


def test_hours_of_sessions_held_at_once_count_once() -> None:
    hour = timedelta(hours=1)
    meetings = [(NINE, NINE + 3 * hour), (NINE + hour, NINE + 2 * hour), (NINE + 2 * hour, NINE + 4 * hour)]
    assert time_together(meetings) == 4 * hour
    assert time_together([]) == timedelta()
