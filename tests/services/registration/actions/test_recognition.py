"""Whoever registers with an address in an organisation's mail domain is one of its people."""

from uuid import UUID

import pytest
from sqlalchemy import select

from services.registration.actions import move, register
from services.registration.actions.order import Applicant, Order
from shared.database import Database
from shared.schema.base import new_id
from shared.schema.organisations import Organisation
from shared.schema.registration import Batch, Person, Registration
from tests.support.factories import Given

pytestmark = pytest.mark.usefixtures("noon")

FIRST = "first@example.com"


@pytest.fixture
def sospro(given: Given) -> UUID:
    made = given.organisation("Sospro Oy")
    given.domain(made, "sospro.example.org")
    return made


def send(registration: Database, offering_id: UUID, *emails: str, organisation_id: UUID | None = None) -> None:
    people = [Applicant(email, email, "Anna Laine") for email in emails]
    with registration.writing() as db:
        register.register(db, Order(offering_id, people, "waitlist", "person", organisation_id))


def in_use(given: Given, registration: Database, capacity: int | None = None) -> UUID:
    """An offering of a coming session in which somebody is registered already, so that one more is placed at once."""
    series = given.series()
    offering_id = given.offering(series, [given.session(series)], capacity=capacity)
    send(registration, offering_id, FIRST)
    return offering_id


def employers(registration: Database) -> dict[str, str | None]:
    with registration.reading() as db:
        rows = db.execute(
            select(Person.email_key, Organisation.name)
            .select_from(Registration)
            .join(Person, Person.id == Registration.person_id)
            .outerjoin(Organisation, Organisation.id == Registration.organisation_id)
            .where(Registration.state != "cancelled", Person.email_key != FIRST)
        )
        return {row[0]: row[1] for row in rows}


@pytest.mark.parametrize("capacity", [None, 1])
@pytest.mark.parametrize(
    ("email", "employer"),
    [
        ("anna@sospro.example.org", "Sospro Oy"),
        ("anna@lapset.osasto.sospro.example.org", "Sospro Oy"),
        ("anna@a.b.c.d.e.sospro.example.org", "Sospro Oy"),
        ("anna@notsospro.example.org", None),
        ("anna@example.org", None),
        ("sospro.example.org@example.com", None),
    ],
)
@pytest.mark.usefixtures("sospro")
def test_one_person_is_recognised_by_the_address(
    given: Given, registration: Database, capacity: int | None, email: str, employer: str | None
) -> None:
    send(registration, in_use(given, registration, capacity), email)
    assert employers(registration) == {email: employer}


@pytest.mark.parametrize("others", [(), ("berta@example.com",)])
@pytest.mark.usefixtures("sospro")
def test_the_narrowest_domain_counts(given: Given, registration: Database, others: tuple[str, ...]) -> None:
    given.domain(given.organisation("Lasten Sospro"), "lapset.sospro.example.org")
    send(registration, in_use(given, registration), "anna@lapset.sospro.example.org", *others)
    assert employers(registration)["anna@lapset.sospro.example.org"] == "Lasten Sospro"


@pytest.mark.usefixtures("sospro")
def test_of_many_people_each_is_recognised_and_the_act_stays_nobodys(given: Given, registration: Database) -> None:
    given.domain(given.organisation("Toinen Oy"), "toinen.example.org")
    emails = ["a@sospro.example.org", "b@example.com", "c@toinen.example.org"]
    send(registration, given.offering(given.series(), capacity=1), *emails)
    assert employers(registration) == dict(zip(emails, ["Sospro Oy", None, "Toinen Oy"], strict=True))
    with registration.reading() as db:
        assert db.scalars(select(Batch.organisation_id)).all() == [None]


@pytest.mark.parametrize("others", [(), ("b@sospro.example.org",)])
@pytest.mark.usefixtures("sospro")
def test_an_organisation_that_was_said_counts_more_than_an_address(
    given: Given, registration: Database, others: tuple[str, ...]
) -> None:
    said = given.organisation("Toinen Oy")
    send(registration, in_use(given, registration), "a@sospro.example.org", *others, organisation_id=said)
    assert set(employers(registration).values()) == {"Toinen Oy"}


def test_who_came_before_the_domain_was_known_stays_alone_when_moved(given: Given, registration: Database) -> None:
    series = given.series()
    session = given.session(series)
    here, there = given.offering(series, [session]), given.offering(series, [session])
    for offering_id in (here, there):
        send(registration, offering_id, FIRST)
    send(registration, here, "anna@sospro.example.org")
    given.domain(given.organisation("Sospro Oy"), "sospro.example.org")
    with registration.writing() as db:
        ids = db.scalars(select(Registration.id).where(Registration.offering_id == here)).all()
        move.move(db, move.Move(here, there, ids, "wait", "person"))
    assert employers(registration) == {"anna@sospro.example.org": None}


@pytest.mark.usefixtures("sospro")
def test_who_sends_the_form_twice_is_recognised_once(given: Given, registration: Database) -> None:
    offering_id, batch_id = in_use(given, registration), new_id()
    people = [Applicant("anna@sospro.example.org", "anna@sospro.example.org", "Anna Laine")]
    for _time in range(2):
        with registration.writing() as db:
            register.register(db, Order(offering_id, people, "waitlist", "person", batch_id=batch_id))
    assert employers(registration) == {"anna@sospro.example.org": "Sospro Oy"}
