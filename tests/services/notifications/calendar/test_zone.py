from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from services.notifications.calendar.zone import is_ambiguous, vtimezone
from tests.services.notifications.calendar.samples import invite, session_at
from tests.support import ical_js
from tests.support.icalendar_lines import Violations, read
from tests.support.itip_zone import check_zones

ZONES = [
    "Europe/Helsinki",
    "Europe/Stockholm",
    "Europe/Dublin",
    "America/New_York",
    "America/Santiago",
    "Asia/Kathmandu",
    "Asia/Jerusalem",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "UTC",
]
YEARS = [2008, 2021, 2024, 2025, 2026, 2027, 2030, 2037, 2040]


def _changes(zone: str, year: int) -> list[datetime]:
    """The instants of a year at which the zone's offset changes, to the quarter of an hour."""
    days = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(366)]
    found = []
    for day in (day for day, after in pairwise(days) if _differ(zone, day, after)):
        quarters = [day + timedelta(minutes=15 * step) for step in range(97)]
        found += [after for before, after in pairwise(quarters) if _differ(zone, before, after)]
    return found


def _differ(zone: str, before: datetime, after: datetime) -> bool:
    return before.astimezone(ZoneInfo(zone)).utcoffset() != after.astimezone(ZoneInfo(zone)).utcoffset()


@pytest.mark.parametrize("zone", ZONES)
def test_t02_event_near_each_change_is_read_at_its_instant_by_ical_js(zone: str) -> None:
    starts = [
        change + offset
        for year in YEARS
        for change in _changes(zone, year)
        for offset in (
            timedelta(hours=-30),
            timedelta(hours=-3),
            timedelta(minutes=-15),
            timedelta(0),
            timedelta(hours=3),
        )
    ] or [datetime(year, month, 2, 8, tzinfo=UTC) for year in YEARS for month in (1, 7)]
    local = [start.astimezone(ZoneInfo(zone)) for start in starts]
    written = [invite(session_at(zone, *moment.timetuple()[:5])) for moment in local if not moment.fold]
    wanted = [moment.astimezone(UTC) for moment in local if not moment.fold]
    read_back = [calendar["events"][0] for calendar in ical_js.read(written)]
    assert [event["starts"] for event in read_back] == wanted
    assert [event["ends"] - event["starts"] for event in read_back] == [timedelta(minutes=90)] * len(wanted)
    assert not any(event["floating"] for event in read_back)


def test_t02_every_zone_of_the_database_is_defined_rightly_or_not_at_all() -> None:
    year, wrong, defined, looked_at = 2026, [], 0, set()
    for zone in sorted(available_timezones()):
        definition = vtimezone(zone, year, year)
        if definition is None:
            continue
        defined += 1
        # half of them are other names of the rest
        kind = (definition.to_ical().replace(zone.encode(), b"?"), _offsets(zone, year))
        if kind in looked_at:
            continue
        looked_at.add(kind)
        found = Violations()
        root = read(invite(session_at(zone, year, 5, 20, 12, 0)), found)
        assert root is not None
        check_zones(root, found)
        wrong += [f"{zone}: {said}" for said in found.said]
    assert wrong == []
    assert defined > 500


def _offsets(zone: str, year: int) -> tuple[timedelta | None, ...]:
    midnights = [datetime(year, 1, 1, tzinfo=ZoneInfo(zone)) + timedelta(days=day) for day in range(366)]
    return tuple(midnight.utcoffset() for midnight in midnights)


@pytest.mark.parametrize("zone", ["Africa/Casablanca", "Africa/El_Aaiun"])
def test_t02_zone_that_changes_with_the_moon_is_written_in_utc(zone: str) -> None:
    content = invite(session_at(zone, 2026, 6, 2, 14, 0))
    assert b"VTIMEZONE" not in content
    assert b"DTSTART:20260602T130000Z\r\n" in content


def test_c05_utc_session_is_written_with_z_and_without_a_zone() -> None:
    content = invite(session_at("UTC", 2026, 6, 2, 14, 0))
    assert b"VTIMEZONE" not in content
    assert b"DTSTART:20260602T140000Z\r\n" in content


@pytest.mark.parametrize(
    ("zone", "observances"), [("Europe/Helsinki", 2), ("America/New_York", 2), ("Asia/Kathmandu", 1)]
)
def test_t03_zone_has_one_standard_and_at_most_one_daylight(zone: str, observances: int) -> None:
    definition = vtimezone(zone, 2026, 2026)
    assert definition is not None
    assert [child.name for child in definition.subcomponents] == ["STANDARD", "DAYLIGHT"][:observances]


def test_t04_rules_are_the_plain_yearly_ones() -> None:
    definition = vtimezone("Europe/Helsinki", 2026, 2028)
    assert definition is not None
    assert b"DTSTART:20250330T030000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\n" in definition.to_ical()
    assert b"DTSTART:20251026T040000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\n" in definition.to_ical()


def test_t04_zone_whose_rule_changed_between_the_years_is_not_defined() -> None:
    assert vtimezone("America/New_York", 2006, 2026) is None
    assert vtimezone("America/New_York", 2020, 2026) is not None


def test_t02_dublin_counts_summer_as_daylight_although_its_law_does_not() -> None:
    definition = vtimezone("Europe/Dublin", 2026, 2026)
    assert definition is not None
    daylight = next(child for child in definition.subcomponents if child.name == "DAYLIGHT")
    assert daylight["TZOFFSETTO"].to_ical() == "+0100"


@pytest.mark.parametrize(("minute", "wanted"), [(45, b"DTSTART:20261025T004500Z"), (0, b"DTSTART:20261025T000000Z")])
def test_c05_wall_clock_that_occurs_twice_is_written_in_utc(minute: int, wanted: bytes) -> None:
    first = session_at("Europe/Helsinki", 2026, 10, 25, 3, minute)
    assert is_ambiguous(first.starts_at.astimezone(ZoneInfo("Europe/Helsinki")))
    assert wanted in invite(first)


def test_c05_session_that_ends_in_the_hour_that_occurs_twice_has_both_ends_in_utc() -> None:
    content = invite(session_at("Europe/Helsinki", 2026, 10, 25, 2, 0, minutes=90))
    assert b"DTSTART:20261024T230000Z" in content
    assert b"DTEND:20261025T003000Z" in content


def test_zone_of_a_year_outside_the_rules_is_left_out() -> None:
    assert vtimezone("Europe/Helsinki", 9999, 9999) is None
