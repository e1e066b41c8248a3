"""Dates and times as each language writes them."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.web import dates

HELSINKI = "Europe/Helsinki"
START = datetime(2021, 6, 2, 11, 0, tzinfo=UTC)
END = datetime(2021, 6, 2, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("fi", "ke 2.6.2021 klo 14.00–16.00"),
        ("sv", "ons 2.6.2021 kl. 14.00–16.00"),
        ("en", "Wed 2 June 2021, 14:00–16:00"),
        ("de", "Wed 2 June 2021, 14:00–16:00"),
    ],
)
def test_span_within_a_day(language: str, written: str) -> None:
    assert dates.span(START, END, HELSINKI, language) == written


def test_span_without_end_is_the_moment_it_starts() -> None:
    assert dates.span(START, None, HELSINKI, "fi") == "ke 2.6.2021 klo 14.00"


def test_span_over_midnight_names_both_days() -> None:
    late = datetime(2021, 6, 2, 22, 30, tzinfo=UTC)
    assert dates.span(START, late, HELSINKI, "en") == "Wed 2 June 2021, 14:00 – Thu 3 June 2021, 01:30"
    assert dates.clock_span(START, late, HELSINKI, "fi") == "klo 14.00 – 3.6. klo 1.30"


def test_zone_decides_the_day() -> None:
    late = datetime(2021, 6, 2, 22, 30, tzinfo=UTC)
    assert dates.moment_text(late, HELSINKI, "fi") == "to 3.6.2021 klo 1.30"
    assert dates.moment_text(late, "UTC", "fi") == "ke 2.6.2021 klo 22.30"


@pytest.mark.parametrize(
    ("language", "day", "long_date", "month", "short"),
    [
        ("fi", "keskiviikko 2. kesäkuuta", "keskiviikko 2. kesäkuuta 2021", "kesäkuu 2021", "2.6."),
        ("sv", "onsdag 2 juni", "onsdag 2 juni 2021", "juni 2021", "2.6."),
        ("en", "Wednesday 2 June", "Wednesday 2 June 2021", "June 2021", "2 Jun"),
    ],
)
def test_days_in_words(language: str, day: str, long_date: str, month: str, short: str) -> None:
    assert dates.day(START, HELSINKI, language) == day
    assert dates.long_date(START, HELSINKI, language) == long_date
    assert dates.month(START, HELSINKI, language) == month
    assert dates.short_day(START, HELSINKI, language) == short


@pytest.mark.parametrize(
    ("language", "noon", "end_of_day"),
    [
        ("fi", "tiistaina 17.1.2023 klo 12.00", "tiistaina 17.1.2023 klo 23.59"),
        ("sv", "tisdagen den 17.1.2023 kl. 12.00", "tisdagen den 17.1.2023 kl. 23.59"),
        ("en", "Tuesday 17 January 2023, 12:00", "Tuesday 17 January 2023, end of day"),
    ],
)
def test_deadline_at_noon_and_at_the_end_of_the_day(language: str, noon: str, end_of_day: str) -> None:
    day = datetime(2023, 1, 16, 22, 0, tzinfo=UTC)
    assert dates.deadline(day + timedelta(hours=12), HELSINKI, language) == noon
    assert dates.deadline(day + timedelta(hours=23, minutes=59, seconds=59), HELSINKI, language) == end_of_day


def test_deadline_at_midnight_belongs_to_the_day_that_ends() -> None:
    assert dates.deadline(datetime(2023, 1, 17, 22, 0, tzinfo=UTC), HELSINKI, "fi") == "tiistaina 17.1.2023 klo 23.59"


def test_deadline_on_each_day_of_the_week_is_in_the_case_that_finnish_wants() -> None:
    monday = datetime(2023, 1, 16, 10, 0, tzinfo=UTC)
    words = [dates.deadline(monday + timedelta(days=n), HELSINKI, "fi").split()[0] for n in range(7)]
    assert words == [
        "maanantaina",
        "tiistaina",
        "keskiviikkona",
        "torstaina",
        "perjantaina",
        "lauantaina",
        "sunnuntaina",
    ]


@pytest.mark.parametrize(
    ("days", "finnish", "swedish", "english"),
    [
        (-1, "eilen", "i går", "yesterday"),
        (0, "tänään", "i dag", "today"),
        (1, "huomenna", "i morgon", "tomorrow"),
        (3, "3 päivän päästä", "om 3 dagar", "in 3 days"),
        (-3, "3 päivää sitten", "för 3 dagar sedan", "3 days ago"),
        (21, "3 viikon päästä", "om 3 veckor", "in 3 weeks"),
    ],
)
def test_relative_day(days: int, finnish: str, swedish: str, english: str) -> None:
    there = START + timedelta(days=days)
    written = [dates.relative_day(there, START, HELSINKI, language) for language in ("fi", "sv", "en")]
    assert written == [finnish, swedish, english]


def test_relative_day_counts_days_of_the_zone_and_not_hours() -> None:
    before_midnight = datetime(2021, 6, 2, 20, 59, tzinfo=UTC)
    assert dates.relative_day(before_midnight + timedelta(minutes=2), before_midnight, HELSINKI, "en") == "tomorrow"


@pytest.mark.parametrize(
    ("minutes", "written"), [(120, "2 h"), (90, "1 h 30 min"), (45, "45 min"), (0, "0 min"), (1500, "25 h")]
)
def test_duration(minutes: int, written: str) -> None:
    assert dates.duration(START, START + timedelta(minutes=minutes)) == written


def test_times_follow_daylight_saving() -> None:
    winter = datetime(2021, 1, 2, 7, 5, tzinfo=UTC)
    assert dates.clock(winter, HELSINKI, "fi") == "klo 9.05"
    assert dates.clock(winter, HELSINKI, "sv") == "kl. 9.05"
    assert dates.clock(winter, HELSINKI, "en") == "09:05"
    assert dates.machine(winter, HELSINKI) == "2021-01-02T09:05:00+02:00"
    assert dates.machine(START, HELSINKI) == "2021-06-02T14:00:00+03:00"


def test_zone_names() -> None:
    assert dates.zone_name(HELSINKI, "en") == "Finnish time (Europe/Helsinki)"
    assert dates.zone_name(HELSINKI, "fi") == "Suomen aikaa (Europe/Helsinki)"
    assert dates.zone_name("America/New_York", "en") == "Eastern Time (America/New_York)"
    assert dates.short_zone_name("America/New_York", "fi") == "Yhdysvaltain itäistä aikaa"


def test_leaf_large_and_small() -> None:
    large = dates.leaf_parts(START, END, HELSINKI, "fi")
    assert (large.weekday, large.day, large.month) == ("keskiviikko", "2.", "kesäkuuta 2021")
    assert (large.clock, large.zone) == ("klo 14.00–16.00", "Suomen aikaa")
    small = dates.leaf_parts(START, END, HELSINKI, "sv", small=True)
    assert (small.weekday, small.day, small.month) == ("ons", "2", "juni")
