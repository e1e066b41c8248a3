"""Quiet hours by the clock on the wall, on the nights when it changes too."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from services.notifications.rules.quiet_hours import QuietHours, held_until

HELSINKI = ZoneInfo("Europe/Helsinki")
NIGHT = QuietHours(21, 7)


def at(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI, fold=fold)


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("2027-01-11T20:59:59", "2027-01-11T20:59:59"),
        ("2027-01-11T21:00:00", "2027-01-12T07:00:00"),
        ("2027-01-12T00:00:00", "2027-01-12T07:00:00"),
        ("2027-01-12T06:59:59", "2027-01-12T07:00:00"),
        ("2027-01-12T07:00:00", "2027-01-12T07:00:00"),
        ("2027-12-31T23:00:00", "2028-01-01T07:00:00"),
    ],
)
def test_quiet_hours_over_midnight_end_in_the_morning(moment: str, end: str) -> None:
    assert held_until(NIGHT, at(moment), "Europe/Helsinki") == at(end)


@pytest.mark.parametrize(("moment", "hours"), [("2027-03-27T21:00:00", 9), ("2027-10-30T21:00:00", 11)])
def test_quiet_hours_of_a_night_when_clocks_change_end_by_the_clock(moment: str, hours: int) -> None:
    end = held_until(NIGHT, at(moment), "Europe/Helsinki")
    assert end.astimezone(HELSINKI).hour == 7
    assert (end - at(moment).astimezone(end.tzinfo)).total_seconds() == hours * 3600


def test_quiet_hours_that_end_in_the_hour_that_is_skipped_end_when_it_would_begin() -> None:
    end = held_until(QuietHours(21, 3), at("2027-03-28T02:30:00"), "Europe/Helsinki")
    assert end.astimezone(HELSINKI).isoformat() == "2027-03-28T04:00:00+03:00"


def test_quiet_hours_that_end_in_the_hour_that_comes_twice_end_the_first_time() -> None:
    zone, early = "Europe/Helsinki", at("2027-10-31T02:30:00")
    assert held_until(QuietHours(21, 3), early, zone).astimezone(HELSINKI) == at("2027-10-31T03:00:00")
    again = at("2027-10-31T03:30:00", fold=1)
    assert held_until(QuietHours(21, 3), again, zone) == again


def test_quiet_hours_in_the_hour_that_comes_twice_last_through_both() -> None:
    for fold in (0, 1):
        end = held_until(NIGHT, at("2027-10-31T03:30:00", fold), "Europe/Helsinki")
        assert end.astimezone(HELSINKI) == at("2027-10-31T07:00:00")


def test_quiet_hours_within_a_day_end_the_same_day() -> None:
    noon = QuietHours(12, 14)
    assert held_until(noon, at("2027-01-11T13:30:00"), "Europe/Helsinki") == at("2027-01-11T14:00:00")
    assert held_until(noon, at("2027-01-11T22:00:00"), "Europe/Helsinki") == at("2027-01-11T22:00:00")


def test_quiet_hours_go_by_the_zone_they_are_asked_for() -> None:
    moment = at("2027-01-11T21:30:00")
    assert held_until(NIGHT, moment, "Europe/London") == moment


@pytest.mark.parametrize("start", ["2027-01-12T06:30:00", "2027-01-12T07:00:00"])
def test_what_would_come_too_late_goes_at_its_own_time(start: str) -> None:
    moment = at("2027-01-12T05:30:00")
    assert held_until(NIGHT, moment, "Europe/Helsinki", at(start)) == moment
    assert held_until(NIGHT, moment, "Europe/Helsinki", at("2027-01-12T07:00:01")) == at("2027-01-12T07:00:00")


def test_without_quiet_hours_everything_goes_at_its_own_time() -> None:
    assert QuietHours.of("") is None
    assert held_until(None, at("2027-01-12T05:30:00"), "Europe/Helsinki") == at("2027-01-12T05:30:00")
    assert QuietHours.of("21-7") == NIGHT
