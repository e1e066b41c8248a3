"""Calendars to subscribe to: what they hold, and what they answer when nothing changed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import insert, update
from time_machine import Traveller
from werkzeug.http import http_date

from shared.schema.catalogue import Series, Session
from shared.schema.mail_choices import Feed
from shared.schema.notifications import CalendarCopy
from shared.schema.registration import Batch, Person, Registration
from shared.secrets import FEED
from shared.web.current import EXTENSION
from tests.services.notifications.routes.conftest import World
from tests.support.factories import NOON, Given
from tests.support.itip import check_feed

ANNA = "anna@example.org"
JOIN = "https://meet.example.org/nepsy"


def events(content: bytes) -> dict[str, Any]:
    """The events of a feed by their titles."""
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(content).walk("VEVENT")}


def changed(given: Given, series_id: UUID, session_id: UUID | None = None, **values: Any) -> None:
    """Change a session as the catalogue does, or its series."""
    with given.database.writing() as db:
        version = {"version": Series.version + 1, "changed_at": NOON + timedelta(hours=1)}
        db.execute(update(Series).where(Series.id == series_id).values(version))
        if session_id:
            version = {"version": Session.version + 1, "changed_at": NOON + timedelta(hours=1)}
            db.execute(update(Session).where(Session.id == session_id).values({**values, **version}))


def registered(given: Given, offering_id: UUID, state: str = "confirmed") -> None:
    """Anna has a place in the offering."""
    with given.database.writing() as db:
        db.execute(
            insert(Person).values(
                id=UUID(int=1), email_key=ANNA, email=ANNA, name="Anna", language="sv", created_at=NOON
            )
        )
    batch = given.row(Batch, offering_id=offering_id, if_full="waitlist", actor="person", created_at=NOON)
    given.row(
        Registration,
        offering_id=offering_id,
        batch_id=batch,
        person_id=UUID(int=1),
        state=state,
        queued_at=NOON,
        created_at=NOON,
        changed_at=NOON,
    )


@pytest.fixture
def anna(given: Given) -> UUID:
    """Anna's feed."""
    return given.row(Feed, email=ANNA, created_at=NOON)


@pytest.fixture
def token(app: Flask) -> Callable[..., str]:
    """The secret part of a feed's address."""

    def made(feed_id: UUID, version: int = 0) -> str:
        secret: str = app.extensions[EXTENSION].secrets.token(FEED, feed_id, version)
        return secret

    return made


def test_series_feed_holds_every_session_without_the_join_link(client: FlaskClient, world: World, given: Given) -> None:
    given.session(world.series, title="Peruttu", state="cancelled", revision=1)
    answer = client.get("/feeds/series/kierros.ics")
    assert answer.status_code == 200
    assert check_feed(answer.data) == []
    found = events(answer.data)
    assert (found["Nepsy arjessa"]["SEQUENCE"], found["Nepsy arjessa"]["STATUS"]) == (3, "CONFIRMED")
    assert (found["Peruttu"]["SEQUENCE"], found["Peruttu"]["STATUS"]) == (1, "CANCELLED")
    assert str(found["Nepsy arjessa"]["UID"]) == f"session-{world.session}@localhost"
    assert JOIN.encode() not in answer.data.replace(b"\r\n ", b"")
    assert str(Calendar.from_ical(answer.data)["X-WR-CALNAME"]) == "Tutustumiskierros"


def test_feed_answers_as_calendars_need_it(client: FlaskClient, world: World, noon: Traveller) -> None:
    answer = client.get("/feeds/series/kierros.ics", headers={"Cookie": ""})
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert "Last-Modified" in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert "Content-Encoding" not in answer.headers
    head = client.head("/feeds/series/kierros.ics")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == answer.headers["ETag"]


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_unchanged_feed_is_told_in_a_line(
    client: FlaskClient, world: World, given: Given, noon: Traveller, header: str
) -> None:
    condition = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[header]
    paths = ("/feeds/series/kierros.ics", f"/feeds/session/{world.session}.ics")
    known = {path: client.get(path).headers[header] for path in paths}
    for path in paths:
        again = client.get(path, headers={condition: known[path]})
        assert (again.status_code, again.data) == (304, b"")
        assert "ETag" in again.headers
    changed(given, world.series, world.session, title="Nepsy työssä")
    noon.shift(timedelta(hours=2))
    for path in paths:
        assert client.get(path, headers={condition: known[path]}).status_code == 200


def test_date_says_nothing_of_a_change_that_another_may_follow_within_its_second(
    client: FlaskClient, world: World, given: Given, noon: Traveller
) -> None:
    """It has whole seconds: one date would stand for both."""
    changed(given, world.series)
    change = NOON + timedelta(hours=1)
    asked = {"If-Modified-Since": http_date(change)}
    path = "/feeds/series/kierros.ics"
    noon.move_to(change + timedelta(seconds=1.9))
    answer = client.get(path, headers=asked)
    assert (answer.status_code, "Last-Modified" in answer.headers) == (200, False)
    assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    noon.move_to(change + timedelta(seconds=2))
    assert client.get(path).headers["Last-Modified"] == http_date(change)
    assert client.get(path, headers=asked).status_code == 304


def test_feed_with_another_etag_is_sent_whole_however_new(client: FlaskClient, world: World) -> None:
    asked = {"If-None-Match": 'W/"old"', "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    assert client.get("/feeds/series/kierros.ics", headers=asked).status_code == 200


def test_session_feed_is_one_plain_entry(client: FlaskClient, world: World) -> None:
    answer = client.get(f"/feeds/session/{world.session}.ics")
    assert check_feed(answer.data) == []
    assert list(events(answer.data)) == ["Nepsy arjessa"]
    assert JOIN.encode() not in answer.data.replace(b"\r\n ", b"")
    assert b"METHOD:PUBLISH" in answer.data


def test_draft_has_no_feed(client: FlaskClient, given: Given) -> None:
    series = given.series(slug="luonnos", state="draft")
    session = given.session(series)
    assert client.get("/feeds/series/luonnos.ics").status_code == 404
    assert client.get(f"/feeds/session/{session}.ics").status_code == 404
    assert client.get("/feeds/series/nothing.ics").status_code == 404


def test_person_feed_holds_places_and_presented_sessions_with_join_links(
    client: FlaskClient, world: World, given: Given, anna: UUID, token: Callable[..., str]
) -> None:
    registered(given, given.offering(world.series, [world.session]))
    own = given.session(world.other_series, title="Oma osuus", join_url="https://meet.example.org/oma")
    given.presenter(own, ANNA)
    gone = given.session(world.series, title="Peruttu", state="cancelled")
    given.presenter(gone, ANNA)
    given.session(world.series, title="Toisten")
    copy = {"session_id": world.session, "email": ANNA, "state": "invited", "sequence": 5, "ahead": 2, "stamp": NOON}
    with given.database.writing() as db:
        db.execute(insert(CalendarCopy).values(copy))
    answer = client.get(f"/feeds/person/{token(anna)}.ics")
    assert check_feed(answer.data) == []
    found = events(answer.data)
    assert set(found) == {"Nepsy arjessa", "Oma osuus", "Peruttu"}
    assert found["Nepsy arjessa"]["SEQUENCE"] == 5
    assert found["Peruttu"]["STATUS"] == "CANCELLED"
    assert str(found["Oma osuus"]["LOCATION"]) == "https://meet.example.org/oma"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer.headers
    assert str(Calendar.from_ical(answer.data)["X-WR-CALNAME"]) == "Mina träffar (Kierros)"


def test_person_feed_changes_when_a_place_or_a_session_does(
    client: FlaskClient, world: World, given: Given, anna: UUID, token: Callable[..., str]
) -> None:
    address = f"/feeds/person/{token(anna)}.ics"
    registered(given, given.offering(world.series, [world.session]))
    first = client.get(address).headers["ETag"]
    asked = {"If-None-Match": first}
    assert client.get(address, headers=asked).status_code == 304
    changed(given, world.series, world.session, revision=4)
    second = client.get(address, headers=asked)
    assert (second.status_code, events(second.data)["Nepsy arjessa"]["SEQUENCE"]) == (200, 4)
    with given.database.writing() as db:
        db.execute(update(Registration).values(state="cancelled"))
    third = client.get(address, headers={"If-None-Match": second.headers["ETag"]})
    assert (third.status_code, events(third.data)) == (200, {})
    assert check_feed(third.data) == []


def test_rehearsal_is_an_entry_of_its_own_for_whoever_presents(
    client: FlaskClient, world: World, given: Given, anna: UUID, token: Callable[..., str]
) -> None:
    registered(given, given.offering(world.series, [world.session]))
    own = given.session(world.other_series, NOON + timedelta(days=9), title="Oma osuus", rehearsal_before=1440)
    given.presenter(own, ANNA)
    changed(given, world.series, world.session, rehearsal_before=30)
    address = f"/feeds/person/{token(anna)}.ics"
    first = client.get(address)
    assert check_feed(first.data) == []
    found = events(first.data)
    assert set(found) == {"Nepsy arjessa", "Oma osuus", "Repetition: Oma osuus"}
    rehearsal = found["Repetition: Oma osuus"]
    assert str(rehearsal["UID"]) == f"rehearsal-{own}@localhost"
    assert rehearsal["DTSTART"].dt == NOON + timedelta(days=8)
    before = rehearsal["SEQUENCE"]
    changed(given, world.other_series, own, rehearsal_before=60, rehearsal_revision=1, revision=1)
    later = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert events(later.data)["Repetition: Oma osuus"]["SEQUENCE"] == before + 2
    assert "Rehearsal: " in client.get(f"/feeds/person/{token(anna)}").text
    for public in (f"/feeds/session/{own}.ics", f"/feeds/series/{world.other_series}.ics"):
        assert b"rehearsal-" not in client.get(public).data


def test_waiting_or_a_draft_brings_nothing_into_the_person_feed(
    client: FlaskClient, world: World, given: Given, anna: UUID, token: Callable[..., str]
) -> None:
    registered(given, given.offering(world.series, [world.session]), "waitlisted")
    given.presenter(given.session(given.series(state="draft")), ANNA)
    assert events(client.get(f"/feeds/person/{token(anna)}.ics").data) == {}


def test_bad_links_to_a_person_feed_are_all_alike(
    client: FlaskClient, anna: UUID, token: Callable[..., str], given: Given
) -> None:
    good = token(anna)
    bad = [token(anna, 1), token(UUID(int=7)), good[:-1] + ("A" if good[-1] != "A" else "B"), "x", "ä" * 43, "A" * 43]
    answers = [client.get(f"/feeds/person/{one}{end}") for one in bad for end in (".ics", "")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text.split("<h1>")[1].split('<div class="actions">')[0] for answer in answers}) == 1


def test_page_of_the_own_calendar_tells_how_to_subscribe(
    client: FlaskClient, anna: UUID, token: Callable[..., str]
) -> None:
    page = client.get(f"/feeds/person/{token(anna)}")
    assert page.status_code == 200
    assert f"http://localhost:8002/feeds/person/{token(anna)}.ics" in page.text
    assert f'href="webcal://localhost:8002/feeds/person/{token(anna)}.ics"' in page.text
    assert "Google Calendar" in page.text
    for answer in (page, client.get("/feeds/person/ended")):
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_renewing_ends_the_old_link(client: FlaskClient, anna: UUID, token: Callable[..., str]) -> None:
    answer = client.post(f"/feeds/person/{token(anna)}/renew")
    assert (answer.status_code, answer.location) == (303, f"/feeds/person/{token(anna, 1)}")
    assert "The old one has ended" in client.get(answer.location).text
    assert client.get(f"/feeds/person/{token(anna)}.ics").status_code == 404
    assert client.get(f"/feeds/person/{token(anna, 1)}.ics").status_code == 200
    assert client.post(f"/feeds/person/{token(anna)}/renew").status_code == 404


def test_address_of_the_service_alone_leads_to_the_catalogue(client: FlaskClient) -> None:
    assert client.get("/").location == "http://localhost:8000/"


@pytest.mark.usefixtures("world")
def test_question_whether_anything_is_new_is_counted_and_not_worth_a_line(
    client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    path = "/feeds/series/kierros.ics"
    known = client.get(path).headers["ETag"]
    assert "/feeds/series/" in capsys.readouterr().out
    assert client.get(path, headers={"If-None-Match": known}).status_code == 304
    assert "/feeds/series/" not in capsys.readouterr().out
    counted = [line for line in client.get("/metrics").text.splitlines() if "/feeds/series/" in line]
    assert any('status="304"' in line for line in counted)
