"""The main job over the API: publish, register, move, cancel; every calendar follows, checked as its reader would."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import requests
import vobject

from tests.journeys.conftest import publish_tour, register
from tests.support import ical_js
from tests.support.itip import check_feed, check_message, check_sequence
from tests.support.mail_server import Mail, Mailbox
from tests.support.running import Running

GUEST = "onni.saari@example.com"


def _calendar_mails(mails: list[Mail]) -> list[Mail]:
    return [mail for mail in mails if mail.method]


def _read_by_others(mails: list[Mail], starts: list[datetime]) -> None:
    """The parsers of Thunderbird (ical.js) and of many servers (vobject) find the same event at the same instant."""
    calendars = [mail.calendar_bytes for mail in mails]
    by_ical_js = [calendar["events"][0] for calendar in ical_js.read(calendars)]
    by_vobject = [vobject.readOne(calendar.decode()).vevent for calendar in calendars]
    assert [event["starts"] for event in by_ical_js] == starts
    assert [event.dtstart.value.astimezone(UTC) for event in by_vobject] == starts


def test_session_from_publication_to_cancellation(kierros: Running, mailbox: Mailbox, tmp_path: Path) -> None:
    tour = publish_tour(kierros)
    [invite] = mailbox.wait(tour.presenter, 1)
    assert (invite.method, int(invite.event["SEQUENCE"])) == ("REQUEST", tour.session["revision"])
    uid = f"session-{tour.session['id']}@localhost"
    assert str(invite.event["UID"]) == uid

    answer = register(kierros, tour, GUEST)
    assert [one["state"] for one in answer["registrations"]] == ["confirmed"]
    [confirmation] = mailbox.wait(GUEST, 1)
    assert str(confirmation.event["UID"]) == uid
    assert confirmation.event.decoded("DTSTART") == tour.starts_at
    assert "https://meet.example.org/kierros" in confirmation.text

    later = tour.starts_at + timedelta(days=1)
    times = {"starts_at": later.isoformat(), "ends_at": (later + timedelta(hours=1)).isoformat()}
    moved = kierros.call("catalogue", "PATCH", f"/sessions/{tour.session['id']}", times)
    assert moved["revision"] == tour.session["revision"] + 1
    for person in (tour.presenter, GUEST):
        update = mailbox.wait(person, 2)[1]
        assert (update.method, str(update.event["UID"])) == ("REQUEST", uid)
        assert int(update.event["SEQUENCE"]) == moved["revision"]
        assert update.event.decoded("DTSTART") == later

    kierros.call("catalogue", "POST", f"/sessions/{tour.session['id']}/cancel")
    for person in (tour.presenter, GUEST):
        cancel = mailbox.wait(person, 3)[2]
        assert (cancel.method, str(cancel.event["STATUS"])) == ("CANCEL", "CANCELLED")
        assert int(cancel.event["SEQUENCE"]) > moved["revision"]
    page = requests.get(f"{kierros.urls['catalogue']}/sessions/{tour.session['id']}?lang=en", timeout=10).text
    assert "Cancelled" in page

    for number, mail in enumerate(mailbox.mails):
        (tmp_path / f"{number}.eml").write_bytes(mail.raw)
        assert check_message(mail.raw) == [], mail.subject
    _read_by_others([mailbox.to(GUEST)[0], mailbox.to(GUEST)[1]], [tour.starts_at, later])
    for person in (tour.presenter, GUEST):
        assert check_sequence([mail.raw for mail in _calendar_mails(mailbox.to(person))]) == []
        assert len(mailbox.to(person)) == 3, "one mail for one thing"


def test_feed_of_a_series_shows_what_its_page_shows(kierros: Running) -> None:
    tour = publish_tour(kierros)
    feed = requests.get(f"{kierros.urls['notifications']}/feeds/series/{tour.slug}.ics", timeout=10)
    assert feed.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert check_feed(feed.content) == []
    assert f"session-{tour.session['id']}@localhost" in feed.text
    assert "meet.example.org" not in feed.text, "the way in is for those who have a place"
    again = requests.get(feed.url, headers={"If-None-Match": feed.headers["ETag"]}, timeout=10)
    assert (again.status_code, again.content) == (304, b"")
    kierros.call("catalogue", "POST", f"/sessions/{tour.session['id']}/cancel")
    after = requests.get(feed.url, headers={"If-None-Match": feed.headers["ETag"]}, timeout=10)
    assert after.status_code == 200
    assert "STATUS:CANCELLED" in after.text


def test_person_who_cancels_is_let_go_and_the_next_gets_the_place(kierros: Running, mailbox: Mailbox) -> None:
    tour = publish_tour(kierros, capacity=1)
    first = register(kierros, tour, GUEST)["registrations"][0]
    second = register(kierros, tour, "inka.berg@example.com")["registrations"][0]
    assert (first["state"], second["state"], second["position"]) == ("confirmed", "waitlisted", 1)
    assert mailbox.wait("inka.berg@example.com", 1)[0].method is None, "no place, no calendar entry"

    kierros.call("registration", "POST", f"/registrations/{first['id']}/cancel")
    gone = mailbox.wait_for(GUEST, "CANCEL")
    assert str(gone.event["UID"]) == f"session-{tour.session['id']}@localhost"
    promoted = mailbox.wait_for("inka.berg@example.com", "REQUEST")
    assert promoted.event.decoded("DTSTART") == tour.starts_at

    again = register(kierros, tour, GUEST)["registrations"][0]
    assert (again["state"], again["position"]) == ("waitlisted", 1)


def test_presenter_who_declines_is_shown_and_told_to_the_organiser(kierros: Running, mailbox: Mailbox) -> None:
    tour = publish_tour(kierros)
    [invite] = mailbox.wait(tour.presenter, 1)
    reply = _reply_to(invite, "DECLINED")
    response = requests.post(
        f"{kierros.urls['notifications']}/api/v1/inbound",
        data=reply,
        headers={"Content-Type": "message/rfc822", "Authorization": f"Bearer {kierros.key}"},
        timeout=10,
    )
    assert (response.status_code, response.json()["outcome"]) == (200, "applied"), response.text
    session = kierros.call("catalogue", "GET", f"/sessions/{tour.session['id']}")
    assert [presenter["reply"] for presenter in session["presenters"]] == ["declined"]


def _reply_to(invite: Mail, partstat: str) -> bytes:
    """The answer a mail program sends, as Outlook does: without ORGANIZER."""
    event = invite.event
    lines = [
        "BEGIN:VCALENDAR", "PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN", "VERSION:2.0", "METHOD:REPLY",
        "BEGIN:VEVENT", f"UID:{event['UID']}", f"SEQUENCE:{event['SEQUENCE']}", "DTSTAMP:20991231T000000Z",
        f"ATTENDEE;PARTSTAT={partstat}:mailto:{invite.recipient}", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    calendar = "\r\n".join(lines)
    return (
        f"From: {invite.recipient}\r\nTo: kierros@localhost.example\r\nSubject: Declined\r\nMIME-Version: 1.0\r\n"
        f"Message-ID: <1@example.org>\r\nContent-Type: text/calendar; method=REPLY; charset=UTF-8\r\n\r\n{calendar}"
    ).encode()
