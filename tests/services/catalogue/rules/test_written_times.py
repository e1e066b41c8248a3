from datetime import date, time

import pytest

from services.catalogue.rules.written_times import is_no_day, read_clocks, read_day

DAY = date(2027, 2, 3)


@pytest.mark.parametrize(
    "text", ["2027-02-03", "3.2.2027", "03.02.2027", "3/2/2027", "3.2.27", "ke 3.2.2027", "ons. 3.2.2027",
             "2027-02-03T00:00:00"],
)  # fmt: skip
def test_day_is_read_however_it_is_written(text: str) -> None:
    said = read_day(text)
    assert said is not None
    assert (said.day, said.clocks) == (DAY, ())


@pytest.mark.parametrize("text", ["3.2.2027 14:00", "2027-02-03T14:00:00", "2027-02-03 14.00", "3.2.2027 klo 14"])
def test_time_of_day_may_stand_after_the_day(text: str) -> None:
    said = read_day(text)
    assert said is not None
    assert (said.day, said.clocks) == (DAY, (time(14),))


@pytest.mark.parametrize("text", ["", "keskiviikko", "31.2.2027", "2027-13-01", "3.2.", "3.2.2027 illalla", "0.5"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize(
    ("text", "clocks"),
    [
        ("14:00", (time(14),)),
        ("14.30", (time(14, 30),)),
        ("14", (time(14),)),
        ("klo 9.05", (time(9, 5),)),
        ("kl. 9", (time(9),)),
        ("09:00:00", (time(9),)),
        ("2:30 PM", (time(14, 30),)),
        ("12 am", (time(0),)),
        ("0.583333333333333", (time(14),)),
        ("0.5", (time(12),)),
        ("0.30", (time(0, 30),)),
        ("klo 14–16", (time(14), time(16))),
        ("14:00 - 16:30", (time(14), time(16, 30))),
    ],
)
def test_time_of_day_is_read_however_it_is_written(text: str, clocks: tuple[time, ...]) -> None:
    assert read_clocks(text) == clocks


@pytest.mark.parametrize("text", ["", "24:00", "14:60", "13 pm", "iltapäivä", "14-15-16", "-", "1400"])
def test_what_is_no_time_of_day_is_none(text: str) -> None:
    assert read_clocks(text) is None


@pytest.mark.parametrize(
    ("text", "is_none"), [("31.2.2027", True), ("2027-13-01", True), ("1.3.2027", False), ("ke", False)]
)
def test_day_that_no_calendar_has_is_told_from_what_is_no_day(text: str, is_none: bool) -> None:
    assert is_no_day(text) == is_none
