import pytest

from services.catalogue.rules.calendar_events import NotACalendar, rows_of
from services.catalogue.rules.written_rows import MOST_ROWS, WrittenRow

ZONE = "Europe/Helsinki"


def brought(*events: str) -> list[WrittenRow]:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.split("\n"), "END:VEVENT"]
    return rows_of("\r\n".join([*lines, "END:VCALENDAR", ""]).encode(), ZONE)


def times(rows: list[WrittenRow]) -> list[str]:
    return [f"{row.text('day')} {row.text('starts')}" for row in rows]


def test_event_says_what_it_is_where_and_how_to_join() -> None:
    [row] = brought(
        "UID:a\nSUMMARY:Nepsy\\, alku\nDTSTART;TZID=Europe/Stockholm:20270203T140000\n"
        "DTEND;TZID=Europe/Stockholm:20270203T160000\nDESCRIPTION:Ensin\\nsitten\nLOCATION:Sali 1\n"
        "CONFERENCE;VALUE=URI:tel:+358\nCONFERENCE;VALUE=URI:https://meet.example.org/a"
    )
    assert row.uid == "a"
    assert row.cells == {
        "title": "Nepsy, alku", "description": "Ensin\nsitten", "join_url": "https://meet.example.org/a",
        "venue": "Sali 1", "timezone": "Europe/Stockholm", "day": "2027-02-03", "starts": "14:00:00",
        "ends": "16:00:00",
    }  # fmt: skip


def test_place_that_is_an_address_is_the_link_and_utc_is_told_in_the_series_zone() -> None:
    [row] = brought("UID:a\nDTSTART:20270703T210000Z\nDURATION:PT4H\nLOCATION:Zoom; https://meet.example.org/a?b=1")
    assert (row.text("join_url"), row.text("venue")) == ("https://meet.example.org/a?b=1", "Zoom")
    assert (row.text("timezone"), row.text("day"), row.text("starts")) == (ZONE, "2027-07-04", "00:00:00")
    assert row.text("ends") == "04:00:00"


def test_what_recurs_is_spread_out_on_the_clocks_of_its_zone() -> None:
    rows = brought(
        "UID:a\nSUMMARY:Viikko\nDTSTART;TZID=Europe/Helsinki:20270317T140000\n"
        "DTEND;TZID=Europe/Helsinki:20270317T150000\nRRULE:FREQ=WEEKLY;UNTIL=20270414T110000Z\n"
        "EXDATE;TZID=Europe/Helsinki:20270324T140000\nRDATE;TZID=Europe/Helsinki:20270320T100000",
        "UID:a\nRECURRENCE-ID;TZID=Europe/Helsinki:20270407T140000\nSUMMARY:Siirretty\n"
        "DTSTART;TZID=Europe/Helsinki:20270408T090000\nDTEND;TZID=Europe/Helsinki:20270408T100000",
        "UID:b\nSTATUS:CANCELLED\nDTSTART:20270401T100000Z\nDTEND:20270401T110000Z",
    )
    assert times(rows) == [
        "2027-03-17 14:00:00", "2027-03-20 10:00:00", "2027-03-31 14:00:00", "2027-04-08 09:00:00",
        "2027-04-14 14:00:00",
    ]  # fmt: skip
    assert [row.text("title") for row in rows].count("Siirretty") == 1
    assert len({row.uid for row in rows}) == 5
    assert [row.number for row in rows] == [1, 2, 3, 4, 5]
    # what was moved keeps the name of the time it had
    assert rows[3].uid == "a/2027-04-07T14:00:00"


@pytest.mark.parametrize(
    ("rule", "count"),
    [
        ("FREQ=DAILY", MOST_ROWS + 1),
        ("FREQ=DAILY;COUNT=3", 3),
        ("FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=31", 1),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", 1),
        ("FREQ=DAILY;INTERVAL=0", 1),
        ("FREQ=DAILY;BYSECOND=1,2,3", 1),
        ("FREQ=WEEKLY;UNTIL=20270217", 3),
    ],
)
def test_rule_comes_to_its_end(rule: str, count: int) -> None:
    assert len(brought(f"UID:a\nDTSTART:20270203T120000Z\nDTEND:20270203T130000Z\nRRULE:{rule}")) == count


def test_what_lasts_whole_days_or_says_no_time_is_kept_to_be_mended() -> None:
    days, none = brought("UID:a\nDTSTART;VALUE=DATE:20270203\nSUMMARY:Loma", "UID:b\nSUMMARY:Joskus")[::-1]
    assert (days.is_all_day, days.text("day"), days.text("starts")) == (True, "2027-02-03", "")
    assert (none.is_all_day, none.text("day")) == (False, "")


def test_what_cant_be_read_of_an_event_is_left_out() -> None:
    rows = brought(
        "UID:a\nSUMMARY:Hei\nDTSTART:xx\nRRULE:FREQ=X;Y\nRDATE:y\nDURATION:z",
        "UID:b\nDTSTART:20270203T120000Z\nDURATION:z\nRRULE:FREQ=X;Y\nRDATE:y\nEXDATE:q",
        "UID:c\nDTSTART:99991231T235959Z\nRRULE:FREQ=DAILY;UNTIL=99991231T235959Z",
        "DTSTART:20270204T120000",
    )
    assert sorted((row.text("title"), row.text("day"), row.text("starts")) for row in rows) == [
        ("", "2027-02-03", "14:00:00"),
        ("", "2027-02-04", "12:00:00"),
        ("", "9999-12-31", ""),
        ("Hei", "", ""),
    ]


def test_what_is_no_calendar_is_refused() -> None:
    with pytest.raises(NotACalendar):
        rows_of(b"BEGIN:VCALENDAR\r\nnonsense\r\n", ZONE)
