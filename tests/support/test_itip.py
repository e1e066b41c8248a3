"""The checker itself: each rule is broken once, and must be named."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.notifications.calendar.event import SessionEvent
from services.notifications.calendar.feed import feed
from services.notifications.calendar.invitation import cancel, request
from services.notifications.calendar.mime import assemble
from tests.services.notifications.calendar.samples import AINO, NOW, ORGANIZER, SESSION, invite, mail, session
from tests.support.itip import check_feed, check_message, check_sequence

PAGE = "https://kierros.example.org/series/tutustumiskierros"


def _rules(said: list[str]) -> set[str]:
    return {line.partition(":")[0] for line in said}


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("S01", rb"\r\nVERSION", rb"\nVERSION"),
        ("S01", rb"\r\n$", b""),
        ("S02", rb"PRODID:", b"PRODID:" + b"x" * 70),
        ("S02", "M\u00e4kel\u00e4".encode(), b"M\xc3\r\n \xa4kel\xc3\xa4"),
        ("S03", rb"\ABEGIN", b"\xef\xbb\xbfBEGIN"),
        ("S03", rb"VERSION", rb"\r\nVERSION"),
        ("S03", rb"SUMMARY:", b"SUMMARY:\x07"),
        ("S04", rb"END:VEVENT\r\n", b""),
        ("S04", rb"VERSION:2.0", b"VERSION 2.0"),
        ("S05", rb"VERSION:2.0\r\n", b""),
        ("S05", rb"PRODID.*\r\n", b""),
        ("S07", rb"\\;", b";"),
        ("S08", rb'CN="M', b'CN="M"'),
        ("S09", rb"(SUMMARY.*\r\n)", rb"\1\1"),
        ("S10", rb"SUMMARY:", b"SUMMARY;CHARSET=UTF-8:"),
        ("T01", rb"TZOFFSETFROM:\+0300\r\n", b""),
        ("T02", rb"TZOFFSETTO:\+0300", b"TZOFFSETTO:+0400"),
        ("T02", rb"T040000\r\nRRULE", b"T050000\r\nRRULE"),
        ("T03", rb"(?s)(BEGIN:STANDARD.*END:STANDARD\r\n)", rb"\1\1"),
        ("T04", rb"BYMONTH=3", b"BYMONTH=3;COUNT=2"),
        ("T05", rb"Europe/Helsinki", b"/Europe/Helsinki"),
        ("T06", rb"(?s)(BEGIN:VTIMEZONE.*END:VTIMEZONE\r\n)(.*)END:VCAL", rb"\2\1END:VCAL"),
        ("C01", rb"METHOD:REQUEST\r\n", b""),
        ("C01", rb"BEGIN:VEVENT\r\n", b"BEGIN:VEVENT\r\nMETHOD:REQUEST\r\n"),
        ("C02", rb"UID:.*\r\n", b"UID:session 1\r\n"),
        ("C03", rb"(DTSTAMP:.*)Z\r\n", rb"\1\r\n"),
        ("C04", rb"SEQUENCE:0\r\n", b""),
        ("C05", rb"DTSTART;TZID=Europe/Helsinki", b"DTSTART"),
        ("C06", rb"DTEND;.*\r\n", b""),
        ("C06", rb"(DTEND.*)T153000", rb"\1T133000"),
        ("C07", rb"(?s)BEGIN:VTIMEZONE.*END:VTIMEZONE\r\n", b""),
        ("C08", rb"ORGANIZER;CN=[^\r]*:mailto:", b"ORGANIZER:"),
        ("C09", rb";RSVP=TRUE", b""),
        ("C11", rb"STATUS:CONFIRMED", b"STATUS:CANCELLED"),
        ("C12", rb"TRANSP:OPAQUE\r\n", b""),
        ("C13", rb"SUMMARY.*\r\n( .*\r\n)*", b""),
        ("C13", rb"VALUE=URI", b"X=URI"),
        ("C13", rb"URL:https://", b"URL:"),
        ("C14", rb"DESCRIPTION:", b"DESCRIPTION:<b>x</b>"),
        ("C15", rb"END:VEVENT", b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM\r\nEND:VEVENT"),
        ("C16", rb"CREATED:2026", b"CREATED:2027"),
        ("C17", rb"TRANSP", b"CLASS:SECRET\r\nTRANSP"),
        ("C18", rb"TRANSP", b"RRULE:FREQ=DAILY\r\nTRANSP"),
        ("C21", rb"COUNTER:TRUE", b"COUNTER:YES"),
        ("C23", rb"END:VCALENDAR", b"BEGIN:VTODO\r\nUID:x@y\r\nEND:VTODO\r\nEND:VCALENDAR"),
        ("C24", rb"TRANSP", b"REQUEST-STATUS:2.0;Success\r\nTRANSP"),
        ("P01", rb"END:VEVENT", b"ATTENDEE;CN=E:mailto:eve@example.com\r\nEND:VEVENT"),
        ("M03", rb"METHOD:REQUEST", b"METHOD:CANCEL"),
        ("M12", rb"mailto:kierros@", b"mailto:muu@"),
        ("M13", rb"mailto:aino", b"mailto:eve"),
    ],
)
def test_calendar_part_that_breaks_a_rule_is_found(rule: str, old: bytes, new: bytes) -> None:
    broken = re.sub(old, new, invite(), count=1)
    assert broken != invite()
    assert rule in _rules(check_message(assemble(mail(broken))))


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("M01", rb"Subject:.*\r\n", b""),
        ("M01", rb"Message-ID: <", b"Message-ID: "),
        ("M02", rb"; method=REQUEST", b""),
        ("M02", rb"text/calendar;", b"text/x-calendar;"),
        ("M04", rb"multipart/alternative", b"multipart/related"),
        ("M04", rb"text/html", b"text/plain"),
        ("M05", rb"multipart/mixed", b"multipart/signed"),
        ("M06", rb"(text/calendar; charset=)UTF-8", rb"\1US-ASCII"),
        ("M07", rb"(component=VEVENT\r\n)", rb"\1Content-Disposition: attachment\r\n"),
        ("M08", rb"(?s)\r\nFrom", "\r\nX-Ä: 1\r\nFrom".encode()),
        ("M10", rb"application/ics", b"application/octet-stream"),
        ("M10", rb"invite\.ics", b"kutsu.ics"),
        ("M12", rb"Date: ", b"Reply-To: muu@example.org\r\nDate: "),
        ("M15", rb"Date: ", b"Content-Class: urn:x\r\nDate: "),
        ("P01", rb"Date: ", b"Cc: eve@example.com\r\nDate: "),
        ("P02", rb"Date: ", b"Bcc: eve@example.com\r\nDate: "),
    ],
)
def test_mail_that_breaks_a_rule_is_found(rule: str, old: bytes, new: bytes) -> None:
    good = assemble(mail(invite()))
    broken = re.sub(old, new, good, count=1)
    assert broken != good
    assert rule in _rules(check_message(broken))


@pytest.mark.parametrize("text", ["Hei", f"{SESSION.summary} {SESSION.url}", "BEGIN:VCALENDAR"])
def test_m11_text_that_does_not_say_it_all_is_found(text: str) -> None:
    assert "M11" in _rules(check_message(assemble(mail(invite(), text=text))))


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("F01", rb"METHOD:PUBLISH", b"METHOD:REQUEST"),
        ("F02", rb"X-WR-CALNAME.*\r\n", b""),
        ("F03", rb"X-PUBLISHED-TTL:PT1H", b"X-PUBLISHED-TTL:PT2H"),
        ("F03", rb";VALUE=DURATION", b""),
        ("F04", rb"TRANSP", b"ATTENDEE:mailto:eve@example.com\r\nTRANSP"),
        ("F05", rb"(?s)(BEGIN:VEVENT.*END:VEVENT\r\n)", rb"\1\1"),
        ("F07", rb"SEQUENCE:0\r\n", b""),
        ("F09", rb"X-WR-TIMEZONE.*\r\n", b""),
    ],
)
def test_feed_that_breaks_a_rule_is_found(rule: str, old: bytes, new: bytes) -> None:
    good = feed("Kierros", [SESSION], PAGE)
    broken = re.sub(old, new, good, count=1)
    assert broken != good
    assert rule in _rules(check_feed(broken))


def _sent(event: SessionEvent, minutes: int, method: Any = "REQUEST", **others: Any) -> bytes:
    write = cancel if method == "CANCEL" else request
    organizer, attendee = others.get("organizer", ORGANIZER), others.get("attendee", AINO)
    return assemble(mail(write(event, organizer, attendee, NOW + timedelta(minutes=minutes)), method))


MOVED = session(
    sequence=1, starts_at=SESSION.starts_at + timedelta(hours=1), ends_at=SESSION.ends_at + timedelta(hours=1)
)
GONE = replace(MOVED, sequence=2, status="cancelled")


def test_row_of_invitation_move_and_cancel_keeps_every_rule() -> None:
    row = [_sent(SESSION, 0), _sent(MOVED, 1), _sent(GONE, 2, "CANCEL"), _sent(replace(MOVED, sequence=3), 3)]
    assert check_sequence(row) == []


@pytest.mark.parametrize(
    ("rule", "row"),
    [
        ("Q01", [_sent(SESSION, 0), _sent(replace(MOVED, uid="other@example.org"), 1)]),
        ("Q02", [_sent(SESSION, 0), _sent(replace(MOVED, sequence=0), 1)]),
        ("Q03", [_sent(MOVED, 0), _sent(SESSION, 1)]),
        ("Q04", [_sent(SESSION, 1), _sent(MOVED, 0)]),
        ("Q04", [_sent(SESSION, 0), _sent(SESSION, 0)]),
        ("Q05", [_sent(SESSION, 0), _sent(MOVED, 1, organizer=replace(ORGANIZER, email="muu@example.org"))]),
        ("Q07", [_sent(SESSION, 0), _sent(GONE, 1, "CANCEL")]),
        ("Q07", [_sent(MOVED, 0), _sent(GONE, 1, "CANCEL"), _sent(replace(MOVED, sequence=2), 2)]),
        ("Q08", [_sent(SESSION, 0), _sent(MOVED, 1, attendee=replace(AINO, email="pekka@example.org"))]),
        ("Q13", [_sent(SESSION, 0), _sent(replace(MOVED, changed_at=NOW - timedelta(days=2)), 1)]),
        ("Q14", [_sent(GONE, 0, "CANCEL")]),
        ("M02", [_sent(SESSION, 0), assemble(mail(None))]),
    ],
)
def test_row_that_breaks_a_rule_is_found(rule: str, row: list[bytes]) -> None:
    assert rule in _rules(check_sequence(row))
