from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from time_machine import Traveller

from services.registration.actions.order import Contact, Order
from services.registration.actions.register import register
from shared.database import Database
from shared.schema.catalogue import Session
from shared.schema.journal import JournalLine
from shared.schema.registration import Person
from tests.services.registration.acts import Acts, applicant
from tests.services.registration.routes.pages import Visitor, sign_in
from tests.support.factories import Given

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def sospro(given: Given) -> UUID:
    return given.organisation("Sospro Oy")


@pytest.fixture
def one(given: Given, registration: Database, sospro: UUID) -> Acts:
    """Anna has the one place, Berta waits; Sospro registered both."""
    made = Acts(registration, given.offering(given.series(title="Kierros"), capacity=1))
    contact = Contact("sirpa@example.org", "Sirpa Yhteys", "en")
    with registration.writing() as db:
        people = [applicant("anna"), applicant("berta")]
        register(db, Order(made.offering_id, people, "waitlist", "account:1", sospro, contact))
    return made


@pytest.fixture
def visitor(client: FlaskClient, given: Given, sospro: UUID) -> Visitor:
    """A contact of Sospro."""
    account = given.account("sirpa@example.org", name="Sirpa Yhteys")
    given.member(account, sospro, "contact")
    sign_in(client, account)
    return Visitor(client)


def address(sospro: UUID, one: Acts, name: str, act: str) -> str:
    return f"/organisations/{sospro}/people/{one.standing()[name]}/{act}"


def test_a_place_is_given_to_a_colleague(visitor: Visitor, one: Acts, sospro: UUID) -> None:
    visitor.open(address(sospro, one, "anna", "colleague"))
    assert visitor.title == "Give the place of Anna to a colleague"
    visitor.send(name="Eeva", email="Eeva@Example.org", unit="Koivula")
    assert "Eeva has the place now. Both get a mail." in visitor.text
    assert [str(row.contents[0]) for row in visitor.soup.select("tbody th")] == ["Eeva"]
    assert visitor.url == f"/organisations/{sospro}"
    assert one.confirmed() == {"eeva"}
    assert one.line() == ["berta"]


def test_the_form_sent_twice_gives_the_place_once(visitor: Visitor, one: Acts, sospro: UUID) -> None:
    there = address(sospro, one, "anna", "colleague")
    said = {"name": "Eeva", "email": "eeva@example.org"}
    for sentence in ("Eeva has the place now.", "Eeva has the place already."):
        answer = visitor.client.post(there, data=said, headers={"Accept-Language": "en"}, follow_redirects=True)
        assert sentence in answer.text
    assert one.seats() == (1, 1)


@pytest.mark.parametrize(
    ("name", "email", "sentence"),
    [
        ("", "eeva@example.org", "Write the name."),
        ("Eeva", "nowhere", "Mail can't reach this address."),
        ("Berta", "berta@example.org", "This colleague is registered here already."),
        ("Anna", "anna@example.org", "This person has the place already."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_kept(
    visitor: Visitor, one: Acts, sospro: UUID, name: str, email: str, sentence: str
) -> None:
    visitor.open(address(sospro, one, "anna", "colleague")).send(name=name, email=email)
    assert visitor.status in (409, 422)
    assert sentence in visitor.text
    assert visitor.value("email") == email
    assert visitor.errors == (["email"] if name else ["name"])
    assert one.confirmed() == {"anna"}


def test_a_name_known_already_stays_as_the_person_wrote_it(
    visitor: Visitor, one: Acts, given: Given, registration: Database, sospro: UUID
) -> None:
    Acts(registration, given.offering(given.series())).register("eeva")
    visitor.open(address(sospro, one, "anna", "colleague")).send(name="Somebody", email="eeva@example.org")
    with registration.reading() as db:
        assert db.scalar(select(Person.name).where(Person.email_key == "eeva@example.org")) == "Eeva"


def test_cancelling_is_asked_first(visitor: Visitor, one: Acts, sospro: UUID) -> None:
    visitor.open(address(sospro, one, "anna", "cancel"))
    assert "anna@example.org gets a mail" in visitor.text
    assert "The one person who waits gets the place" in visitor.text
    visitor.send()
    assert "The registration of Anna is cancelled." in visitor.text
    assert one.confirmed() == {"berta"}


def test_somebody_is_taken_off_the_waiting_list(visitor: Visitor, one: Acts, sospro: UUID) -> None:
    visitor.open(address(sospro, one, "berta", "cancel"))
    assert visitor.title == "Take Berta off the waiting list?"
    assert visitor.soup.select("form .lead")
    visitor.send()
    assert "Berta is off the waiting list." in visitor.text
    assert [str(row.contents[0]) for row in visitor.soup.select("tbody th")] == ["Berta"]


def test_a_name_and_a_unit_are_corrected(
    visitor: Visitor, one: Acts, given: Given, registration: Database, sospro: UUID
) -> None:
    there = address(sospro, one, "anna", "details")
    visitor.open(there)
    assert visitor.title == "Correct the details of Anna"
    visitor.send(name="", unit="Koivula")
    assert (visitor.status, visitor.errors) == (422, ["name"])
    visitor.send(name="Anna Öhman", unit="Koivula")
    assert "The details of Anna Öhman are saved." in visitor.text
    assert "Unit: Koivula" in visitor.text
    with registration.reading() as db:
        changes = select(JournalLine.actor).where(JournalLine.kind == "registration.renamed")
        assert [actor.split(":")[0] for actor in db.scalars(changes)] == ["account"]


def test_a_name_that_somebody_wrote_stays_and_the_unit_is_corrected(
    visitor: Visitor, one: Acts, given: Given, registration: Database, sospro: UUID
) -> None:
    Acts(registration, given.offering(given.series())).register("anna", organisation_id=sospro)
    visitor.open(address(sospro, one, "anna", "details"))
    assert "This person wrote their name themselves." in visitor.text
    assert not visitor.soup.select("#name")
    visitor.send(unit="Koivula", name="Somebody")
    assert "The details of Anna are saved." in visitor.text
    assert one.confirmed() == {"anna"}


@pytest.mark.parametrize("act", ["colleague", "cancel", "details"])
def test_what_is_over_leads_back(visitor: Visitor, one: Acts, sospro: UUID, noon: Traveller, act: str) -> None:
    there = address(sospro, one, "anna", act)
    noon.shift(timedelta(days=8))
    assert visitor.open(there).url == f"/organisations/{sospro}"
    answer = visitor.client.post(there, data={"name": "Eeva", "email": "eeva@example.org"}, follow_redirects=True)
    assert answer.status_code in (200, 409)
    assert one.confirmed() == {"anna"}


@pytest.mark.parametrize("act", ["colleague", "cancel", "details"])
def test_what_is_called_off_leads_back(visitor: Visitor, one: Acts, given: Given, sospro: UUID, act: str) -> None:
    there = address(sospro, one, "anna", act)
    with given.database.writing() as db:
        db.execute(update(Session).values(state="cancelled"))
    assert visitor.open(there).url == f"/organisations/{sospro}"
    page = visitor.open(f"/organisations/{sospro}?offering={one.offering_id}")
    assert "This will not take place" in page.text
    assert not page.soup.select(".row-acts a")


@pytest.mark.parametrize("act", ["colleague", "cancel", "details"])
def test_others_people_are_not_there(visitor: Visitor, one: Acts, given: Given, sospro: UUID, act: str) -> None:
    one.register("free")
    another = given.organisation("Another Oy")
    for there in (address(sospro, one, "free", act), address(another, one, "anna", act)):
        assert visitor.client.get(there).status_code == 404
        assert visitor.client.post(there).status_code == 404
    sign_in(visitor.client, given.account("nobody@example.org"))
    assert visitor.client.get(address(sospro, one, "anna", act)).status_code == 403
    assert one.confirmed() == {"anna"}
