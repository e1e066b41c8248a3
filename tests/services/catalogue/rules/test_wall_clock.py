from datetime import UTC, date, datetime, time, timedelta

import pytest

from services.catalogue.rules.wall_clock import Span, Told, Trap, span, told, weeks_later, weeks_to

HELSINKI = "Europe/Helsinki"


@pytest.mark.parametrize(
    ("day", "at", "utc", "trap"),
    [
        # clocks go from 3 to 4 on 28 March 2027, and from 4 back to 3 on 31 October
        (date(2027, 3, 27), time(14), datetime(2027, 3, 27, 12, tzinfo=UTC), None),
        (date(2027, 3, 28), time(14), datetime(2027, 3, 28, 11, tzinfo=UTC), None),
        (date(2027, 3, 28), time(3, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC), Trap.SKIPPED),
        (date(2027, 10, 31), time(3, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC), Trap.TWICE),
        (date(2027, 10, 31), time(14), datetime(2027, 10, 31, 12, tzinfo=UTC), None),
    ],
)
def test_time_of_day_is_read_as_calendars_read_it(day: date, at: time, utc: datetime, trap: Trap | None) -> None:
    assert told(day, at, HELSINKI) == Told(utc, trap)


def test_weeks_later_keeps_the_time_of_day_over_daylight_saving() -> None:
    summer = datetime(2026, 9, 2, 11, tzinfo=UTC)
    assert weeks_later(summer, HELSINKI, 20) == Told(datetime(2027, 1, 20, 12, tzinfo=UTC))
    assert weeks_later(summer, HELSINKI, 52) == Told(datetime(2027, 9, 1, 11, tzinfo=UTC))


def test_second_of_two_hours_stays_the_second_where_there_are_two() -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert weeks_later(second, HELSINKI, 53) == Told(datetime(2027, 10, 31, 1, 30, tzinfo=UTC))
    assert weeks_later(second, HELSINKI, 1) == Told(datetime(2026, 11, 1, 1, 30, tzinfo=UTC))


def test_session_over_a_gap_keeps_its_length_where_nothing_would_be_left() -> None:
    starts, ends = (told(date(2027, 3, 28), at, HELSINKI) for at in (time(3, 30), time(4, 15)))
    assert span(starts, ends, timedelta(minutes=45)) == Span(
        starts.instant, starts.instant + timedelta(minutes=45), (Trap.SKIPPED,)
    )
    assert span(told(date(2027, 3, 28), time(2), HELSINKI), ends, timedelta(hours=2)).ends_at == ends.instant


@pytest.mark.parametrize(
    ("wanted", "weeks"),
    [
        (date(2026, 9, 2), 0),
        (date(2026, 9, 3), 1),
        (date(2026, 9, 9), 1),
        (date(2026, 8, 31), 0),
        (date(2026, 8, 26), -1),
    ],
)
def test_first_day_is_the_wanted_one_or_its_weekday_after_it(wanted: date, weeks: int) -> None:
    assert weeks_to(date(2026, 9, 2), wanted) == weeks
