from datetime import date, timedelta
from itertools import pairwise

from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as some

from services.catalogue.rules.repetition import MOST, PLACES, WEEKDAYS, Frequency, Period, Repetition, days_of

WEDNESDAY = 2
JULY = Period(date(2027, 7, 1), date(2027, 7, 31))


def test_first_wednesday_of_each_month_but_not_in_july() -> None:
    rule = Repetition(Frequency.MONTHLY, WEDNESDAY, date(2027, 5, 6), until=date(2027, 9, 30), left_out=JULY)
    assert days_of(rule) == [date(2027, 6, 2), date(2027, 8, 4), date(2027, 9, 1)]


def test_last_friday_of_each_month_so_many_times() -> None:
    rule = Repetition(Frequency.MONTHLY, 4, date(2027, 1, 1), place=-1, count=3)
    assert days_of(rule) == [date(2027, 1, 29), date(2027, 2, 26), date(2027, 3, 26)]


def test_every_second_week_counts_from_the_first_such_weekday() -> None:
    rule = Repetition(Frequency.WEEKLY, 0, date(2027, 1, 14), interval=2, count=3)
    assert days_of(rule) == [date(2027, 1, 18), date(2027, 2, 1), date(2027, 2, 15)]


def test_count_is_of_what_is_not_left_out() -> None:
    rule = Repetition(Frequency.WEEKLY, WEDNESDAY, date(2027, 6, 24), count=3, left_out=JULY)
    assert days_of(rule) == [date(2027, 6, 30), date(2027, 8, 4), date(2027, 8, 11)]


def test_rule_without_an_end_stops_just_beyond_what_is_too_many() -> None:
    assert len(days_of(Repetition(Frequency.WEEKLY, 0, date(2027, 1, 1)))) == MOST + 1
    everything = Period(date(2000, 1, 1), date(2099, 12, 31))
    assert days_of(Repetition(Frequency.MONTHLY, 0, date(2027, 1, 1), left_out=everything)) == []


@given(
    some.integers(0, 6), some.sampled_from(PLACES), some.dates(date(2001, 1, 1), date(2090, 1, 1)), some.integers(1, 20)
)
def test_months_go_as_calendars_read_the_same_rule(weekday: int, place: int, first_day: date, count: int) -> None:
    found = days_of(Repetition(Frequency.MONTHLY, weekday, first_day, place=place, count=count))
    said = f"DTSTART:{first_day:%Y%m%d}T000000\nRRULE:FREQ=MONTHLY;BYDAY={place}{WEEKDAYS[weekday]};COUNT={count}"
    assert found == [one.date() for one in rrulestr(said)]
    assert all(day.weekday() == weekday for day in found)
    assert all(later - day in (timedelta(weeks=4), timedelta(weeks=5)) for day, later in pairwise(found))
