"""When a mail server is left alone."""

from datetime import timedelta

from services.notifications.rules.breaker import MOST_FAILURES, Breaker
from tests.support.factories import NOON


def test_broken_connections_now_and_then_change_nothing() -> None:
    breaker = Breaker()
    for _time in range(10):
        for _failure in range(MOST_FAILURES - 1):
            breaker.failed(NOON, is_down=False)
        assert not breaker.is_open(NOON)
        breaker.worked()


def test_several_in_a_row_open_it() -> None:
    breaker = Breaker()
    for _failure in range(MOST_FAILURES):
        breaker.failed(NOON, is_down=False)
    assert breaker.is_open(NOON)


def test_pauses_grow_up_to_a_minute_and_start_again_after_a_success() -> None:
    breaker, pauses = Breaker(), []
    for _time in range(8):
        breaker.failed(NOON, is_down=True)
        assert breaker.asked_again_at is not None
        pauses.append((breaker.asked_again_at - NOON) / timedelta(seconds=1))
    assert pauses == [5, 10, 20, 40, 60, 60, 60, 60]
    breaker.worked()
    breaker.failed(NOON, is_down=True)
    assert breaker.asked_again_at == NOON + timedelta(seconds=5)


def test_one_failure_of_the_single_try_after_a_pause_opens_it_again() -> None:
    breaker = Breaker()
    breaker.failed(NOON, is_down=True)
    later = NOON + timedelta(seconds=6)
    assert not breaker.is_open(later)
    breaker.failed(later, is_down=False)
    assert breaker.is_open(later)
