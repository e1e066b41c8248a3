from datetime import timedelta

import pytest

from services.notifications.rules.retries import LINE_TRIES, MAIL_TRIES, next_line_try, next_mail_try
from tests.support.factories import NOON


@pytest.mark.parametrize(("tries", "minutes"), [(1, 1), (2, 2), (5, 16), (8, 128), (9, 240), (19, 240)])
def test_pauses_double_up_to_four_hours(tries: int, minutes: int) -> None:
    assert next_mail_try(tries, NOON, 0.5) == NOON + timedelta(minutes=minutes)


def test_jitter_spreads_the_pause_around_its_length() -> None:
    assert next_mail_try(1, NOON, 0.0) == NOON + timedelta(seconds=30)
    assert next_mail_try(1, NOON, 1.0) == NOON + timedelta(seconds=90)


def test_all_tries_together_take_two_days() -> None:
    pauses = [next_mail_try(tries, NOON, 0.5) for tries in range(1, MAIL_TRIES)]
    together = sum((pause - NOON for pause in pauses if pause is not None), timedelta())
    assert timedelta(hours=46) < together < timedelta(hours=50)
    assert next_mail_try(MAIL_TRIES, NOON, 0.5) is None


def test_line_is_given_up_after_its_tries() -> None:
    assert next_line_try(1, NOON) == NOON + timedelta(minutes=1)
    assert next_line_try(LINE_TRIES, NOON) is None
