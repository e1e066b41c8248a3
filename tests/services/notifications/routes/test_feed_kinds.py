"""Calendars of what an organisation runs, of its people's sessions, of presenting alone; what was given up stays."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from time_machine import Traveller

from shared.schema.catalogue import Presenter, Series, Session
from shared.schema.mail_choices import CalendarChoice, Feed, OrganisationFeed
from shared.schema.notifications import CalendarCopy, Message
from shared.schema.organisations import Organisation
from shared.schema.registration import Batch, Person, Registration, SessionWithdrawal
from shared.secrets import FEED
from shared.web.current import EXTENSION
from tests.services.notifications.routes.conftest import World, sign_in
from tests.support.factories import NOON, Given
from tests.support.itip import check_feed
from tests.support.readers import Seen, read_by_others

ANNA = "anna@example.org"
JOIN = b"meet.example.org"
HELSINKI = ZoneInfo("Europe/Helsinki")

pytestmark = pytest.mark.usefixtures("noon")


def seen(content: bytes) -> dict[str, tuple[str | None, int]]:
    """Status and SEQUENCE by session, as other parsers read them."""
    assert check_feed(content) == []
    [calendar] = read_by_others([content])
    return {session_of(entry.uid): (entry.status, entry.sequence) for entry in calendar.entries}


def session_of(uid: str) -> str:
    return uid.removeprefix("session-").partition("@")[0]


def starts(content: bytes) -> list[datetime]:
    calendar: Seen = read_by_others([content])[0]
    return sorted(entry.starts_at for entry in calendar.entries)


@pytest.fixture
def anna(given: Given) -> UUID:
    return given.row(Person, email_key=ANNA, email=ANNA, name="Anna", language="en", created_at=NOON)


def place(given: Given, offering: UUID, person: UUID, **more: Any) -> UUID:
    """Somebody's place that a confirmation told of."""
    batch = given.row(Batch, offering_id=offering, if_full="waitlist", actor="person", created_at=NOON)
    times = {"queued_at": NOON, "created_at": NOON, "changed_at": NOON}
    values = {"offering_id": offering, "batch_id": batch, "person_id": person, "state": "confirmed", **times, **more}
    registration = given.row(Registration, **values)
    given.row(
        Message, kind="registration-confirmed", state="sent", once=str(registration), recipient_email=ANNA,
        language="en", subject_id=registration, due_at=NOON, created_at=NOON,
    )  # fmt: skip
    return registration


@pytest.fixture
def own(app: Flask, given: Given) -> str:
    """The address of Anna's calendar, without its ending."""
    feed = given.row(Feed, email=ANNA, created_at=NOON)
    return f"/feeds/person/{app.extensions[EXTENSION].secrets.token(FEED, feed)}"


def change(given: Given, table: Any, which: UUID, **values: Any) -> None:
    with given.database.writing() as db:
        db.execute(update(table).where(table.id == which).values(**values))


def not_modified(client: FlaskClient, address: str, etag: str) -> bool:
    return client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_organisation_feed_holds_all_that_it_runs_and_shows(client: FlaskClient, world: World, given: Given) -> None:
    second = given.session(given.series(world.organisation, state="archived"), state="cancelled", revision=2)
    given.session(given.series(world.organisation, state="draft"))
    given.session(given.series(world.organisation, state="archived", published_at=None))
    given.session(world.other_series)
    address = f"/feeds/organisations/{world.organisation}.ics"
    answer = client.get(address)
    assert seen(answer.data) == {str(world.session): ("CONFIRMED", 3), str(second): ("CANCELLED", 2)}
    assert JOIN not in answer.data.replace(b"\r\n ", b"")
    assert (answer.headers["Cache-Control"], "Set-Cookie" in answer.headers) == ("public, no-cache", False)
    assert "Last-Modified" in answer.headers
    head = client.head(address)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", answer.headers["ETag"])
    assert not_modified(client, address, answer.headers["ETag"])
    assert client.get(f"/feeds/organisations/{UUID(int=3)}.ics").status_code == 404


@pytest.mark.parametrize("what", ["changed", "left", "renamed"])
def test_organisation_feed_is_another_once_anything_in_it_is(
    client: FlaskClient, world: World, given: Given, what: str
) -> None:
    address = f"/feeds/organisations/{world.organisation}.ics"
    etag = client.get(address).headers["ETag"]
    if what == "changed":
        change(given, Series, world.series, version=2)
    elif what == "left":
        change(given, Series, world.series, organiser_id=given.organisation())
    else:
        change(given, Organisation, world.organisation, name="Uusi nimi")
    assert not not_modified(client, address, etag)


def test_address_from_before_a_merger_gives_the_calendar_of_who_took_over(
    client: FlaskClient, world: World, given: Given
) -> None:
    gone = given.organisation("Vanha", merged_into_id=world.organisation)
    assert str(world.session) in seen(client.get(f"/feeds/organisations/{gone}.ics").data)


def test_given_up_place_stays_as_cancelled_for_a_month(
    client: FlaskClient, world: World, given: Given, anna: UUID, own: str, noon: Traveller
) -> None:
    registration = place(given, given.offering(world.series, [world.session]), anna)
    given.row_without_id(
        CalendarCopy, session_id=world.session, email=ANNA, state="withdrawn", sequence=4, ahead=1, stamp=NOON
    )
    first = client.get(f"{own}.ics").headers["ETag"]
    later = NOON + timedelta(hours=1)
    change(given, Registration, registration, state="cancelled", changed_at=later)
    noon.move_to(later)
    answer = client.get(f"{own}.ics", headers={"If-None-Match": first})
    assert seen(answer.data) == {str(world.session): ("CANCELLED", 4)}
    assert JOIN not in answer.data.replace(b"\r\n ", b"")
    assert "Given up" in client.get(own).text
    noon.move_to(later + timedelta(days=30))
    gone = client.get(f"{own}.ics", headers={"If-None-Match": answer.headers["ETag"]})
    assert (gone.status_code, seen(gone.data)) == (200, {})


def test_single_session_left_out_stays_as_cancelled_and_another_place_in_it_wins(
    client: FlaskClient, world: World, given: Given, anna: UUID, own: str
) -> None:
    other = given.session(world.series)
    registration = place(given, given.offering(world.series, [world.session, other]), anna)
    given.row_without_id(SessionWithdrawal, registration_id=registration, session_id=other, created_at=NOON)
    assert seen(client.get(f"{own}.ics").data) == {str(world.session): ("CONFIRMED", 3), str(other): ("CANCELLED", 0)}
    place(given, given.offering(world.series, [other]), anna)
    assert seen(client.get(f"{own}.ics").data)[str(other)] == ("CONFIRMED", 0)


def test_whoever_only_waited_gave_up_no_entry(
    client: FlaskClient, world: World, given: Given, anna: UUID, own: str
) -> None:
    registration = place(given, given.offering(world.series, [world.session]), anna, state="cancelled")
    with given.database.writing() as db:
        told = Message.subject_id == registration
        db.execute(update(Message).where(told).values(kind="registration-waitlisted"))
    assert seen(client.get(f"{own}.ics").data) == {}


def test_presenting_alone_and_what_one_presents_no_longer(
    client: FlaskClient, world: World, given: Given, anna: UUID, own: str
) -> None:
    place(given, given.offering(world.series, [world.session]), anna)
    presented, before = given.session(world.other_series), given.session(world.other_series)
    given.presenter(presented, ANNA)
    given.row_without_id(
        CalendarCopy, session_id=before, email=ANNA, state="withdrawn", sequence=1, ahead=1, stamp=NOON
    )
    given.row(
        Message, kind="presenter-invited", state="sent", once="x", recipient_email=ANNA, language="en",
        session_id=before, sequence=0, due_at=NOON, created_at=NOON,
    )  # fmt: skip
    whole, alone = client.get(f"{own}.ics"), client.get(f"{own}.ics?only=presenting")
    presenting = {str(presented): ("CONFIRMED", 0), str(before): ("CANCELLED", 1)}
    assert seen(alone.data) == presenting
    assert seen(whole.data) == {**presenting, str(world.session): ("CONFIRMED", 3)}
    assert alone.headers["ETag"] != whole.headers["ETag"]
    assert f"{own}.ics?only=presenting" in client.get(own).text
    with given.database.writing() as db:
        db.execute(delete(Presenter))
    assert "only=presenting" not in client.get(own).text


@pytest.fixture
def contact(given: Given, world: World, client: FlaskClient) -> FlaskClient:
    """A contact of the first organisation."""
    account = given.account("sirpa@example.org", name="Sirpa")
    given.member(account, world.organisation, "contact")
    return sign_in(client, account)


def made(client: FlaskClient, organisation: UUID) -> str:
    answer = client.post(f"/organisations/{organisation}/calendar")
    assert answer.status_code == 303
    return str(answer.location)


def test_contact_makes_the_calendar_of_the_organisations_people(
    contact: FlaskClient, world: World, given: Given, anna: UUID
) -> None:
    page = contact.get(f"/organisations/{world.organisation}/calendar")
    assert "Make the calendar" in page.text
    address = made(contact, world.organisation)
    assert made(contact, world.organisation) == address
    assert contact.get(f"/organisations/{world.organisation}/calendar").location == address
    offering = given.offering(world.series, [world.session])
    place(given, offering, anna, organisation_id=world.organisation)
    elsewhere = given.row(Person, email_key="b@x.fi", email="b@x.fi", name="Berta", language="fi", created_at=NOON)
    place(given, given.offering(world.other_series), elsewhere)
    answer = contact.get(f"{address}.ics")
    assert seen(answer.data) == {str(world.session): ("CONFIRMED", 3)}
    assert not [said for said in (JOIN, b"Anna", b"anna@") if said in answer.data.replace(b"\r\n ", b"")]
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer.headers
    assert not_modified(contact, f"{address}.ics", answer.headers["ETag"])
    shown = contact.get(address)
    assert "Nepsy arjessa" in shown.text
    assert "Anna" not in shown.text
    assert shown.headers["Referrer-Policy"] == "no-referrer"


def test_staff_calendar_gets_a_new_link(contact: FlaskClient, world: World) -> None:
    old = made(contact, world.organisation)
    new = str(contact.post(f"{old}/renew").location)
    assert [contact.get(f"{address}.ics").status_code for address in (old, new)] == [404, 200]
    assert contact.get(old).status_code == 404
    assert contact.post(f"{old}/renew").status_code == 404
    assert made(contact, world.organisation) == new


def test_calendar_of_others_people_is_not_made(contact: FlaskClient, world: World, given: Given) -> None:
    other = given.organisation("Muu Oy")
    for answer in (
        contact.get(f"/organisations/{other}/calendar"),
        contact.post(f"/organisations/{other}/calendar"),
        contact.get(f"/organisations/{UUID(int=5)}/calendar"),
    ):
        assert answer.status_code == 404
    with given.database.reading() as db:
        assert db.scalars(select(OrganisationFeed.organisation_id)).all() == []


def test_link_of_one_kind_opens_no_calendar_of_another(contact: FlaskClient, world: World, own: str) -> None:
    staff = made(contact, world.organisation).rpartition("/")[2]
    assert contact.get(f"/feeds/person/{staff}.ics").status_code == 404
    assert contact.get(f"/feeds/staff/{own.rpartition('/')[2]}.ics").status_code == 404


def test_page_leads_each_calendar_to_the_feed_and_shows_the_same_sessions(
    client: FlaskClient, world: World, given: Given
) -> None:
    given.session(world.series, NOON - timedelta(days=3), title="Pidetty")
    given.session(world.series, title="Peruttu", state="cancelled")
    page = client.get("/feeds/series/kierros").text
    assert all(title in page for title in ("Nepsy arjessa", "Pidetty", "Peruttu"))
    address = "http://localhost:8002/feeds/series/kierros.ics"
    links = [href.split('"')[0].replace("&amp;", "&") for href in page.split('href="')]
    google = next(link for link in links if "calendar.google.com" in link)
    assert parse_qs(urlsplit(google).query) == {"cid": ["webcal://localhost:8002/feeds/series/kierros.ics"]}
    for host in ("outlook.live.com", "outlook.office.com"):
        found = urlsplit(next(link for link in links if host in link))
        assert (found.path, parse_qs(found.query)) == (
            "/calendar/0/addfromweb", {"url": [address], "name": ["Tutustumiskierros"]},
        )  # fmt: skip
    assert f"/feeds/organisations/{world.organisation}" in page
    assert "Nepsy arjessa" in client.get(f"/feeds/organisations/{world.organisation}").text
    for missing in ("/feeds/series/nothing", f"/feeds/organisations/{UUID(int=3)}"):
        assert client.get(missing).status_code == 404


def test_choice_is_made_on_the_page_and_kept(client: FlaskClient, given: Given, own: str) -> None:
    assert "Only this calendar from now on" in client.get(own).text
    answer = client.post(f"{own}/choice", data={"delivery": "feed"})
    assert (answer.status_code, answer.location) == (303, own)
    page = client.get(own).text
    assert "Entries by mail again" in page
    assert client.post(f"{own}/choice", data={"delivery": "pigeon"}).status_code == 422
    assert client.post("/feeds/person/nothing/choice", data={"delivery": "feed"}).status_code == 404
    with given.database.reading() as db:
        assert db.execute(select(CalendarChoice.email, CalendarChoice.delivery)).all() == [(ANNA, "feed")]
    client.post(f"{own}/choice", data={"delivery": "mail"})
    assert "Only this calendar from now on" in client.get(own).text


def test_times_are_right_on_both_sides_of_both_changes_of_the_clock(
    contact: FlaskClient, world: World, given: Given, anna: UUID, own: str
) -> None:
    with given.database.writing() as db:
        db.execute(delete(Session))
    days = [(2027, 3, 27), (2027, 3, 28), (2027, 3, 29), (2027, 10, 30), (2027, 10, 31), (2027, 11, 1)]
    locals_ = [datetime(*day, hour, 30, tzinfo=HELSINKI) for day in days for hour in (0, 5, 14)]
    sessions = [given.session(world.series, one.astimezone(UTC)) for one in locals_]
    for session in sessions[:2]:
        given.presenter(session, ANNA)
    place(given, given.offering(world.series, sessions), anna, organisation_id=world.organisation)
    wanted = sorted(one.astimezone(UTC) for one in locals_)
    feeds = (f"/feeds/organisations/{world.organisation}.ics", f"{made(contact, world.organisation)}.ics", f"{own}.ics")
    for address in feeds:
        content = contact.get(address).data
        assert check_feed(content) == []
        assert starts(content) == wanted
    assert starts(contact.get(f"{own}.ics?only=presenting").data) == wanted[:2]


def test_removed_session_changes_the_etag(client: FlaskClient, world: World, given: Given, own: str) -> None:
    given.presenter(world.session, ANNA)
    first = client.get(f"{own}.ics")
    with given.database.writing() as db:
        db.execute(delete(Presenter))
    second = client.get(f"{own}.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert (second.status_code, len(seen(first.data)), len(seen(second.data))) == (200, 1, 0)
