from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from services.registration.actions.order import Applicant, Contact, Order
from services.registration.actions.register import register
from services.registration.routes import organisations
from shared.database import Database
from shared.schema.base import new_id
from shared.schema.catalogue import SeriesPartner
from tests.services.registration.acts import Acts
from tests.services.registration.routes.pages import Visitor, sign_in
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")

UNITS = {"anna": "Koivula", "berta": "Avopalvelut", "cecilia": "Koivula"}


@pytest.fixture
def sospro(given: Given) -> UUID:
    return given.organisation("Sospro Oy")


@pytest.fixture
def contact(given: Given, sospro: UUID) -> UUID:
    account = given.account("sirpa@example.org", name="Sirpa Yhteys")
    given.member(account, sospro, "contact")
    return account


@pytest.fixture
def visitor(client: FlaskClient, contact: UUID) -> Visitor:
    """A contact of Sospro."""
    sign_in(client, contact)
    return Visitor(client)


@pytest.fixture
def page(sospro: UUID) -> str:
    return f"/organisations/{sospro}"


def send(registration: Database, offering: UUID, organisation: UUID | None, *names: str) -> None:
    people = [Applicant(f"{name}@example.org", f"{name}@example.org", name.title(), UNITS.get(name)) for name in names]
    contact = Contact("sirpa@example.org", "Sirpa Yhteys", "en")
    with registration.writing() as db:
        register(db, Order(offering, people, "waitlist", "account:1", organisation, contact))


def names(visitor: Visitor, select: str = "tbody th") -> list[str]:
    return [str(found.find(string=True)).strip() for found in visitor.soup.select(select)]


def test_people_are_grouped_by_series_and_offering(
    visitor: Visitor, given: Given, registration: Database, sospro: UUID, page: str
) -> None:
    later, sooner = given.series(title="Later"), given.series(title="Sooner")
    last = given.offering(later, [given.session(later, NOON + timedelta(days=30))], name="Evening")
    closes = NOON + timedelta(days=2)
    first = given.offering(sooner, [given.session(sooner)], name="Morning", capacity=2, closes_at=closes)
    send(registration, first, sospro, "anna", "berta", "diana", "cecilia")
    send(registration, last, sospro, "diana")
    send(registration, first, None, "stranger")
    visitor.open(page)
    assert names(visitor, "main h2 a") == ["Sooner", "Later"]
    assert names(visitor) == ["Berta", "Anna", "Diana", "Cecilia", "Diana"]
    assert "2 have a place, 2 wait" in visitor.text
    assert "Registration closes Wednesday 13 January" in visitor.text
    assert "number 1" in visitor.text
    assert "Stranger" not in visitor.text


def test_people_are_narrowed_down_by_unit_and_offering(
    visitor: Visitor, given: Given, registration: Database, sospro: UUID, page: str
) -> None:
    series = given.series()
    one, other = given.offering(series, name="One"), given.offering(series, name="Other")
    send(registration, one, sospro, "anna", "berta")
    send(registration, other, sospro, "berta", "cecilia")
    assert names(visitor.open(f"{page}?unit=Koivula")) == ["Anna", "Cecilia"]
    assert "1 has a place" in visitor.text
    assert names(visitor.open(f"{page}?offering={one}")) == ["Berta", "Anna"]
    assert names(visitor.open(f"{page}?offering={other}&unit=Avopalvelut")) == ["Berta"]
    assert "Nobody fits" in visitor.open(f"{page}?offering={one}&unit=Nowhere").text or names(visitor)


def test_what_is_not_among_the_choices_narrows_nothing(
    visitor: Visitor, given: Given, registration: Database, sospro: UUID, page: str
) -> None:
    send(registration, given.offering(given.series()), sospro, "anna")
    assert names(visitor.open(f"{page}?offering={new_id()}&unit=x&skip=x")) == ["Anna"]


def test_what_is_over_is_folded_and_still_there(
    visitor: Visitor, given: Given, registration: Database, sospro: UUID, page: str, noon: Any
) -> None:
    offering = given.offering(given.series(), name="Held")
    send(registration, offering, sospro, "anna")
    noon.shift(timedelta(days=8))
    visitor.open(page)
    assert names(visitor) == []
    assert "One that is over" in names(visitor, "details summary")
    link = visitor.soup.select_one("main details a")
    assert link is not None
    visitor.open(str(link["href"]))
    assert names(visitor) == ["Anna"]
    assert "This is over." in visitor.text
    assert not visitor.soup.select("tbody td a[href*=people]")


def test_many_people_go_page_by_page(
    visitor: Visitor,
    given: Given,
    registration: Database,
    sospro: UUID,
    page: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(organisations, "SHOWN_OF_EACH", 1)
    monkeypatch.setattr(organisations, "PAGE_ROWS", 2)
    offering = given.offering(given.series())
    send(registration, offering, sospro, "x1", "x2", "x3")
    assert names(visitor.open(page)) == ["X1"]
    assert "Show all 3 people" in visitor.text
    assert names(visitor.open(f"{page}?offering={offering}")) == ["X1", "X2"]
    onwards = visitor.soup.select_one('a[rel="next"]')
    assert onwards is not None
    assert names(visitor.open(str(onwards["href"]))) == ["X3"]
    assert not visitor.soup.select('a[rel="next"]')


def test_an_empty_page_says_how_to_begin(visitor: Visitor, given: Given, page: str) -> None:
    series = given.series(slug="kierros", title="Kierros")
    given.offering(series, closes_at=NOON + timedelta(days=2), name="National")
    given.offering(series, closes_at=NOON + timedelta(days=1), name="Oulu")
    closed = given.series(slug="gone", title="Gone")
    given.offering(closed, closes_at=NOON)
    visitor.open(page)
    assert "Nobody yet" in visitor.text
    assert [str(link["href"]) for link in visitor.soup.select("main aside section a")] == ["/staff/kierros"]
    closing = [said.get_text() for said in visitor.soup.select("main aside .quiet")]
    assert [said.partition(" Registration closes ")[0] for said in closing] == ["Oulu:", "National:"]
    assert [said.partition("closes ")[2][:10] for said in closing] == ["Tuesday 12", "Wednesday "]


def test_only_what_its_people_may_come_to_is_offered(visitor: Visitor, given: Given, sospro: UUID, page: str) -> None:
    other = given.organisation("Muu Oy")
    series = given.series(title="Everybody's")
    given.offering(series, name="Open to all")
    given.offering(given.series(title="Other's", for_customers=True))
    bought = given.series(title="Bought", for_customers=True)
    given.offering(bought)
    for customer, customers_series in ((sospro, series), (other, series), (sospro, bought)):
        given.row_without_id(SeriesPartner, series_id=customers_series, organisation_id=customer, role="customer")
    given.offering(series, name="Theirs", customer_id=sospro)
    given.offering(series, name="Strangers'", customer_id=other)
    visitor.open(page)
    assert sorted(names(visitor, "#register-staff a")) == ["Bought", "Everybody's"]
    assert sorted(names(visitor, "#register-staff p.quiet span")) == ["Open to all", "Theirs"]


def test_the_list_leads_on_when_there_is_one_organisation(
    visitor: Visitor, given: Given, contact: UUID, page: str
) -> None:
    assert visitor.open("/organisations").url == page
    given.member(contact, given.organisation("Another Oy"), "contact")
    visitor.open("/organisations")
    assert names(visitor, "main h2 a") == ["Another Oy", "Sospro Oy"]


def test_others_find_no_such_organisation(
    visitor: Visitor, client: FlaskClient, given: Given, registration: Database, page: str
) -> None:
    assert visitor.open(f"/organisations/{given.organisation('Another Oy')}").status == 404
    assert visitor.open(f"/organisations/{new_id()}").status == 404
    sign_in(client, given.account("nobody@example.org"))
    assert visitor.open(page).status == 403
    sign_in(client, given.account("root@example.org", is_administrator=True))
    assert visitor.open(page).status == 200
    assert visitor.open(f"/organisations/{new_id()}").status == 404


def test_nobody_known_is_shown_the_way_to_sign_in(client: FlaskClient, page: str) -> None:
    assert "/sign-in" in client.get(page).headers["Location"]
    assert "/sign-in" in client.get("/organisations").headers["Location"]


def test_the_page_is_kept_nowhere(visitor: Visitor, page: str) -> None:
    assert visitor.open(page).headers["Cache-Control"] == "no-store"


def test_a_place_that_went_to_a_colleague_says_so(
    visitor: Visitor, given: Given, registration: Database, sospro: UUID, page: str
) -> None:
    one = Acts(registration, given.offering(given.series()))
    send(registration, one.offering_id, sospro, "anna")
    one.substitute("anna", "eeva")
    visitor.open(page)
    rows = [" ".join(row.get_text(" ").split()) for row in visitor.soup.select("tbody tr")]
    assert rows[0].startswith("Eeva eeva@example.org Place confirmed")
    assert rows[1].startswith("Anna anna@example.org Unit: Koivula Place went to a colleague")


def test_whoever_registers_with_an_address_of_the_organisation_is_shown(
    visitor: Visitor, given: Given, registration: Database, sospro: UUID, page: str
) -> None:
    given.domain(sospro, "example.org")
    offering = given.offering(given.series())
    Acts(registration, offering).register("anna")
    send(registration, offering, None, "berta", "cecilia")
    send(registration, offering, sospro, "diana")
    visitor.open(page)
    assert set(names(visitor)) == {"Anna", "Berta", "Cecilia", "Diana"}
    rows = [row.get_text(" ") for row in visitor.soup.select("tbody tr")]
    assert ["Anna" in row for row in rows] == ["registered themselves" in row for row in rows]


def test_people_are_found_by_name_or_address_and_stand_by_unit_and_surname(
    visitor: Visitor, page: str, sospro: UUID, given: Given, registration: Database
) -> None:
    offering = given.offering(given.series())
    people = [("Anna Öhman", "a"), ("Berta Aalto", "b"), ("Cecilia Maria Berg", "c")]
    order = [Applicant(f"{key}@example.org", f"{key}@example.org", name, "Koivula") for name, key in people]
    contact = Contact("sirpa@example.org", "Sirpa Yhteys", "en")
    with registration.writing() as db:
        register(db, Order(offering, order, "waitlist", "account:1", sospro, contact))
    names = [str(row.contents[0]) for row in visitor.open(page).soup.select("tbody th")]
    assert names == ["Berta Aalto", "Cecilia Maria Berg", "Anna Öhman"]
    for looked_for in ("öhman", "A@EXAMPLE.org"):
        names = [str(row.contents[0]) for row in visitor.open(f"{page}?q={looked_for}").soup.select("tbody th")]
        assert names == ["Anna Öhman"]
    assert not visitor.open(f"{page}?q=nobody").soup.select("tbody th")
