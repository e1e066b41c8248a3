"""Writing to the people of a series: looked at first, now or at a time, changed and taken back until it goes out."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from time_machine import Traveller, travel

from services.notifications.app import create_app as create_notifications
from services.registration.actions import announce_due
from services.registration.app import create_app
from shared.database import Database
from shared.schema.announcements import Announcement, AnnouncementRecipient
from shared.schema.catalogue import Session
from shared.schema.journal import JournalLine
from shared.schema.mail_choices import Unsubscription
from shared.schema.registration import Person, SessionWithdrawal
from shared.settings import Settings
from shared.web.current import EXTENSION
from tests.services.registration.acts import Acts
from tests.services.registration.conftest import Call
from tests.services.registration.routes.pages import Visitor, sign_in
from tests.shared.web.address import served
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")
PAGE = "/series/kierros/message"
WORDS = {"subject": "The room has changed", "text": "Come to room 2."}
LATER = {"when": "later", "day": "2027-01-12", "time": "9:00"}


@pytest.fixture
def organiser(given: Given) -> UUID:
    return given.organisation("TAMK")


@pytest.fixture
def series(given: Given, organiser: UUID) -> UUID:
    return given.series(organiser, slug="kierros")


@pytest.fixture
def one(given: Given, registration: Database, series: UUID) -> Acts:
    """Two places, one who waits; one of them in a second offering too."""
    acts = Acts(registration, given.offering(series, capacity=2, name="Oulu"))
    acts.register("anna", "berta", "cecilia")
    Acts(registration, given.offering(series, name="Turku")).register("anna")
    return acts


@pytest.fixture
def visitor(client: FlaskClient, given: Given, organiser: UUID) -> Visitor:
    account = given.account("olga@example.org", name="Olga Organiser")
    given.member(account, organiser)
    sign_in(client, account)
    return Visitor(client)


def rows(database: Database) -> list[Any]:
    with database.reading() as db:
        return list(db.execute(select(Announcement.__table__).order_by(Announcement.id)))


def kinds(database: Database) -> list[str]:
    with database.reading() as db:
        lines = select(JournalLine.kind).where(JournalLine.kind.startswith("announcement")).order_by(JournalLine.id)
        return list(db.scalars(lines))


def to(database: Database) -> int:
    with database.reading() as db:
        return db.scalar(select(func.count()).select_from(AnnouncementRecipient)) or 0


def ring(database: Database) -> None:
    with database.reading() as db:
        due = announce_due.due(db)
    for announcement_id in due:
        with database.writing() as db:
            announce_due.send_due(db, announcement_id, "system")


@pytest.mark.parametrize(("whom", "count"), [("confirmed", 2), ("waitlisted", 1), ("all", 3)])
def test_each_participant_gets_one_mail_in_however_many_offerings(
    visitor: Visitor, one: Acts, registration: Database, whom: str, count: int
) -> None:
    visitor.open(PAGE).send(do="look", to=f"participants:{whom}", **WORDS)
    people = "one person" if count == 1 else f"{count} people"
    assert visitor.title == f"Send to {people}?"
    assert kinds(registration) == []
    visitor.send(do="send")
    assert f"The message is on its way to {people}." in visitor.soup.get_text()
    assert (kinds(registration), to(registration)) == (["announcement.sent"], count)
    assert "to " + people in visitor.text


def test_presenters_and_contacts_are_counted_once_each(
    visitor: Visitor, one: Acts, given: Given, series: UUID, registration: Database
) -> None:
    sessions = [given.session(series), given.session(series), given.session(series, NOON - timedelta(days=3))]
    for session in sessions:
        given.presenter(session, "aino@example.org")
    given.presenter(sessions[2], "ohi@example.org")
    employer = given.organisation("Sospro Oy")
    Acts(registration, one.offering_id).register("eeva", "fanni", organisation_id=employer)
    for name, role in (("kaisa", "contact"), ("olli", "organiser")):
        given.member(given.account(f"{name}@example.org"), employer, role)
    for whom, count in (
        ("presenters:ahead", "one person"),
        ("presenters:all", "2 people"),
        ("contacts:all", "one person"),
    ):
        assert visitor.open(PAGE).send(do="look", to=whom, **WORDS).title == f"Send to {count}?"
    visitor.send(do="send")
    assert (kinds(registration), to(registration)) == (["announcement.sent"], 0)


def test_one_offering_alone_can_be_meant(visitor: Visitor, one: Acts, registration: Database) -> None:
    visitor.open(PAGE).send(do="look", to="participants:confirmed", part=str(one.offering_id), **WORDS)
    assert "Participants who have a place: Oulu" in visitor.text
    visitor.send(do="send")
    assert to(registration) == 2


@pytest.fixture
def meeting(given: Given, registration: Database, series: UUID) -> UUID:
    """A session that six come to by two offerings, anna by both, and one of them leaves out; others don't cover it."""
    session = given.session(series, title="Uni ja lepo")
    wide = Acts(registration, given.offering(series, [session, given.session(series)], name="Kaikki", capacity=3))
    wide.register("anna", "berta", "cecilia", "wanda")
    Acts(registration, given.offering(series, [session], name="Vain tämä")).register("anna", "eeva")
    Acts(registration, given.offering(series, name="Muut")).register("stina")
    given.row_without_id(
        SessionWithdrawal, registration_id=wide.standing()["berta"], session_id=session, created_at=NOON
    )
    given.presenter(session, "aino@example.org")
    given.presenter(given.session(series), "other@example.org")
    return session


def test_people_of_one_session_alone_can_be_meant(
    visitor: Visitor, meeting: UUID, given: Given, registration: Database
) -> None:
    visitor.open(f"{PAGE}?session={meeting}")
    assert [one["label"] for one in visitor.soup.select("#part optgroup")] == ["Ways to register", "Sessions"]
    for whom, count in (("participants:all", 4), ("participants:waitlisted", 1), ("presenters:all", 1)):
        people = "one person" if count == 1 else f"{count} people"
        assert visitor.open(f"{PAGE}?session={meeting}").send(do="look", to=whom, **WORDS).title == f"Send to {people}?"
    assert "Presenters: Mon 18 January 2027, 12:00: Uni ja lepo" in visitor.text
    visitor.open(f"{PAGE}?session={meeting}").send(do="look", to="participants:confirmed", **WORDS).send(do="send")
    assert to(registration) == 3
    assert "Participants who have a place: Uni ja lepo" in visitor.text
    # one that waits for its time goes to nobody once the session is cancelled
    visitor.open(f"{PAGE}?session={meeting}").send(do="look", to="participants:confirmed", **WORDS, **LATER)
    visitor.send(do="send")
    with given.database.writing() as db:
        db.execute(update(Session).where(Session.id == meeting).values(state="cancelled"))
    with travel(NOON + timedelta(days=1), tick=False):
        ring(registration)
    assert [row.problem for row in rows(registration)] == [None, "nobody"]
    assert to(registration) == 3


def test_languages_are_counted_and_those_who_want_no_mail_left_out(
    visitor: Visitor, one: Acts, given: Given, series: UUID, registration: Database
) -> None:
    unsubscribed = {"email": "berta@example.org", "scope": f"series:{series}", "since": NOON}
    given.row_without_id(Unsubscription, **unsubscribed)
    given.row_without_id(Unsubscription, **{**unsubscribed, "email": "anna@example.org", "scope": "digest"})
    visitor.open(PAGE).send(do="look", to="participants:all", **WORDS)
    assert visitor.title == "Send to 2 people?"
    assert "One who wants no more of such mail about the series" in visitor.text
    visitor.send(do="send")
    assert to(registration) == 2


@pytest.fixture
def rendering(settings: Settings, given: Given, organiser: UUID) -> Iterator[Visitor]:
    """Olga, where the service that writes mails is there too."""
    mails = create_notifications(settings)
    with closing(mails.extensions[EXTENSION].database), served(mails) as address:
        made = create_app(settings.model_copy(update={"notifications_internal_url": address}))
        made.config["WTF_CSRF_ENABLED"] = False
        with closing(made.extensions[EXTENSION].database):
            client = made.test_client()
            account = given.account("olga@example.org", name="Olga Organiser")
            given.member(account, organiser)
            sign_in(client, account)
            yield Visitor(client)


@pytest.mark.parametrize(
    ("whom", "tells"),
    [
        ("participants:waitlisted", "Katso ilmoittautumisesi"),
        ("presenters:all", "Katso tapaamiset"),
        ("contacts:all", "Open the organisation's page"),
    ],
)
def test_look_is_the_mail_that_one_of_them_gets(
    rendering: Visitor, one: Acts, given: Given, series: UUID, whom: str, tells: str
) -> None:
    given.presenter(given.session(series), "aino@example.org")
    employer = given.organisation("Sospro Oy")
    Acts(one.database, one.offering_id).register("eeva", organisation_id=employer)
    given.member(given.account("kaisa@example.org", language="en"), employer, "contact")
    rendering.open(PAGE).send(do="look", to=whom, **{**WORDS, "text": "Come to <b>room</b> 2."})
    frame = rendering.soup.select_one("iframe.mail-frame")
    assert frame is not None
    assert "allow-scripts" not in str(frame["sandbox"])
    mail = BeautifulSoup(str(frame["srcdoc"]), "html.parser")
    assert "Come to <b>room</b> 2." in mail.get_text()
    assert tells in mail.get_text()
    assert "style-src 'self' 'unsafe-inline'" in rendering.headers["Content-Security-Policy"]


def test_look_shows_the_session_that_it_is_about(rendering: Visitor, meeting: UUID) -> None:
    rendering.open(f"{PAGE}?session={meeting}").send(do="look", to="participants:all", **WORDS)
    [frame] = rendering.soup.select("iframe.mail-frame")
    assert "Uni ja lepo" in BeautifulSoup(str(frame["srcdoc"]), "html.parser").get_text()


def test_words_are_shown_when_the_mail_cannot_be_had(visitor: Visitor, one: Acts) -> None:
    visitor.open(PAGE).send(do="look", to="participants:all", **WORDS)
    assert visitor.soup.select_one("iframe") is None
    assert "Come to room 2." in visitor.text


def test_nothing_typed_is_lost_on_any_way_back(visitor: Visitor, one: Acts) -> None:
    visitor.open(PAGE).send(do="look", to="presenters:all", subject="Hi", text="", **LATER)
    assert (visitor.status, visitor.errors) == (422, ["text"])
    assert [visitor.value(name) for name in ("subject", "day", "time")] == ["Hi", "2027-01-12", "9:00"]
    visitor.send(do="look", to="participants:all", when="later", text="a\n\nb")
    assert visitor.title == "Send to 3 people?"
    visitor.send(do="edit")
    assert visitor.title == "Write to people of the series"
    [text], [whom] = visitor.soup.select("textarea"), visitor.soup.select('[name="to"][checked]')
    assert (text.get_text().strip(), whom["value"]) == ("a\n\nb", "participants:all")


def test_sending_the_same_form_twice_is_sending_it_once(visitor: Visitor, one: Acts, registration: Database) -> None:
    visitor.open(PAGE).send(do="look", **WORDS)
    key = visitor.value("key")
    visitor.send(do="send")
    visitor.open(PAGE).send(do="look", key=key, **WORDS).send(do="send")
    assert "Nobody gets it twice." in visitor.soup.get_text()
    assert len(rows(registration)) == 1


def test_nobody_to_write_to_is_said(visitor: Visitor, series: UUID) -> None:
    visitor.open(PAGE).send(do="look", **WORDS)
    assert (visitor.status, visitor.errors) == (422, ["to"])


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"day": "", "time": "9:00"}, "day"),
        ({"day": "2027-01-12", "time": ""}, "time"),
        ({"day": "2027-01-11", "time": "11:59"}, "day"),
        ({"day": "2027-03-28", "time": "3:30"}, "time"),
        ({"day": "2027-10-31", "time": "3:30"}, "time"),
    ],
)
def test_a_time_that_can_not_be_is_told(visitor: Visitor, one: Acts, typed: dict[str, str], wrong: str) -> None:
    visitor.open(PAGE).send(do="look", when="later", **typed, **WORDS)
    assert (visitor.status, visitor.errors) == (422, [wrong])
    visitor.send(do="look", when="now", text="x")
    assert visitor.title == "Send to 2 people?"


def test_which_of_two_hours_is_asked_for(visitor: Visitor, one: Acts, registration: Database) -> None:
    visitor.open(PAGE).send(do="look", when="later", day="2027-10-31", time="3:30", **WORDS)
    visitor.send(do="look", when="later", hour="second", text="x").send(do="send")
    assert rows(registration)[0].send_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_a_planned_message_waits_is_changed_and_goes_out_once(
    visitor: Visitor, one: Acts, registration: Database, noon: Traveller
) -> None:
    visitor.open(PAGE).send(do="look", to="participants:all", **LATER, **WORDS).send(do="send")
    assert "Until then you can change it or take it back." in visitor.soup.get_text()
    ring(registration)
    assert kinds(registration) == ["announcement.planned"]
    [planned] = rows(registration)
    visitor.open(f"{PAGE}/{planned.id}")
    assert visitor.value("subject") == "The room has changed"
    visitor.send(do="look", to="participants:waitlisted", when="later", day="2027-01-13", text="x").send(do="send")
    noon.shift(timedelta(days=1))
    ring(registration)
    assert kinds(registration)[1:] == ["announcement.changed"]
    one.register("diana")
    noon.shift(timedelta(days=1))
    ring(registration)
    ring(registration)
    assert (kinds(registration)[2:], to(registration)) == (["announcement.sent"], 2)
    assert visitor.open(f"{PAGE}/{planned.id}").status == 409
    assert "It waits no more" in visitor.soup.get_text()


def test_a_planned_message_is_taken_back(
    visitor: Visitor, client: FlaskClient, one: Acts, registration: Database, noon: Traveller
) -> None:
    visitor.open(PAGE).send(do="look", **LATER, **WORDS).send(do="send")
    [planned] = rows(registration)
    for _time in range(2):
        client.post(f"{PAGE}/{planned.id}/withdraw")
    assert "Taken back" in visitor.open(PAGE).text
    noon.shift(timedelta(days=1))
    ring(registration)
    assert kinds(registration) == ["announcement.planned", "announcement.withdrawn"]
    visitor.open(f"{PAGE}?from={planned.id}")
    assert visitor.value("subject") == "The room has changed"


def test_what_has_gone_out_can_not_be_taken_back(
    visitor: Visitor, client: FlaskClient, one: Acts, registration: Database
) -> None:
    visitor.open(PAGE).send(do="look", **WORDS).send(do="send")
    client.post(f"{PAGE}/{rows(registration)[0].id}/withdraw")
    assert rows(registration)[0].withdrawn_at is None


def test_a_copy_goes_to_oneself_first(visitor: Visitor, one: Acts, registration: Database) -> None:
    visitor.open(PAGE).send(do="look", **LATER, **WORDS).send(do="test")
    assert "A copy is on its way to olga@example.org." in visitor.soup.get_text()
    visitor.send(do="send")
    assert kinds(registration) == ["announcement.tested", "announcement.planned"]


def test_people_of_two_languages_are_counted_by_language(
    visitor: Visitor, one: Acts, given: Given, registration: Database
) -> None:
    with given.database.writing() as db:
        db.execute(update(Person).where(Person.email_key == "anna@example.org").values(language="sv"))
    visitor.open(PAGE).send(do="look", to="participants:all", **WORDS)
    assert (visitor.status, visitor.title) == (200, "Send to 3 people?")
    assert "in Swedish" in visitor.soup.get_text()
    assert visitor.soup.select("nav.languages a"), "other languages can still be chosen"


def test_a_list_that_changed_much_is_looked_at_again(visitor: Visitor, one: Acts, registration: Database) -> None:
    visitor.open(PAGE).send(do="look", to="participants:all", **WORDS)
    one.cancel("cecilia")
    visitor.send(do="send")
    assert (visitor.status, visitor.title) == (409, "Send to 2 people?")
    assert visitor.send(do="send", count="x").status == 409
    assert kinds(registration) == []


def test_others_organisers_see_and_write_nothing(client: FlaskClient, given: Given, one: Acts) -> None:
    account = given.account("other@example.org")
    given.member(account, given.organisation("Other"))
    sign_in(client, account)
    assert Visitor(client).open(PAGE).status == 403
    assert client.post(PAGE, data=WORDS).status_code == 403
    assert Visitor(client).open("/series/none/message").status == 404


def test_programs_plan_list_and_take_back(
    call: Call, given: Given, one: Acts, organiser: UUID, registration: Database
) -> None:
    key = given.api_key("organiser", organiser)
    path, body = "/series/kierros/announcements", {"audience": "participants", "among": "confirmed", **WORDS}
    sent = call("POST", path, {**body, "offering_id": str(one.offering_id)}, key)
    assert (sent.status_code, sent.json["state"], sent.json["recipients"]) == (201, "sent", 2)
    planned = call("POST", path, {**body, "send_at": "2027-01-12T09:00:00+02:00"}, key).json
    assert (planned["state"], planned["send_at"], planned["recipients"]) == ("planned", "2027-01-12T07:00:00Z", None)
    taken = call("POST", f"/announcements/{planned['id']}/withdraw", None, key)
    assert (taken.status_code, taken.json["state"]) == (200, "withdrawn")
    listed = call("GET", f"{path}?limit=1", None, key).json
    assert [item["id"] for item in listed["items"]] == [planned["id"]]
    assert [item["state"] for item in call("GET", f"{path}?cursor={listed['next']}", None, key).json["items"]] == [
        "sent"
    ]
    assert call("POST", f"/announcements/{sent.json['id']}/withdraw", None, key).status_code == 409
    stranger = given.api_key("organiser", given.organisation("Other"))
    assert call("POST", path, body, stranger).status_code == call("GET", path, None, stranger).status_code == 403
    assert call("POST", f"/announcements/{sent.json['id']}/withdraw", None, stranger).status_code == 404


def test_programs_write_to_one_sessions_people(call: Call, meeting: UUID) -> None:
    path, body = "/series/kierros/announcements", {"audience": "participants", "session_id": str(meeting), **WORDS}
    sent = call("POST", path, body)
    assert (sent.status_code, sent.json["session_id"], sent.json["recipients"]) == (201, str(meeting), 4)
    assert call("POST", path, {**body, "offering_id": str(meeting)}).status_code == 422


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"audience": "presenters", "among": "waitlisted"}, None),
        ({"send_at": "2027-01-11T10:00:00Z"}, "send_at"),
        ({"send_at": "2027-01-12T10:00:00"}, "send_at"),
        ({"offering_id": "01a30430-bd00-7e48-9a25-5ce7ae8a0e68"}, "offering_id"),
        ({"session_id": "01a30430-bd00-7e48-9a25-5ce7ae8a0e68"}, "session_id"),
        ({"test": True, "reply_to": "stranger@example.org"}, "reply_to"),
    ],
)
def test_programs_are_told_what_is_wrong(call: Call, one: Acts, wrong: dict[str, Any], field: str | None) -> None:
    answer = call("POST", "/series/kierros/announcements", {"audience": "participants", **WORDS, **wrong})
    assert answer.status_code == 422
    assert field in (None, answer.json.get("field"), answer.json.get("errors", [{}])[0].get("field"))


def test_a_programs_copy_goes_to_an_organiser(
    call: Call, given: Given, one: Acts, organiser: UUID, registration: Database
) -> None:
    given.member(given.account("olga@example.org"), organiser)
    body = {"audience": "participants", "test": True, "reply_to": "Olga@example.org", **WORDS}
    answer = call("POST", "/series/kierros/announcements", body, given.api_key("organiser", organiser))
    assert (answer.status_code, answer.json["state"], answer.json["recipients"]) == (201, "test", 3)
    assert kinds(registration) == ["announcement.tested"]
