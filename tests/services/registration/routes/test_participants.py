from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from time_machine import Traveller

from services.registration.actions import register
from services.registration.actions.erase import erase
from services.registration.actions.order import Order
from services.registration.routes import participants
from shared.database import Database
from shared.schema.base import new_id
from shared.schema.catalogue import SeriesPartner
from shared.schema.registration import Person
from tests.services.registration.acts import Acts, applicant
from tests.services.registration.routes.pages import Visitor, sign_in
from tests.support.factories import Given

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def organiser(given: Given) -> UUID:
    return given.organisation("TAMK")


@pytest.fixture
def one(given: Given, registration: Database, organiser: UUID) -> Acts:
    return Acts(registration, given.offering(given.series(organiser), capacity=2))


@pytest.fixture
def visitor(client: FlaskClient, given: Given, organiser: UUID) -> Visitor:
    """An organiser of the series."""
    account = given.account("olga@example.org", name="Olga Organiser")
    given.member(account, organiser)
    sign_in(client, account)
    return Visitor(client)


def test_participants_are_listed_with_state_and_line(visitor: Visitor, one: Acts) -> None:
    one.register("anna", "berta", "cecilia")
    visitor.open(f"/participants/{one.offering_id}")
    rows = [" ".join(row.get_text(" ").split()) for row in visitor.soup.select("tbody tr")]
    assert [row.split()[0] for row in rows] == ["Anna", "Berta", "Cecilia"]
    assert "Place confirmed" in rows[0]
    assert "Themselves" in rows[0]
    assert "number 1" in rows[2]
    assert "2 of 2 places taken" in visitor.text
    assert "One person waiting" in visitor.text


def test_participants_can_be_filtered_by_state(visitor: Visitor, one: Acts) -> None:
    one.register("anna", "berta", "cecilia")
    one.cancel("anna")
    visitor.open(f"/participants/{one.offering_id}?state=cancelled")
    assert [row.get_text().strip() for row in visitor.soup.select("tbody th")] == ["Anna"]
    assert len(visitor.open(f"/participants/{one.offering_id}?state=nonsense").soup.select("tbody tr")) == 3


def test_participants_are_found_by_name_and_the_filter_stays_in_links(
    visitor: Visitor, one: Acts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(participants, "PAGE_ROWS", 1)
    one.register("åsa öhman", "asa öberg", "berta")
    visitor.open(f"/participants/{one.offering_id}?q=ÖHMAN")
    assert [row.get_text().strip() for row in visitor.soup.select("tbody th")] == ["Åsa Öhman"]
    assert visitor.value("q") == "ÖHMAN"
    visitor.open(f"/participants/{one.offering_id}?q=Ö")
    assert "All (2)" in visitor.text
    links = [
        str(link["href"]) for link in visitor.soup.select("main nav.row-wrap a, main .pager a, main .plain-list a")
    ]
    assert len(links) == 6
    assert all("q=" in link for link in links), links
    onwards = visitor.soup.select_one('a[rel="next"]')
    assert onwards is not None
    visitor.open(str(onwards["href"]))
    assert [row.get_text().strip() for row in visitor.soup.select("tbody th")] == ["Asa Öberg"]


def test_participants_are_narrowed_to_an_organisation_and_a_unit(
    visitor: Visitor, one: Acts, registration: Database, given: Given
) -> None:
    attendo = given.organisation("Attendo")
    with registration.writing() as db:
        people = [replace(applicant("anna"), unit="Ward 3")]
        register.register(db, Order(one.offering_id, people, "waitlist", "person", organisation_id=attendo))
    one.register("berta", "cecilia")
    page = f"/participants/{one.offering_id}"
    visitor.open(f"{page}?organisation={attendo}")
    assert [" ".join(row.get_text(" ").split()) for row in visitor.soup.select("tbody th")] == ["Anna"]
    assert "Ward 3 Attendo" in visitor.text
    chosen = visitor.soup.select_one('select[name="organisation"] option[selected]')
    assert chosen is not None
    assert chosen.get_text() == "Attendo"
    assert len(visitor.open(f"{page}?organisation=none").soup.select("tbody tr")) == 2
    assert len(visitor.open(f"{page}?organisation=nonsense").soup.select("tbody tr")) == 3
    assert len(visitor.open(f"{page}?unit=Ward+3").soup.select("tbody tr")) == 1


def test_a_search_that_finds_nobody_says_so(visitor: Visitor, one: Acts) -> None:
    one.register("anna")
    visitor.open(f"/participants/{one.offering_id}?q=nobody")
    assert "Nobody found" in visitor.text
    assert len(visitor.open(f"/participants/{one.offering_id}?q=<script>").soup.select("main script")) == 0


def test_participants_go_page_by_page(visitor: Visitor, one: Acts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(participants, "PAGE_ROWS", 2)
    one.register("anna", "berta", "cecilia")
    visitor.open(f"/participants/{one.offering_id}")
    assert len(visitor.soup.select("tbody tr")) == 2
    onwards = visitor.soup.select_one('a[rel="next"]')
    assert onwards is not None
    visitor.open(str(onwards["href"]))
    assert [row.get_text().strip() for row in visitor.soup.select("tbody th")] == ["Cecilia"]
    assert not visitor.soup.select('a[rel="next"]')


def test_an_empty_list_says_what_will_be_here(visitor: Visitor, one: Acts) -> None:
    visitor.open(f"/participants/{one.offering_id}")
    assert "Nobody yet" in visitor.text
    assert not visitor.soup.select("table")


def test_names_reach_the_list_as_text(visitor: Visitor, one: Acts) -> None:
    one.register("<img src=x>")
    visitor.open(f"/participants/{one.offering_id}")
    assert not visitor.soup.select("main img")


def test_cancelling_somebody_is_asked_first(visitor: Visitor, one: Acts) -> None:
    one.register("anna", "berta", "cecilia")
    registration_id = one.standing()["anna"]
    visitor.open(f"/participants/{one.offering_id}/{registration_id}/cancel")
    assert "anna@example.org gets a mail" in visitor.text
    assert "The first who waits gets a place" in visitor.text
    visitor.send()
    assert "The registration of Anna is cancelled." in visitor.text
    assert one.confirmed() == {"berta", "cecilia"}


def test_somebody_who_waits_is_taken_off_the_list_by_its_own_words(visitor: Visitor, one: Acts) -> None:
    one.register("anna", "berta", "cecilia")
    page = f"/participants/{one.offering_id}"
    assert "Take off the waiting list" in visitor.open(page).text
    visitor.open(f"{page}/{one.standing()['cecilia']}/cancel")
    assert visitor.title == "Take Cecilia off the waiting list?"
    assert "gets the place" not in visitor.text
    visitor.send()
    assert "Cecilia is off the waiting list." in visitor.text
    assert one.confirmed() == {"anna", "berta"}


def test_what_is_over_offers_no_cancelling(visitor: Visitor, one: Acts, noon: Traveller) -> None:
    one.register("anna")
    address = f"/participants/{one.offering_id}"
    link = f'a[href="{address}/{one.standing()["anna"]}/cancel"]'
    assert visitor.open(address).soup.select_one(link)
    noon.shift(timedelta(days=8))
    assert not visitor.open(address).soup.select_one(link)


def test_a_registration_of_another_offering_is_not_there(visitor: Visitor, one: Acts, given: Given) -> None:
    one.register("anna")
    address = f"/participants/{given.offering(given.series())}/{one.standing()['anna']}/cancel"
    assert visitor.open(address).status == 403
    assert visitor.open(f"/participants/{one.offering_id}/{new_id()}/cancel").status == 404


def test_others_may_not_see_participants(client: FlaskClient, one: Acts, given: Given) -> None:
    address = f"/participants/{one.offering_id}"
    assert "/sign-in" in client.get(address).headers["Location"]
    account = given.account("other@example.org")
    given.member(account, given.organisation("Attendo"))
    sign_in(client, account)
    assert client.get(address).status_code == 403


def test_erased_people_are_counted_and_nothing_can_be_done_with_them(
    visitor: Visitor, one: Acts, registration: Database
) -> None:
    one.register("anna", "berta")
    with registration.writing() as db:
        erase(db, db.execute(select(Person.id).where(Person.name == "Anna")).scalar_one(), "system")
    visitor.open(f"/participants/{one.offering_id}")
    assert [row.get_text().strip() for row in visitor.soup.select("tbody th")] == ["Erased", "Berta"]
    assert "The data of one person has been erased," in visitor.text
    assert len(visitor.soup.select("tbody input[name=id]")) == 1
    assert 'mailto:"' not in str(visitor.soup)


def test_part_implementer_sees_people_and_changes_nobody(
    client: FlaskClient, given: Given, registration: Database, organiser: UUID
) -> None:
    series = given.series(organiser)
    one = Acts(registration, given.offering(series, capacity=2))
    one.register("anna")
    page, partner = f"/participants/{one.offering_id}", given.organisation("OAMK")
    account = given.account("oona@example.org")
    given.member(account, partner)
    sign_in(client, account)
    assert client.get(page).status_code == 403
    given.row_without_id(SeriesPartner, series_id=series, organisation_id=partner, role="part-implementer")
    shown = Visitor(client).open(page)
    assert "Anna" in shown.text
    assert not shown.soup.select("tbody input, .bulk, .row-act a")
    assert client.get(f"{page}/participants.csv").status_code == 200
    closed = (f"{page}/holds", f"{page}/cancel?all=1", f"{page}/message?all=1", f"{page}/sensitive")
    assert {client.get(address).status_code for address in closed} == {403}


def test_funder_sees_nobody(client: FlaskClient, given: Given, registration: Database, organiser: UUID) -> None:
    series = given.series(organiser)
    one = Acts(registration, given.offering(series, capacity=2))
    one.register("anna")
    funder = given.organisation("ESR")
    given.row_without_id(SeriesPartner, series_id=series, organisation_id=funder, role="funder")
    key = {"Authorization": f"Bearer {given.api_key('organiser', funder)}"}
    listed = client.get(f"/api/v1/offerings/{one.offering_id}/registrations", headers=key)
    assert listed.json is not None
    assert listed.json["items"] == []
    account = given.account("eeva@example.org")
    given.member(account, funder)
    sign_in(client, account)
    assert client.get(f"/participants/{one.offering_id}").status_code == 403
