from datetime import UTC, datetime, timedelta

import pytest

from services.catalogue.rules import schedule
from services.catalogue.rules.schedule import TimesProblem

START = datetime(2027, 1, 18, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts_at", "lasts", "problem"),
    [
        (START, timedelta(hours=2), None),
        (START, timedelta(seconds=1), None),
        (START, schedule.LONGEST, None),
        (START, timedelta(0), TimesProblem.ENDS_BEFORE_START),
        (START, timedelta(hours=-1), TimesProblem.ENDS_BEFORE_START),
        (START, schedule.LONGEST + timedelta(seconds=1), TimesProblem.TOO_LONG),
        (datetime(1999, 12, 31, tzinfo=UTC), timedelta(hours=1), TimesProblem.STARTS_OUT_OF_RANGE),
        (datetime(2100, 1, 1, tzinfo=UTC), timedelta(hours=1), TimesProblem.STARTS_OUT_OF_RANGE),
    ],
)
def test_problem_of_times(starts_at: datetime, lasts: timedelta, problem: TimesProblem | None) -> None:
    assert schedule.problem_of_times(starts_at, starts_at + lasts) == problem


@pytest.mark.parametrize("field", ["starts_at", "ends_at", "timezone", "mode", "join_url", "venue", "state"])
def test_time_place_and_state_raise_the_revision(field: str) -> None:
    assert schedule.raises_revision(["title", field])


def test_text_alone_does_not_raise_the_revision() -> None:
    assert not schedule.raises_revision(["title", "description"])


def test_only_another_time_asks_presenters_again() -> None:
    assert schedule.asks_again(["ends_at"])
    assert not schedule.asks_again(["venue", "join_url", "title"])


def test_twelve_hours_are_not_unusually_long() -> None:
    assert not schedule.is_unusually_long(START, START + timedelta(hours=12))
    assert schedule.is_unusually_long(START, START + timedelta(hours=12, minutes=1))
