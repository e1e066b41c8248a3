"""The rules for calendar mail and feeds, by their names, on what the service really sends and publishes.

The rules: M and P the mail, S the bytes, T the zones, C the event, Q a row of messages, F and H feeds, X other parsers.
`tests/support/itip.py` looks at most of them; `tests/support/test_itip.py` shows that it sees each one broken.
"""

from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest
import vobject
from icalendar import Calendar

from tests.services.notifications.calendar.life import LAST, MEMBER, PRESENTER, VISITOR, Life, lived
from tests.support import ical_js, libical
from tests.support.calendar_client import CalendarClient
from tests.support.itip import check_feed, check_message, check_sequence
from tests.support.readers import read_by_others

MAIL = [*(f"M{number:02}" for number in (*range(1, 14), 15)), "P01", "P02"]
BYTES = ["S01", "S02", "S03", "S04", "S05", "S07", "S08", "S09", "S10"]
ZONES = ["T01", "T02", "T03", "T04", "T05", "T06"]
EVENT = [f"C{number:02}" for number in (*range(1, 19), 21, 23, 24)]
ROW = ["Q01", "Q02", "Q03", "Q04", "Q05", "Q06", "Q07", "Q08", "Q13", "Q14", "Q15"]
FEED = ["F01", "F02", "F03", "F04", "F05", "F07", "F09"]

needs_libical = pytest.mark.skipif(bool(libical.why_not()), reason=libical.why_not() or "-")


@pytest.fixture(scope="module")
def life(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    yield from lived(sqlite_template, tmp_path_factory.mktemp("life"))


@pytest.fixture(scope="module")
def said(life: Life) -> dict[str, list[str]]:
    """What the checker says of all mails, all feeds and all rows."""
    rows = [life.row(who, "REQUEST", "CANCEL") for who in (PRESENTER, MEMBER, VISITOR)]
    return {
        "mails": [line for mail in life.mails for line in check_message(mail.raw)],
        "feeds": [line for answer in life.answers.values() for line in check_feed(answer.data)],
        "rows": [line for row in rows for line in check_sequence([mail.raw for mail in row])],
    }


def test_c22_times_stand_in_every_kind_of_mail_that_there_is(life: Life) -> None:
    assert [mail.method for mail in life.row(PRESENTER)] == [
        *("REQUEST", "REQUEST", "REQUEST", "DECLINECOUNTER", "CANCEL", "REQUEST", "CANCEL"),
    ]
    assert [mail.method for mail in life.row(MEMBER)] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    assert len(life.scheduling) == len(life.promised) + 7 + 4 + 4
    assert len(life.answers) == 14
    assert {answer.data.count(b"BEGIN:VEVENT") for answer in life.answers.values()} == {1, 1 + len(life.promised)}
    assert all("DTSTART" in mail.event and "DTEND" in mail.event for mail in life.scheduling)


def test_rules_hold_in_every_mail_feed_and_row_of_messages(said: dict[str, list[str]]) -> None:
    named = {"mails": {*MAIL, *BYTES, *ZONES, *EVENT}, "feeds": {*FEED, *BYTES, *ZONES, *EVENT}, "rows": set(ROW)}
    broken = {what: [line for line in said[what] if line[:3] in rules] for what, rules in named.items()}
    assert broken == {"mails": [], "feeds": [], "rows": []}
    assert said == broken, "something is said beside the rules named here"


def test_q06_withdrawal_has_a_higher_number_than_what_it_withdraws(life: Life) -> None:
    assert [int(mail.event["SEQUENCE"]) for mail in life.row(PRESENTER)] == [0, 1, 2, 2, 3, 4, 5]
    assert [int(mail.event["SEQUENCE"]) for mail in life.row(MEMBER)] == [0, 1, 2, 3]


def test_q10_calendar_that_follows_the_mail_ends_where_it_should(life: Life) -> None:
    moved, away = "moved and asked again", ["deleted"]
    presenter = ["added", moved, moved, "stays as it was", "deleted", "asked again"]
    for who, done in ((PRESENTER, [*presenter[:5], "added"]), (MEMBER, ["added", moved, moved])):
        calendar = CalendarClient()
        row = [mail.calendar_bytes for mail in life.row(who)]
        assert calendar.take_all(row[:-1]) == done
        [entry] = calendar.entries.values()
        assert entry.event["starts"] == LAST
        assert "Uusi sisältö; kolme osaa, ei neljää.\nTervetuloa!" in entry.event["description"]
        assert calendar.take_all(row[-1:]) == away
        assert calendar.entries == {}


def test_q10_whole_mail_of_a_person_leaves_what_their_feed_holds(life: Life) -> None:
    calendar = CalendarClient()
    done = calendar.take_all([mail.calendar_bytes for mail in life.scheduling if mail.recipient == VISITOR])
    assert done.count("added") == 1 + len(life.promised)
    [feed] = read_by_others([life.answers["person, after it was called off"].data])
    active = {entry.uid: entry.starts_at for entry in feed.entries if entry.status == "CONFIRMED"}
    assert {uid: kept.event["starts"] for uid, kept in calendar.entries.items()} == active


def test_q02_changed_text_asks_nobody_and_reaches_the_feed(life: Life) -> None:
    [entry] = ical_js.read([life.answers["session"].data])[0]["events"]
    assert entry["sequence"] == 2
    assert entry["description"].count("Uusi sisältö; kolme osaa") == 1


@pytest.mark.parametrize("name", ["series", "session", "organisation", "person", "presenter", "presenting", "staff"])
def test_h01_to_h05_feed_answers_as_calendars_need_it(life: Life, name: str) -> None:
    first, later = life.answers[name], life.answers[f"{name}, after it was called off"]
    client, address = life.office.app.test_client(), life.addresses[name]
    asked = {"Accept-Encoding": "gzip, br", "Accept": ""}
    for how in (client.get, client.head):
        answer = how(address, headers=asked)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
        assert answer.headers["Cache-Control"] == (
            "public, no-cache" if name in {"series", "session", "organisation"} else "private, no-cache"
        )
        assert int(answer.headers["Content-Length"]) == len(later.data)
        assert not {"Set-Cookie", "Content-Encoding", "Location"} & set(answer.headers.keys())
    assert address.partition("?")[0].endswith(".ics")
    same = client.get(address, headers={"If-None-Match": later.headers["ETag"]})
    assert (same.status_code, same.data, same.headers["ETag"]) == (304, b"", later.headers["ETag"])
    assert first.headers["ETag"] != later.headers["ETag"]
    [seen] = read_by_others([later.data])
    assert [entry.status for entry in seen.entries].count("CANCELLED") == 1


def test_x00_x02_all_readers_find_each_session_at_its_wall_clock(life: Life) -> None:
    wanted = {uid: local.astimezone(UTC) for uid, local in life.promised.items()}
    by_mail = read_by_others([mail.calendar_bytes for mail in life.scheduling])
    mailed = {entry.uid: entry.starts_at for seen in by_mail for entry in seen.entries}
    assert {uid: mailed[uid] for uid in wanted} == wanted
    for name in ("series", "organisation", "person", "staff"):
        [event_list] = [calendar["events"] for calendar in ical_js.read([life.answers[name].data])]
        read_by_others([life.answers[name].data])
        found = {event["uid"]: (event["starts"], event["ends"]) for event in event_list if event["uid"] in wanted}
        assert found == {uid: (starts, starts + timedelta(hours=2)) for uid, starts in wanted.items()}
        events = Calendar.from_ical(life.answers[name].data).walk("VEVENT")
        own = {str(event["UID"]): event.decoded("DTSTART").astimezone(UTC) for event in events}
        assert {uid: own[uid] for uid in wanted} == wanted


def test_x01_x03_x04_x06_calendars_are_read_validated_and_written_again(life: Life) -> None:
    rows = [mail.calendar_bytes for who in (PRESENTER, MEMBER) for mail in life.row(who)]
    for content in [*rows, *(answer.data for answer in life.answers.values())][::2]:
        calendar = Calendar.from_ical(content)
        assert [error for component in calendar.walk() for error in component.errors] == []
        assert Calendar.from_ical(calendar.to_ical()) == calendar
        read = vobject.readOne(content.decode())
        assert read.validate(raiseException=True)
        again = vobject.readOne(read.serialize()).vevent_list
        assert [(one.uid.value, one.dtstart.value) for one in again] == [
            (one.uid.value, one.dtstart.value) for one in read.vevent_list
        ]


def test_x05_ical_js_finds_a_number_and_no_floating_start(life: Life) -> None:
    events = [event for calendar in ical_js.read(life.calendars()) for event in calendar["events"]]
    assert all(isinstance(event["sequence"], int) and not event["floating"] for event in events)


@needs_libical
def test_x07_libical_reads_without_an_error(life: Life) -> None:
    assert [error for content in life.calendars() for error in libical.syntax_errors(content)] == []
    broken = life.scheduling[0].calendar_bytes.replace(b"\r\nDTSTAMP:2", b"\r\nDTSTAMP:x")
    assert libical.syntax_errors(broken) != []


@needs_libical
def test_x08_libical_finds_each_method_as_it_should_be(life: Life) -> None:
    by_method: dict[str | None, set[str]] = {}
    for content in life.calendars():
        method = libical.read(content)["method"]
        by_method.setdefault(method, set()).update(libical.broken_restrictions(content))
    # A feed names no ORGANIZER: it would be shown as the sender of an invitation.
    organizer = "Failed iTIP restrictions for ORGANIZER property. Expected 1 instances of the property and got 0"
    # A no to a proposal repeats the whole entry, since most readers fail on an event without DTSTART.
    no_to_proposal = by_method.pop("DECLINECOUNTER")
    assert by_method == {"REQUEST": set(), "CANCEL": set(), "PUBLISH": {organizer}}
    assert all("Expected 0 instances of the property and got 1" in said for said in no_to_proposal)


@needs_libical
def test_x02_libical_goes_by_the_zone_that_the_calendar_defines(life: Life) -> None:
    content = next(mail.calendar_bytes for mail in life.scheduling if b"DTSTART;TZID=Europe" in mail.calendar_bytes)
    later = content.replace(b"TZOFFSETTO:+0200", b"TZOFFSETTO:+0000").replace(b"TZOFFSETTO:+0300", b"TZOFFSETTO:+0000")
    [before], [after] = (libical.read(one)["events"] for one in (content, later))
    assert after["starts"] - before["starts"] in {timedelta(hours=2), timedelta(hours=3)}
