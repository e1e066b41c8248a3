"""Local times and the traps of daylight saving."""

from datetime import UTC, date, datetime, time

import pytest

from shared.local_time import NoSuchTime, TwiceTime, end_of_day, is_end_of_day, start_of_day, to_instant, zones

HELSINKI = "Europe/Helsinki"


@pytest.mark.parametrize(
    ("day", "at", "utc"),
    [
        (date(2021, 6, 2), time(14), datetime(2021, 6, 2, 11, tzinfo=UTC)),
        (date(2021, 12, 2), time(14), datetime(2021, 12, 2, 12, tzinfo=UTC)),
        (date(2027, 3, 28), time(2, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (date(2027, 3, 28), time(4), datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (date(2027, 10, 31), time(2, 59), datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        (date(2027, 10, 31), time(4), datetime(2027, 10, 31, 2, tzinfo=UTC)),
    ],
)
def test_instant_of_a_local_time(day: date, at: time, utc: datetime) -> None:
    assert to_instant(day, at, HELSINKI) == utc


def test_time_that_the_clock_skips_is_refused() -> None:
    with pytest.raises(NoSuchTime):
        to_instant(date(2027, 3, 28), time(3, 30), HELSINKI)


def test_time_that_comes_twice_must_be_chosen() -> None:
    with pytest.raises(TwiceTime):
        to_instant(date(2027, 10, 31), time(3, 30), HELSINKI)
    first = to_instant(date(2027, 10, 31), time(3, 30), HELSINKI, second_time=False)
    second = to_instant(date(2027, 10, 31), time(3, 30), HELSINKI, second_time=True)
    assert (first.hour, second.hour) == (0, 1)


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2023, 1, 17), datetime(2023, 1, 17, 21, 59, 59, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 20, 59, 59, tzinfo=UTC)),
        (date(2027, 10, 31), datetime(2027, 10, 31, 21, 59, 59, tzinfo=UTC)),
    ],
)
def test_deadline_given_as_a_date_is_the_end_of_that_day(day: date, utc: datetime) -> None:
    assert end_of_day(day, HELSINKI) == utc
    assert is_end_of_day(utc, HELSINKI)
    assert not is_end_of_day(utc.replace(second=0), HELSINKI)


def test_zones_are_places() -> None:
    assert {"Europe/Helsinki", "UTC", "America/Argentina/Buenos_Aires"} <= zones()
    assert not {"Helsinki", "Etc/GMT+3", "EET", "../etc/passwd"} & zones()


@pytest.mark.parametrize(
    ("day", "zone", "utc"),
    [
        (date(2027, 10, 31), HELSINKI, datetime(2027, 10, 30, 21, tzinfo=UTC)),
        # clocks go from 24:00 to 01:00
        (date(2027, 9, 5), "America/Santiago", datetime(2027, 9, 5, 4, tzinfo=UTC)),
        # clocks go from 01:00 back to 00:00
        (date(2027, 10, 31), "Atlantic/Azores", datetime(2027, 10, 31, 0, tzinfo=UTC)),
    ],
)
def test_day_begins_once(day: date, zone: str, utc: datetime) -> None:
    assert start_of_day(day, zone) == utc
