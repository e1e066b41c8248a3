from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from shared.database import Database
from shared.schema.registration import Batch, Registration
from tests.services.registration.acts import Acts
from tests.services.registration.routes.pages import Visitor, sign_in
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def employer(given: Given) -> UUID:
    return given.organisation("Sospro Oy")


@pytest.fixture
def one(given: Given, registration: Database) -> Acts:
    return Acts(registration, given.offering(given.series(), capacity=2))


@pytest.fixture
def contact(client: FlaskClient, given: Given, employer: UUID) -> Visitor:
    account = given.account("kaisa@example.org", name="Kaisa Contact")
    given.member(account, employer, "contact")
    sign_in(client, account)
    return Visitor(client)


def address(one: Acts) -> str:
    return f"/register/{one.offering_id}/people"


def test_a_contact_registers_several_people(
    contact: Visitor, one: Acts, employer: UUID, registration: Database
) -> None:
    contact.open(address(one)).send(
        people__0__name="Anna", people__0__email="anna@example.org", people__0__unit="Osasto 3",
        people__2__name="Berta", people__2__email="berta@example.org",
        people__4__name="Cecilia", people__4__email="cecilia@example.org",
    )  # fmt: skip
    assert contact.title == "How it went"
    rows = [" ".join(row.get_text(" ").split()) for row in contact.soup.select("tbody tr")]
    assert ["confirmed" in row for row in rows] == [True, True, False]
    assert "number 1" in rows[2]
    with registration.reading() as db:
        batch = db.execute(select(Batch.organisation_id, Batch.contact_email, Batch.contact_name)).one()
        assert tuple(batch) == (employer, "kaisa@example.org", "Kaisa Contact")
        assert set(db.scalars(select(Registration.organisation_id))) == {employer}


def test_all_or_nothing_keeps_what_was_typed(contact: Visitor, one: Acts) -> None:
    one.register("diana")
    contact.open(address(one)).send(
        people__0__name="Anna", people__0__email="anna@example.org",
        people__1__name="Berta", people__1__email="berta@example.org", if_full="all-or-nothing",
    )  # fmt: skip
    assert contact.status == 409
    assert "2 places are needed, 1 are free." in contact.text
    assert contact.value("people-1-name") == "Berta"
    assert one.confirmed() == {"diana"}


def test_a_wrong_row_is_named_and_empty_rows_are_nobody(contact: Visitor, one: Acts) -> None:
    contact.open(address(one)).send(people__1__name="Berta", people__1__email="berta")
    assert contact.status == 422
    assert "Mail can't reach this address." in contact.text
    assert contact.soup.select_one("#people-1-email[aria-invalid]")
    assert not contact.soup.select("#people-0-email[aria-invalid]")


def test_nobody_named_is_told(contact: Visitor, one: Acts) -> None:
    assert "Name at least one person." in contact.open(address(one)).send().text


def test_more_rows_keep_what_was_typed(contact: Visitor, one: Acts) -> None:
    contact.open(address(one)).send("more", people__0__name="Anna")
    assert contact.status == 200
    assert contact.value("people-0-name") == "Anna"
    assert contact.soup.select_one('[name="people-9-name"]')
    assert one.standing() == {}


def test_all_known_already_is_told(contact: Visitor, one: Acts) -> None:
    one.register("anna")
    contact.open(address(one)).send(people__0__name="Anna", people__0__email="anna@example.org")
    assert "One of them was registered already." in contact.text


def test_an_organisation_of_others_is_refused(contact: Visitor, one: Acts, given: Given) -> None:
    other = given.organisation("Attendo")
    contact.open(address(one)).send(
        organisation=str(other), people__0__name="Anna", people__0__email="anna@example.org"
    )
    assert contact.status in (403, 422)
    assert one.standing() == {}


def test_the_result_is_for_who_did_it(contact: Visitor, client: FlaskClient, one: Acts, given: Given) -> None:
    contact.open(address(one)).send(people__0__name="Anna", people__0__email="anna@example.org")
    result = contact.url
    assert contact.open(result).status == 200
    account = given.account("other@example.org")
    given.member(account, given.organisation("Attendo"), "contact")
    sign_in(client, account)
    assert contact.open(result).status == 404


def test_strangers_are_asked_to_sign_in(client: FlaskClient, one: Acts) -> None:
    assert "/sign-in" in client.get(address(one)).headers["Location"]


def test_organiser_lets_somebody_in_after_the_deadline(
    client: FlaskClient, given: Given, registration: Database
) -> None:
    school = given.organisation("Koulu")
    account = given.account("olga@example.org")
    given.member(account, school, "organiser")
    sign_in(client, account)
    late = Acts(registration, given.offering(given.series(school), closes_at=NOON))
    organiser = Visitor(client).open(f"/participants/{late.offering_id}")
    assert "Let somebody in after the deadline" in organiser.text
    organiser.open(address(late))
    assert organiser.title == "Let somebody in after the deadline"
    assert "The journal keeps that you did." in organiser.text
    assert "ask the organiser" not in organiser.text
    organiser.send(people__0__name="Anna", people__0__email="anna@example.org")
    assert organiser.title == "How it went"
    assert late.confirmed() == {"anna"}


def test_an_organiser_says_yes_by_registering_people_and_a_contact_asks(
    client: FlaskClient, contact: Visitor, given: Given, registration: Database
) -> None:
    school = given.organisation("Koulu")
    asked = Acts(registration, given.offering(given.series(school), needs_approval=True))
    assert "Whoever registers asks for a place" in contact.open(address(asked)).text
    contact.send(people__0__name="Anna", people__0__email="anna@example.org")
    account = given.account("olga@example.org")
    given.member(account, school, "organiser")
    sign_in(client, account)
    organiser = Visitor(client).open(address(asked))
    assert "Your registering them is the yes" in organiser.text
    organiser.send(people__0__name="Berta", people__0__email="berta@example.org")
    assert (asked.confirmed(), asked.asking()) == ({"berta"}, {"anna"})


def test_contact_is_told_that_it_has_closed(contact: Visitor, given: Given, registration: Database) -> None:
    late = Acts(registration, given.offering(given.series(), closes_at=NOON))
    contact.open(address(late))
    assert "Registration has closed" in contact.text
    assert not contact.soup.select("main form")
