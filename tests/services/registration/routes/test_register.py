from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select
from time_machine import Traveller

from services.registration.actions.form_uses import MOST_USES
from shared.database import Database
from shared.schema.journal import JournalLine
from shared.schema.registration import Person, Registration
from tests.services.registration.acts import Acts
from tests.services.registration.routes.pages import Visitor, sign_in
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return Visitor(client)


def page(given: Given, **offering: Any) -> str:
    return f"/register/{given.offering(given.series(), **offering)}"


def test_a_visitor_registers_and_reads_what_happened(visitor: Visitor, given: Given, registration: Database) -> None:
    visitor.open(page(given, capacity=25))
    assert "25 of 25 places left." in visitor.text
    visitor.send(name="Anna Laine", email="Anna@Example.org", unit="Osasto 3", language="sv")
    assert (visitor.status, visitor.title) == (200, "You have a place")
    assert "Anna@Example.org" in visitor.text
    assert "/feeds/session/" in str(visitor.soup)
    with registration.reading() as db:
        person = db.execute(select(Person.name, Person.email_key, Person.language)).one()
        assert tuple(person) == ("Anna Laine", "anna@example.org", "sv")
        assert db.execute(select(Registration.unit, Registration.state)).one() == ("Osasto 3", "confirmed")
        assert db.scalar(select(JournalLine.actor)) == "person"


def test_a_slip_in_the_address_is_asked_about_once(visitor: Visitor, given: Given, registration: Database) -> None:
    visitor.open(page(given)).send(name="Anna", email="anna@gmial.com", unit="Osasto 3")
    assert visitor.status == 422
    assert "Did you mean anna@gmail.com?" in visitor.text
    assert visitor.soup.select("#unit")[0]["value"] == "Osasto 3"
    with registration.reading() as db:
        assert db.scalar(select(func.count()).select_from(Registration)) == 0
    # another slip is another question; who sends the same again means it
    visitor.send(email="anna@gmail.con")
    assert "Did you mean anna@gmail.com?" in visitor.text
    assert visitor.send().title == "You have a place"
    with registration.reading() as db:
        assert db.scalars(select(Person.email_key)).all() == ["anna@gmail.con"]


def test_the_done_page_can_not_cancel(visitor: Visitor, given: Given) -> None:
    visitor.open(page(given)).send(name="Anna", email="anna@example.org")
    assert not visitor.soup.select("main form")
    assert "/own/" not in str(visitor.soup)
    assert visitor.headers["Referrer-Policy"] == "no-referrer"
    assert visitor.headers["Cache-Control"] == "no-store"


def test_the_done_page_ends_after_a_while_and_can_not_be_forged(
    visitor: Visitor, given: Given, noon: Traveller
) -> None:
    visitor.open(page(given)).send(name="Anna", email="anna@example.org")
    address = visitor.url
    assert visitor.open(address).status == 200
    assert visitor.open(address[:-2] + "xx").status == 404
    noon.shift(timedelta(hours=3))
    assert visitor.open(address).status == 404


def test_sending_the_form_twice_lands_on_the_same_result(
    visitor: Visitor, given: Given, registration: Database
) -> None:
    visitor.open(page(given, capacity=1))
    form = visitor.soup
    first = visitor.send(name="Anna", email="anna@example.org").title
    visitor.soup = form
    assert visitor.send(name="Anna", email="anna@example.org").title == first == "You have a place"
    with registration.reading() as db:
        assert db.scalar(select(func.count()).select_from(Registration)) == 1


def test_somebody_who_types_a_registered_address_learns_nothing(
    visitor: Visitor, given: Given, registration: Database
) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=1))
    registration_id = one.register("anna").results[0].registration_id
    visitor.open(f"/register/{one.offering_id}").send(name="Somebody", email="anna@example.org")
    assert visitor.title == "Check your mail"
    assert "anna" not in visitor.text.lower()
    assert "place" not in visitor.text
    with registration.reading() as db:
        line = db.execute(
            select(JournalLine.subject_id, JournalLine.actor).where(JournalLine.kind == "registration.link_requested")
        ).one()
    assert tuple(line) == (registration_id, "person")
    assert one.seats() == (1, 0)


def test_a_form_used_before_is_no_key_to_others(visitor: Visitor, given: Given, registration: Database) -> None:
    one = Acts(registration, given.offering(given.series()))
    one.register("anna")
    visitor.open(f"/register/{one.offering_id}")
    form = visitor.soup
    visitor.send(name="Berta", email="berta@example.org")
    visitor.soup = form
    assert visitor.send(name="Somebody", email="anna@example.org").title == "Check your mail"
    visitor.soup = form
    assert visitor.send(name="Cecilia", email="cecilia@example.org").title == "You have a place"


def test_the_line_says_which_number_one_is(visitor: Visitor, given: Given, registration: Database) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=1))
    one.register("anna", "berta", "cecilia", "diana")
    visitor.open(f"/register/{one.offering_id}")
    assert visitor.title == "Join the waiting list"
    assert "you will be number 4." in visitor.text
    assert visitor.send(name="Elsa", email="elsa@example.org").title == "You are number 4 on the waiting list"
    assert "/feeds/" not in str(visitor.soup)


@pytest.mark.parametrize(
    ("offering", "words"),
    [
        ({"closes_at": NOON}, "Registration has closed"),
        ({"opens_at": NOON + timedelta(days=1)}, "Registration has not opened yet"),
        ({"capacity": 0, "waitlist": False}, "There is no waiting list."),
    ],
)
def test_what_is_not_open_says_so_and_has_no_form(visitor: Visitor, given: Given, offering: Any, words: str) -> None:
    visitor.open(page(given, **offering))
    assert visitor.status == 200
    assert words in visitor.text
    assert not visitor.soup.select("main form")


def test_a_deadline_that_passes_while_one_types_is_told(visitor: Visitor, given: Given, noon: Traveller) -> None:
    visitor.open(page(given, closes_at=NOON + timedelta(minutes=1)))
    noon.shift(timedelta(minutes=1))
    visitor.send(name="Anna", email="anna@example.org")
    assert visitor.status == 409
    assert "Registration has closed." in visitor.text


def test_the_last_place_taken_while_one_types_keeps_what_was_typed(
    visitor: Visitor, given: Given, registration: Database
) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=1, waitlist=False))
    visitor.open(f"/register/{one.offering_id}")
    one.register("anna")
    visitor.send(name="Berta", email="berta@example.org")
    assert visitor.status == 409
    assert "The last place was just taken." in visitor.text
    assert one.seats() == (1, 0)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"name": "", "email": ""}, ["name", "email"]),
        ({"name": " \r\n ", "email": "anna@example.org"}, ["name"]),
        ({"name": "A" * 201, "email": "anna@example.org"}, ["name"]),
        ({"name": "Anna", "email": "anna.example.org"}, ["email"]),
        ({"name": "Anna", "email": "anna@example.org\nBcc: b@example.org"}, ["email"]),
        ({"name": "Anna", "email": "anna@example.org", "unit": "U" * 201}, ["unit"]),
        ({"name": "Anna", "email": "anna@example.org", "language": "xx"}, ["language"]),
    ],
)
def test_every_wrong_field_is_named_and_what_was_typed_is_kept(
    visitor: Visitor, given: Given, typed: dict[str, str], wrong: list[str]
) -> None:
    visitor.open(page(given)).send(**{"unit": "Osasto 3", **typed})
    assert (visitor.status, visitor.errors) == (422, wrong)
    kept = typed.get("unit", "Osasto 3")
    assert visitor.value("unit") == kept
    if "\n" not in typed["email"]:
        assert visitor.value("email") == typed["email"]


def test_names_reach_the_page_as_text(visitor: Visitor, given: Given, registration: Database) -> None:
    bad = "<script>alert(1)</script>\r\nBcc: x@example.org"
    visitor.open(page(given)).send(name=bad, email="")
    assert not visitor.soup.select("main script")
    assert visitor.value("name") == "<script>alert(1)</script> Bcc: x@example.org"
    visitor.send(email="anna@example.org")
    with registration.reading() as db:
        assert db.scalar(select(Person.name)) == "<script>alert(1)</script> Bcc: x@example.org"


def test_too_many_forms_from_one_network_wait_and_keep_what_was_typed(visitor: Visitor, given: Given) -> None:
    visitor.open(page(given))
    form = visitor.soup
    for number in range(MOST_USES):
        visitor.soup = form
        visitor.send(name="Anna", email=f"not an address {number}")
    visitor.soup = form
    visitor.send(name="Anna Laine", email="anna@example.org")
    assert visitor.status == 429
    assert int(visitor.headers["Retry-After"]) > 0
    assert visitor.value("email") == "anna@example.org"


@pytest.mark.parametrize(("language", "title"), [("fi", "Ilmoittaudu"), ("sv", "Anmäl dig"), ("en", "Register")])
def test_the_page_speaks_the_readers_language(client: FlaskClient, given: Given, language: str, title: str) -> None:
    visitor = Visitor(client, language).open(page(given))
    assert visitor.title == title
    chosen = visitor.soup.select_one("#language option[selected]")
    assert chosen is not None
    assert chosen["value"] == language


def test_drafts_and_unknown_offerings_are_not_there(visitor: Visitor, given: Given) -> None:
    organiser = given.organisation()
    draft = given.offering(given.series(organiser, state="draft"))
    assert visitor.open(f"/register/{draft}").status == 404
    assert visitor.open("/register/01a20052-cc7d-7515-a305-7ee9dd4658e8").status == 404
    account = given.account("anna@example.org")
    given.member(account, organiser)
    sign_in(visitor.client, account)
    assert "This is a draft" in visitor.open(f"/register/{draft}").text


FORM = "application/x-www-form-urlencoded"


def test_bodies_too_large_or_without_our_token_are_refused(app: Any, client: FlaskClient, given: Given) -> None:
    address = page(given)
    large = client.post(
        address, data=b"name=" + b"x" * 10_000_000, content_type=FORM, headers={"Accept-Language": "sv"}
    )
    assert large.status_code == 413
    # in the person's language: the limit, what became of it, and the way back
    shown = BeautifulSoup(large.text, "html.parser").select("main")[0]
    assert "Högst 2 megabyte" in shown.text
    assert "Inget sparades." in shown.text
    assert shown.select("a.btn")[0]["href"] == address
    app.config["WTF_CSRF_ENABLED"] = True
    assert client.post(address, data={"name": "Anna", "email": "anna@example.org"}).status_code == 400


def test_the_root_leads_to_the_catalogue(client: FlaskClient, settings: Any) -> None:
    assert client.get("/").headers["Location"] == f"{settings.catalogue_url}/"


def test_who_comes_too_late_or_finds_it_full_is_shown_the_open_group(visitor: Visitor, given: Given) -> None:
    series = given.series()
    given.offering(series, name="National", closes_at=NOON + timedelta(days=21), capacity=20)
    given.offering(series, name="Not yet", opens_at=NOON + timedelta(days=1))
    oulu = given.offering(series, name="Oulu region", closes_at=NOON)
    full = given.offering(series, name="Full", capacity=0, waitlist=False)
    for late in (oulu, full):
        visitor.open(f"/register/{late}")
        assert "Another way to register for the series is open National 20 of 20 places left." in visitor.text
        assert "Not yet" not in visitor.text
    assert "There are no places." in visitor.text


def test_open_group_speaks_of_no_other(visitor: Visitor, given: Given) -> None:
    series = given.series()
    given.offering(series, name="National")
    assert "National" not in visitor.open(f"/register/{given.offering(series, name='Oulu region')}").text


def test_page_carries_what_the_countdown_needs(visitor: Visitor, given: Given) -> None:
    counter = visitor.open(page(given, closes_at=NOON + timedelta(hours=3))).soup.select_one("[data-closes]")
    assert counter is not None
    assert str(counter["data-closes"]).startswith((NOON + timedelta(hours=3)).isoformat()[:19])
    assert str(counter["data-now"]).startswith(NOON.isoformat()[:19])
    assert counter.has_attr("hidden")


def test_the_done_page_says_who_else_sees_it(visitor: Visitor, given: Given) -> None:
    given.domain(given.organisation("Sospro Oy"), "sospro.example.org")
    address = page(given)
    visitor.open(address).send(name="Anna", email="anna@sospro.example.org")
    assert "Your address belongs to Sospro Oy, so its contacts see your registration." in visitor.text
    visitor.open(address).send(name="Berta", email="berta@example.org")
    assert "so its contacts see" not in visitor.text


def test_who_comes_to_several_sessions_is_told_how_many_mails_come(visitor: Visitor, given: Given) -> None:
    series = given.series()
    weeks = [given.session(series, NOON + timedelta(days=7 * week)) for week in (1, 2)]
    held = given.session(series, NOON - timedelta(days=1))
    visitor.open(f"/register/{given.offering(series, [*weeks, held])}")
    assert "calendar invitation for each session, 3 mails in all" in visitor.text
    visitor.send(name="Anna", email="anna@example.org")
    assert "calendar invitation for each session: 3 mails in all" in visitor.text
    assert "mails in all" not in visitor.open(page(given)).text
