from datetime import UTC, datetime, timedelta

import pytest
import vobject

from services.notifications.calendar.event import SessionEvent
from services.notifications.calendar.feed import feed
from tests.services.notifications.calendar.samples import SESSION, session, session_at
from tests.support import ical_js
from tests.support.icalendar_lines import Component, Violations
from tests.support.itip import check_feed, check_object

PAGE = "https://kierros.example.org/series/tutustumiskierros"


def _tour() -> list[SessionEvent]:
    zones = ["Europe/Helsinki", "Europe/Helsinki", "Australia/Sydney", "Africa/Casablanca", "Asia/Kathmandu", "UTC"]
    events = [session_at(zone, 2026, 2 + index, 3, 14, 0) for index, zone in enumerate(zones)]
    return [session(**_fields(event), uid=f"session-{index}@example.org") for index, event in enumerate(events)]


def _fields(event: SessionEvent) -> dict[str, object]:
    return {"starts_at": event.starts_at, "ends_at": event.ends_at, "timezone": event.timezone}


def _read(content: bytes) -> Component:
    assert check_feed(content) == []
    root = check_object(content, Violations())
    assert root is not None
    return root


def test_x02_feed_of_many_zones_is_read_at_its_instants() -> None:
    content = feed("Tutustumiskierros", _tour(), PAGE)
    _read(content)
    wanted = {event.uid: (event.starts_at, event.ends_at) for event in _tour()}
    found = ical_js.read([content])[0]["events"]
    assert {event["uid"]: (event["starts"], event["ends"]) for event in found} == wanted
    by_vobject = vobject.readOne(content.decode()).vevent_list
    assert {event.uid.value: event.dtstart.value.astimezone(UTC) for event in by_vobject} == {
        uid: starts for uid, (starts, _) in wanted.items()
    }


def test_f02_f03_f09_feed_says_its_name_its_refresh_and_its_zone() -> None:
    root = _read(feed("Kierros; kevät, syksy\r\nX-EVIL:1", _tour(), PAGE))
    assert root.text("X-WR-CALNAME") == root.text("NAME") == "Kierros; kevät, syksy X-EVIL:1"
    assert root.value("REFRESH-INTERVAL") == root.value("X-PUBLISHED-TTL") == "PT1H"
    assert root.value("X-WR-TIMEZONE") == "Europe/Helsinki"
    assert root.value("METHOD") == "PUBLISH"


def test_f04_feed_names_nobody() -> None:
    content = feed("Kierros", _tour(), PAGE)
    assert b"ATTENDEE" not in content
    assert b"mailto:" not in content


def test_c07_each_zone_is_defined_once() -> None:
    root = _read(feed("Kierros", _tour(), PAGE))
    assert [zone.value("TZID") for zone in root.children_named("VTIMEZONE")] == [
        "Asia/Kathmandu",
        "Australia/Sydney",
        "Europe/Helsinki",
    ]


def test_f05_session_given_twice_stands_once_in_its_newest_version() -> None:
    root = _read(feed("Kierros", [session(sequence=2, summary="Uusi"), SESSION], PAGE))
    assert [event.text("SUMMARY") for event in root.children_named("VEVENT")] == ["Uusi"]


def test_f07_cancelled_session_stays_and_says_so() -> None:
    root = _read(feed("Kierros", [session(status="cancelled", sequence=4)], PAGE))
    (event,) = root.children_named("VEVENT")
    assert (event.value("STATUS"), event.value("SEQUENCE"), event.value("TRANSP")) == ("CANCELLED", "4", "TRANSPARENT")


def test_h03_same_events_in_any_order_give_the_same_bytes() -> None:
    assert feed("Kierros", _tour(), PAGE) == feed("Kierros", reversed(_tour()), PAGE)
    assert b"DTSTAMP:20260201T093000Z" in feed("Kierros", _tour(), PAGE)


@pytest.mark.parametrize("change", [{"summary": "x"}, {"changed_at": SESSION.changed_at + timedelta(hours=1)}])
def test_h03_changed_and_removed_events_change_the_bytes(change: dict[str, object]) -> None:
    usual = feed("Kierros", [SESSION], PAGE)
    assert feed("Kierros", [session(**change)], PAGE) != usual
    assert feed("Kierros", [], PAGE) != usual


def test_feed_with_a_stamp_uses_it() -> None:
    assert b"DTSTAMP:20270101T000000Z" in feed("Kierros", [SESSION], PAGE, datetime(2027, 1, 1, tzinfo=UTC))


def test_s04_feed_without_events_is_a_calendar() -> None:
    assert _read(feed("Kierros", [], PAGE)).value("X-WR-TIMEZONE") == "UTC"


def test_t04_zone_whose_rule_changed_within_the_feed_is_written_in_utc() -> None:
    old, new = session_at("America/New_York", 2005, 6, 2, 14, 0), session_at("America/New_York", 2026, 6, 2, 14, 0)
    content = feed("Kierros", [session(**_fields(old), uid="old@example.org"), new], PAGE)
    _read(content)
    assert b"VTIMEZONE" not in content


def test_c05_wall_clock_that_occurs_twice_is_written_in_utc_beside_others_in_the_zone() -> None:
    twice = session_at("Europe/Helsinki", 2026, 10, 25, 3, 30)
    content = feed("Kierros", [SESSION, session(**_fields(twice), uid="twice@example.org")], PAGE)
    _read(content)
    assert b"DTSTART:20261025T003000Z\r\n" in content
    assert b"DTSTART;TZID=Europe/Helsinki:20260602T140000\r\n" in content
