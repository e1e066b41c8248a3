from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from shared.rules.window import Window, has_ended, promotes, standing
from tests.support.factories import NOON

SECOND = timedelta(seconds=1)


def window(**more: Any) -> Window:
    usual: dict[str, Any] = {
        "series_state": "published",
        "opens_at": None,
        "closes_at": None,
        "covers_sessions": True,
        "last_ends_at": NOON + timedelta(days=7),
    }
    return Window(**{**usual, **more})


def test_window_without_limits_is_open_until_the_last_session_ends() -> None:
    last = NOON + timedelta(days=7)
    assert standing(window(last_ends_at=last), last - SECOND) == "open"
    assert standing(window(last_ends_at=last), last) == "closed"


def test_window_opens_to_the_instant() -> None:
    assert standing(window(opens_at=NOON), NOON - timedelta(microseconds=1)) == "not_open_yet"
    assert standing(window(opens_at=NOON), NOON) == "open"


def test_window_closes_to_the_instant() -> None:
    assert standing(window(closes_at=NOON), NOON - timedelta(microseconds=1)) == "open"
    assert standing(window(closes_at=NOON), NOON) == "closed"


def test_window_with_a_deadline_after_the_last_session_stays_open() -> None:
    late = window(closes_at=NOON + timedelta(days=1), last_ends_at=NOON - timedelta(days=1))
    assert standing(late, NOON) == "open"


def test_window_is_exact_over_a_change_to_winter_time() -> None:
    # In Helsinki 03:30 comes twice on 2027-10-31; these are two instants an hour apart.
    first = datetime(2027, 10, 31, 3, 30, tzinfo=timezone(timedelta(hours=3)))
    second = datetime(2027, 10, 31, 3, 30, tzinfo=timezone(timedelta(hours=2)))
    open_until_second = window(closes_at=second, last_ends_at=second)
    assert standing(open_until_second, first) == "open"
    assert standing(open_until_second, second) == "closed"


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_window_of_what_is_not_published_is_not_open(state: str) -> None:
    assert standing(window(series_state=state), NOON) == {"draft": "not_published", "archived": "closed"}[state]


def test_window_with_every_session_cancelled_is_cancelled() -> None:
    assert standing(window(last_ends_at=None), NOON) == "cancelled"


def test_window_without_sessions_is_open() -> None:
    assert standing(window(covers_sessions=False, last_ends_at=None), NOON) == "open"
    assert not has_ended(window(covers_sessions=False, last_ends_at=None), NOON)


def test_places_are_passed_on_after_the_deadline() -> None:
    assert promotes(window(closes_at=NOON), NOON)


def test_places_are_not_passed_on_after_the_last_session() -> None:
    assert not promotes(window(last_ends_at=NOON), NOON)


@pytest.mark.parametrize("more", [{"series_state": "draft"}, {"series_state": "archived"}, {"last_ends_at": None}])
def test_places_of_what_is_not_held_are_not_passed_on(more: dict[str, Any]) -> None:
    assert not promotes(window(**more), NOON)
