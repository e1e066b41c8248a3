"""The main job over the API: publish, register, move, cancel; every calendar follows, checked as its reader would."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.journeys.conftest import Tour, publish_tour, register, wait_until
from tests.support.itip import check_feed, check_message, check_sequence
from tests.support.mail_server import Mail, Mailbox
from tests.support.readers import Entry, Seen, read_by_others
from tests.support.running import Running

pytestmark = pytest.mark.takes_turns

GUEST = "onni.saari@example.com"


def _kept(mails: list[Mail], folder: Path) -> list[Mail]:
    """The mails as files that somebody saved and opens again."""
    for number, mail in enumerate(mails):
        (folder / f"{number}.eml").write_bytes(mail.raw)
    return [Mail(mail.recipient, (folder / f"{number}.eml").read_bytes()) for number, mail in enumerate(mails)]


def _feeds(kierros: Running, tour: Tour, confirmation: Mail) -> list[bytes]:
    """The calendars to subscribe to: of the series, and the participant's own, whose secret link is in the mail."""
    [own] = re.findall(r"http://\S+/feeds/person/\S+\.ics", confirmation.text)
    of_series = f"{kierros.urls['notifications']}/feeds/series/{tour.slug}.ics"
    feeds = [requests.get(url, timeout=10) for url in (of_series, own)]
    assert [feed.status_code for feed in feeds] == [200, 200]
    assert "https://meet.example.org/kierros" in feeds[1].text
    assert [check_feed(feed.content) for feed in feeds] == [[], []]
    return [feed.content for feed in feeds]


def test_session_from_publication_to_cancellation(kierros: Running, mailbox: Mailbox, tmp_path: Path) -> None:
    tour = publish_tour(kierros)
    path = f"/sessions/{tour.session['id']}"
    mailbox.wait(tour.presenter, 1)
    answer = register(kierros, tour, GUEST)
    assert [one["state"] for one in answer["registrations"]] == ["confirmed"]
    [confirmation] = mailbox.wait(GUEST, 1)
    assert "https://meet.example.org/kierros" in confirmation.text
    feeds = [_feeds(kierros, tour, confirmation)]

    later = tour.starts_at + timedelta(days=1)
    times = {"starts_at": later.isoformat(), "ends_at": (later + timedelta(hours=1)).isoformat()}
    moved = kierros.call("catalogue", "PATCH", path, times)
    assert moved["revision"] == tour.session["revision"] + 1
    for person in (tour.presenter, GUEST):
        mailbox.wait(person, 2)
    feeds.append(_feeds(kierros, tour, confirmation))

    kierros.call("catalogue", "POST", f"{path}/cancel")
    cancelled = kierros.call("catalogue", "GET", path)
    assert cancelled["revision"] > moved["revision"]
    for person in (tour.presenter, GUEST):
        mailbox.wait(person, 3)
    feeds.append(_feeds(kierros, tour, confirmation))
    page = requests.get(f"{kierros.urls['catalogue']}{path}?lang=en", timeout=10).text
    assert "Cancelled" in page

    versions = [(tour.session, tour.starts_at), (moved, later), (cancelled, later)]
    for person in (tour.presenter, GUEST):
        mails = _kept(mailbox.to(person), tmp_path)
        assert len(mails) == 3, "one mail for one thing"
        assert [check_message(mail.raw) for mail in mails] == [[], [], []]
        assert check_sequence([mail.raw for mail in mails]) == []
        _agree([mail.calendar_bytes for mail in mails], versions, ["REQUEST", "REQUEST", "CANCEL"])
    for feed in zip(*feeds, strict=True):
        _agree(list(feed), versions, ["PUBLISH"] * 3)


def _agree(calendars: list[bytes], versions: list[tuple[dict[str, Any], datetime]], methods: list[str]) -> None:
    """Other readers find the session in every calendar as it was then."""
    states = ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert read_by_others(calendars) == [
        Seen(method, [Entry(f"session-{session['id']}@localhost", session["revision"], state, starts_at)])
        for (session, starts_at), method, state in zip(versions, methods, states, strict=True)
    ]


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
    # the session's own lines are handled by then; whichever line came first would be said to have moved the place
    mailbox.wait_for(tour.presenter, "REQUEST")

    request = "asked-by-a-visitor"
    kierros.call("registration", "POST", f"/registrations/{first['id']}/cancel", X_Request_ID=request)
    gone = mailbox.wait_for(GUEST, "CANCEL")
    assert str(gone.event["UID"]) == f"session-{tour.session['id']}@localhost"
    promoted = mailbox.wait_for("inka.berg@example.com", "REQUEST")
    assert promoted.event.decoded("DTSTART") == tour.starts_at
    sent = {mail.message_id for mail in (gone, promoted)}
    wait_until(lambda: _followed(kierros, request)["message_sent"] == sent, "the log does not lead to both mails")
    followed = _followed(kierros, request)
    assert followed["request"] == {"registration"}
    assert followed["journal_lines_handled"] == {"registration.cancelled", "registration.promoted"}

    again = register(kierros, tour, GUEST)["registrations"][0]
    assert (again["state"], again["position"]) == ("waitlisted", 1)


def _followed(kierros: Running, request: str) -> dict[str, set[str]]:
    """What the log of all processes says of one request: who answered it, the lines worked on, the mails sent."""
    tells = {
        "request": ("registration", "service"),
        "journal_lines_handled": ("notifications", "kind"),
        "message_sent": ("notifications", "message_id"),
    }
    lines = [line for line in kierros.log.read_text().splitlines() if request in line]
    return {
        event: {
            said
            for line in lines
            if f" {event} " in line and f" service={service}" in line
            for said in re.findall(rf" {name}=(\S+)", line)
        }
        for event, (service, name) in tells.items()
    }


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
