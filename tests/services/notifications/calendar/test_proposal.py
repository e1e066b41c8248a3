from datetime import UTC, datetime, timedelta

import pytest

from services.notifications.calendar.content_lines import read_calendar
from services.notifications.calendar.proposal import Proposed, proposed

ELEVEN = datetime(2026, 6, 4, 11, tzinfo=UTC)
SAID = Proposed(ELEVEN, ELEVEN + timedelta(minutes=90))


def read(*lines: str) -> Proposed | None:
    text = "\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"])
    return proposed(read_calendar(text).events[0])


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:20260604T110000Z", "DTEND:20260604T123000Z"),
        ("DTSTART;TZID=Europe/Helsinki:20260604T140000", "DTEND;TZID=Europe/Helsinki:20260604T153000"),
        ("DTSTART;TZID=FLE Standard Time:20260604T140000", 'DTEND;TZID="FLE Standard Time":20260604T153000'),
        ("DTSTART;TZID=/example.org/Europe/Stockholm:20260604T130000", "DTEND:20260604T123000Z"),
        ("DTSTART:20260604T110000Z", "DURATION:PT1H30M"),
    ],
)
def test_times_are_read_as_each_calendar_writes_them(lines: tuple[str, ...]) -> None:
    assert read(*lines) == SAID


def test_zone_of_outlook_follows_the_clock_through_the_year() -> None:
    winter = read("DTSTART;TZID=FLE Standard Time:20270115T140000")
    assert winter == Proposed(datetime(2027, 1, 15, 12, tzinfo=UTC), None)


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("DTSTART:20260604T140000",),
        ("DTSTART;VALUE=DATE:20260604",),
        ("DTSTART;TZID=(UTC+02:00) Helsinki\\, Kyiv:20260604T140000",),
        ("DTSTART;TZID=../../etc/passwd:20260604T140000",),
        ("DTSTART:20269904T110000Z",),
        ("DTSTART:99990604T110000Z",),
        ("DTSTART:20260604T110000Z", "DTSTART:20260605T110000Z"),
        ("DTSTART:20260604T110000Z", "DTEND:20260604T110000Z"),
        ("DTSTART:20260604T110000Z", "DTEND:20270604T110000Z"),
        ("DTSTART:20260604T110000Z", "DTEND:x"),
        # the hour that comes twice, and the one that is skipped
        ("DTSTART;TZID=Europe/Helsinki:20261025T033000",),
        ("DTSTART;TZID=Europe/Helsinki:20270328T033000",),
    ],
    ids=range(13),
)
def test_what_cannot_be_read_for_sure_is_no_proposal(lines: tuple[str, ...]) -> None:
    assert read(*lines) is None


@pytest.mark.parametrize("duration", ["PT0S", "P1D", "PT", "-PT1H", "PT999H"])
def test_length_that_is_none_leaves_the_start_alone(duration: str) -> None:
    assert read("DTSTART:20260604T110000Z", f"DURATION:{duration}") == Proposed(ELEVEN, None)
