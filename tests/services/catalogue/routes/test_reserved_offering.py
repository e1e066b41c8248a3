"""An offering of an open series that is reserved for one customer's staff."""

from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from shared.schema.catalogue import Offering, SeriesPartner
from tests.services.catalogue.conftest import Call
from tests.services.catalogue.routes.form_of import form_of
from tests.support.factories import Given

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def series(given: Given, organisation: UUID) -> UUID:
    return given.series(organisation, slug="kierros", title="Kierros")


@pytest.fixture
def customer(given: Given, series: UUID) -> UUID:
    found = given.organisation("Tilaaja Oy")
    given.row_without_id(SeriesPartner, series_id=series, organisation_id=found, role="customer")
    return found


@pytest.fixture
def offering(given: Given, series: UUID, customer: UUID) -> UUID:
    session = given.session(series, title="Avaus")
    return given.offering(series, [session], name="Tilaajalle", customer_id=customer, region="Kainuu")


def test_organiser_reserves_it_in_its_form_and_finds_its_link(
    organiser: FlaskClient, given: Given, series: UUID, customer: UUID
) -> None:
    offering = given.offering(series, name="Tilaajalle")
    page = f"/workspace/offerings/{offering}/edit"
    typed = form_of(organiser.get(page).text)
    assert typed["customer"] == [""]
    stranger = organiser.post(page, data=typed | {"customer": [str(given.organisation("Muu Oy"))]})
    assert "One of these: Everybody whom the series is for, Only the staff of Tilaaja Oy." in stranger.text
    organiser.post(page, data=typed | {"customer": [str(customer)]})
    assert form_of(organiser.get(page).text)["customer"] == [str(customer)]
    overview = BeautifulSoup(organiser.get("/workspace/series/kierros").text, "html.parser")
    [row] = [one for one in overview.select("th") if "Only the staff of Tilaaja Oy" in one.get_text()]
    assert row.select(f'a[href$="/register/{offering}"]')
    # nothing to choose, nothing asked
    other = given.offering(given.series(given.organisation("Muu"), slug="muu"))
    assert "Who may register" not in organiser.get(f"/workspace/offerings/{other}/edit").text


def test_choice_of_a_customer_who_leaves_meanwhile_opens_it_to_nobody(
    organiser: FlaskClient, given: Given, series: UUID, customer: UUID
) -> None:
    offering = given.offering(series, name="Tilaajalle")
    pages = (f"/workspace/offerings/{offering}/edit", "/workspace/series/kierros/offerings/new")
    typed = {page: form_of(organiser.get(page).text) | {"name": ["Vain heille"]} for page in pages}
    with given.database.writing() as db:
        db.exec_driver_sql("DELETE FROM series_partners")
    for page in pages:
        answer = organiser.post(page, data=typed[page] | {"customer": [str(customer)]})
        assert answer.status_code == 422, page
        assert "Everybody whom the series is for" in answer.text
        assert "Vain heille" in answer.text, "nothing typed is lost"
    with given.database.reading() as db:
        assert db.scalars(select(Offering.name)).all() == ["Tilaajalle"]


def test_reserved_offering_is_offered_to_nobody_else(visitor: FlaskClient, call: Call, offering: UUID) -> None:
    session = call("GET", "/series/kierros/sessions", key="").json["items"][0]["id"]
    pages = ("/", "/series", "/month", "/series/kierros", f"/sessions/{session}", "/series?region=Kainuu")
    for address in pages:
        said = visitor.get(address).text
        assert str(offering) not in said, address
        assert "Tilaajalle" not in said, address
    assert call("GET", "/series?has_places=true", key="").json["items"] == []
    assert call("GET", "/series?q=Kainuu", key="").json["items"] == []
    assert call("GET", "/series/kierros/offerings", key="").json["items"] == []
    assert [one["name"] for one in call("GET", "/series/kierros/offerings").json["items"]] == ["Tilaajalle"]


def test_what_it_is_prepared_by_is_told_to_nobody_else(call: Call, given: Given, series: UUID, offering: UUID) -> None:
    """Its assignment would tell of it, and lead to its page."""
    given.assignment(series, title="Kaikille")
    given.assignment(series, title="Tilaajan omat luvut", offering_id=offering)
    told = {key: call("GET", "/series/kierros/assignments", key=key).text for key in ("", None)}
    assert "Kaikille" in told[""]
    assert "Tilaajan" not in told[""]
    assert str(offering) not in told[""]
    assert "Tilaajan omat luvut" in told[None]
    cohorts = [call("GET", "/series/kierros/programme", key=key).json["cohorts"] for key in ("", None)]
    assert [[one["name"] for one in each] for each in cohorts] == [[], ["Tilaajalle"]]


def test_only_a_customer_of_the_series_can_have_it(call: Call, given: Given, offering: UUID, customer: UUID) -> None:
    path = f"/offerings/{offering}"
    refused = call("PATCH", path, {"customer_id": str(given.organisation("Muu Oy"))})
    assert (refused.status_code, refused.json["code"]) == (422, "no_customer")
    assert call("PATCH", path, {"customer_id": None}).json["customer_id"] is None
    new = {"name": "Toinen", "customer_id": str(customer)}
    assert call("POST", "/series/kierros/offerings", new).json["customer_id"] == str(customer)


def test_copy_of_the_series_keeps_it_reserved(
    call: Call, given: Given, organisation: UUID, offering: UUID, customer: UUID
) -> None:
    with given.database.writing() as db:
        db.exec_driver_sql("DELETE FROM series_partners")
    made = call("POST", "/series/kierros/copy", {"title": "Uusi", "first_day": "2028-01-10"})
    slug = made.json["slug"]
    assert [one["customer_id"] for one in call("GET", f"/series/{slug}/offerings").json["items"]] == [str(customer)]
