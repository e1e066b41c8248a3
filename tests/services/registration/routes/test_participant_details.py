from dataclasses import replace
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from services.registration.actions import register
from services.registration.actions.erase import erase
from services.registration.actions.order import Contact, Order
from shared.database import Database
from shared.schema.journal import JournalLine
from shared.schema.registration import Person, Registration
from tests.services.registration.acts import Acts, applicant
from tests.services.registration.routes.pages import Visitor, sign_in
from tests.support.factories import Given

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def organiser(given: Given) -> UUID:
    return given.organisation("TAMK")


@pytest.fixture
def one(given: Given, registration: Database, organiser: UUID) -> Acts:
    acts = Acts(registration, given.offering(given.series(organiser)))
    kaisa = given.account("kaisa@example.org")
    with registration.writing() as db:
        person = replace(applicant("ana"), unit="Perhekesksu")
        contact = Contact("kaisa@example.org", "Kaisa Contact", "fi")
        register.register(db, Order(acts.offering_id, [person], "waitlist", f"account:{kaisa}", contact=contact))
    return acts


@pytest.fixture
def page(one: Acts) -> str:
    return f"/participants/{one.offering_id}/{one.standing()['ana']}/details"


@pytest.fixture
def visitor(client: FlaskClient, given: Given, organiser: UUID) -> Visitor:
    """An organiser of the series."""
    account = given.account("olga@example.org", name="Olga Organiser")
    given.member(account, organiser)
    sign_in(client, account)
    return Visitor(client)


def known(acts: Acts) -> tuple[str, str | None, str]:
    with acts.database.reading() as db:
        joined = select(Person.name, Registration.unit, Person.language).join(
            Registration, Registration.person_id == Person.id
        )
        return tuple(db.execute(joined.where(Registration.offering_id == acts.offering_id)).one())  # type: ignore[return-value]


def test_an_organiser_corrects_a_participant(visitor: Visitor, one: Acts, page: str) -> None:
    visitor.open(f"/participants/{one.offering_id}")
    assert visitor.soup.select_one(f'tbody a[href="{page}"]') is not None
    visitor.open(page)
    assert visitor.title == "Correct the details of Ana"
    assert (visitor.value("name"), visitor.value("unit")) == ("Ana", "Perhekesksu")
    visitor.send(name="Anna Laine", unit="Perhekeskus", language="sv")
    assert "The details of Anna Laine are saved." in visitor.text
    assert known(one) == ("Anna Laine", "Perhekeskus", "sv")
    with one.database.reading() as db:
        lines = db.scalars(select(JournalLine.actor).where(JournalLine.kind == "registration.renamed")).all()
    assert [line.split(":")[0] for line in lines] == ["account"]
    assert "are saved" not in visitor.open(page).send().text


def test_what_does_not_fit_is_shown_with_what_was_typed(visitor: Visitor, one: Acts, page: str) -> None:
    visitor.open(page).send(name=" ", unit="Perhekeskus")
    assert (visitor.status, visitor.errors, visitor.value("unit")) == (422, ["name"], "Perhekeskus")
    assert known(one) == ("Ana", "Perhekesksu", "fi")


def test_who_wrote_the_name_keeps_it_and_the_language(
    visitor: Visitor, given: Given, registration: Database, organiser: UUID, one: Acts, page: str
) -> None:
    Acts(registration, given.offering(given.series(organiser))).register("ana")
    visitor.open(page)
    assert "Ana wrote the name themselves, so only they can change it" in visitor.text
    assert visitor.soup.select_one('[name="name"], [name="language"]') is None
    visitor.send(name="Somebody Else", unit="Perhekeskus", language="en")
    assert known(one) == ("Ana", "Perhekeskus", "fi")


def test_other_peoples_participants_are_not_corrected(
    client: FlaskClient, given: Given, one: Acts, page: str, visitor: Visitor
) -> None:
    stranger = given.account("stranger@example.org")
    given.member(stranger, given.organisation("Elsewhere"))
    sign_in(client, stranger)
    for method in ("GET", "POST"):
        assert client.open(page, method=method, data={"name": "X", "language": "fi"}).status_code in (403, 404)
    assert known(one) == ("Ana", "Perhekesksu", "fi")


def test_who_is_erased_has_no_details(visitor: Visitor, one: Acts, page: str) -> None:
    with one.database.writing() as db:
        erase(db, db.execute(select(Person.id)).scalar_one(), "person")
    assert visitor.open(page).status == 409
    assert "erased" in visitor.text
