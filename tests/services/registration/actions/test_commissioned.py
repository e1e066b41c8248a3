"""Commissioned training: its customers' staff get in, whichever way they come, and nobody else."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select, update

from services.registration.actions import register
from services.registration.actions.move import Move, move
from services.registration.actions.order import Applicant, Order
from services.registration.actions.substitute import Swap, substitute
from shared.database import Database
from shared.errors import Conflict
from shared.schema.catalogue import Offering, SeriesPartner
from shared.schema.registration import Registration
from tests.services.registration.conftest import Call
from tests.support.factories import Given

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def customer(given: Given) -> UUID:
    organisation = given.organisation("Sospro Oy")
    given.domain(organisation, "sospro.fi")
    return organisation


@pytest.fixture
def offering(given: Given, customer: UUID) -> UUID:
    series = given.series(given.organisation("TAMK"), for_customers=True)
    given.row_without_id(SeriesPartner, series_id=series, organisation_id=customer, role="customer")
    stranger = given.organisation("Muu Oy")
    given.domain(stranger, "muu.fi")
    given.row_without_id(SeriesPartner, series_id=series, organisation_id=stranger, role="funder")
    return given.offering(series)


@pytest.fixture
def reserved(given: Given, customer: UUID) -> UUID:
    """One offering of an open series, for one of its two customers."""
    series = given.series(given.organisation("TAMK"), slug="avoin")
    other = given.organisation("Toinen Oy")
    given.domain(other, "toinen.fi")
    for organisation in (customer, other):
        given.row_without_id(SeriesPartner, series_id=series, organisation_id=organisation, role="customer")
    return given.offering(series, customer_id=customer)


def order(offering: UUID, *emails: str, organisation: UUID | None = None, is_approved: bool = False) -> Order:
    people = [Applicant(email, email, email.partition("@")[0]) for email in emails]
    return Order(offering, people, "waitlist", "person", organisation, is_approved=is_approved)


def test_only_addresses_of_the_customers_get_in_alone(registration: Database, offering: UUID) -> None:
    with registration.writing() as db:
        assert register.register(db, order(offering, "anna@osasto.sospro.fi")).results[0].state == "confirmed"
    for email in ("berta@muu.fi", "cecilia@example.org"):
        with pytest.raises(Conflict) as refused, registration.writing() as db:
            register.register(db, order(offering, email))
        assert refused.value.code == "customers_only"
        assert "Sospro Oy" in refused.value.sentence


@pytest.mark.usefixtures("offering")
def test_reserved_offering_of_an_open_series_is_for_one_customers_staff_alone(
    registration: Database, given: Given, reserved: UUID, customer: UUID
) -> None:
    for email in ("berta@toinen.fi", "cecilia@example.org"):
        with pytest.raises(Conflict) as refused, registration.writing() as db:
            register.register(db, order(reserved, email))
        assert refused.value.code == "customers_only"
        assert "Sospro Oy" in refused.value.sentence
        assert "Toinen Oy" not in refused.value.sentence
    with registration.writing() as db:
        assert register.register(db, order(reserved, "anna@sospro.fi")).results[0].state == "confirmed"
        made = register.register(db, order(reserved, "x@gmail.com", organisation=customer))
        assert made.results[0].state == "confirmed"
    with given.database.reading() as db:
        series = db.scalars(select(Offering.series_id).where(Offering.id == reserved)).one()
    # what everybody can come to stays so
    open_one = order(given.offering(series), "cecilia@example.org")
    with registration.writing() as db:
        assert register.register(db, open_one).results[0].state == "confirmed"
    with given.database.writing() as db:
        db.execute(update(SeriesPartner).where(SeriesPartner.organisation_id == customer).values(role="funder"))
    # who is no customer any more isn't one of this either; nobody else becomes one
    for email in ("berta@toinen.fi", "doris@sospro.fi"):
        with pytest.raises(Conflict), registration.writing() as db:
            register.register(db, order(reserved, email))


def test_contact_of_a_customer_registers_staff_of_any_address(
    registration: Database, offering: UUID, customer: UUID
) -> None:
    with registration.writing() as db:
        made = register.register(db, order(offering, "a@gmail.com", "b@gmail.com", organisation=customer))
    assert [one.state for one in made.results] == ["confirmed", "confirmed"]


def test_act_with_somebody_from_elsewhere_writes_nothing(registration: Database, offering: UUID) -> None:
    with pytest.raises(Conflict) as refused, registration.writing() as db:
        register.register(db, order(offering, "anna@sospro.fi", "berta@muu.fi"))
    assert "berta" in refused.value.sentence.lower()
    assert "anna" not in refused.value.sentence.lower()


def test_organiser_may_let_anybody_in(registration: Database, offering: UUID) -> None:
    with registration.writing() as db:
        made = register.register(db, order(offering, "x@gmail.com", is_approved=True))
    assert made.results[0].state == "confirmed"


def test_other_organisations_key_is_refused_over_the_api(
    call: Call, given: Given, offering: UUID, customer: UUID
) -> None:
    people = {"people": [{"email": "x@gmail.com", "name": "Xenia"}], "if_full": "waitlist"}
    other = given.api_key("contact", given.organisation("Kolmas Oy"))
    refused = call("POST", f"/offerings/{offering}/registrations", people, other)
    assert (refused.status_code, refused.json["code"]) == (409, "customers_only")
    assert (
        call("POST", f"/offerings/{offering}/registrations", people, given.api_key("contact", customer)).status_code
        == 201
    )


def test_colleague_of_somebody_whom_the_organiser_let_in_is_no_customer(
    registration: Database, given: Given, reserved: UUID, customer: UUID
) -> None:
    stranger = given.organisation("Muu Oy")
    with registration.writing() as db:
        let_in = order(reserved, "anna@muu.fi", organisation=stranger, is_approved=True)
        of_stranger = register.register(db, let_in).results[0].registration_id
        of_customer = register.register(db, order(reserved, "x@gmail.com", organisation=customer)).results[0]
    colleague, other = (Applicant(one, one, "Berta") for one in ("berta@muu.fi", "cecilia@muu.fi"))
    with pytest.raises(Conflict) as refused, registration.writing() as db:
        substitute(db, Swap(of_stranger, colleague, "account:x"))
    assert refused.value.code == "customers_only"
    with registration.writing() as db:
        assert substitute(db, Swap(of_stranger, colleague, "account:x", is_approved=True)).changed, "the organiser may"
    with registration.writing() as db:
        assert substitute(db, Swap(of_customer.registration_id, other, "account:x")).changed, "a contact knows who is"


def test_whoever_is_nobody_of_the_customers_stays_where_they_are_but_the_organiser_may_move_them(
    registration: Database, given: Given, reserved: UUID
) -> None:
    with given.database.reading() as db:
        series = db.scalars(select(Offering.series_id).where(Offering.id == reserved)).one()
    everybodys = given.offering(series)
    with registration.writing() as db:
        made = register.register(db, order(everybodys, "anna@sospro.fi", "berta@toinen.fi"))
    of_customer, of_other = (UUID(str(one.registration_id)) for one in made.results)
    wanted = Move(everybodys, reserved, [of_other], "stay", "person")
    with pytest.raises(Conflict) as refused, registration.writing() as db:
        move(db, wanted)
    assert refused.value.code == "customers_only"
    with given.database.reading() as db:
        standing = select(Registration.offering_id).where(Registration.state == "confirmed")
        assert db.scalars(standing).all() == [everybodys, everybodys], "nobody gave up a place for nothing"
    with registration.writing() as db:
        assert move(db, replace(wanted, ids=[of_customer])).those("moves")
        assert move(db, replace(wanted, after_closing=True)).those("moves")
