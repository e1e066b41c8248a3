"""The organiser's yes and no, and held places: on their pages and over the API."""

from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from shared.database import Database
from tests.services.registration.acts import Acts
from tests.services.registration.conftest import Call
from tests.services.registration.routes.pages import Visitor, sign_in
from tests.services.registration.routes.test_participants_bulk import chosen, confirm
from tests.support.factories import Given

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def organiser(given: Given) -> UUID:
    return given.organisation("TAMK")


@pytest.fixture
def asked(given: Given, registration: Database, organiser: UUID) -> Acts:
    """One place, and two who ask for it."""
    acts = Acts(registration, given.offering(given.series(organiser), capacity=1, needs_approval=True))
    acts.register("anna", "berta")
    return acts


@pytest.fixture
def visitor(client: FlaskClient, given: Given, organiser: UUID) -> Visitor:
    account = given.account("olga@example.org", name="Olga Organiser")
    given.member(account, organiser)
    sign_in(client, account)
    return Visitor(client)


def test_requests_are_confirmed_and_declined_on_the_participants_page(visitor: Visitor, asked: Acts) -> None:
    visitor.open(f"/participants/{asked.offering_id}?state=asks")
    assert "Waiting for your yes (2)" in visitor.text
    assert "Or with all 2 requests here" in visitor.text
    visitor.open(chosen(asked, "confirm", "anna"))
    assert "1 place is free for everybody." in visitor.text
    confirm(visitor)
    assert "One person has a place now." in visitor.text
    visitor.open(chosen(asked, "decline", "berta"))
    confirm(visitor, reason="The group is full.")
    assert "One request is declined." in visitor.text
    assert (asked.confirmed(), asked.line()) == ({"anna"}, [])


def test_requests_and_the_waiting_list_are_told_apart(visitor: Visitor, asked: Acts) -> None:
    asked.register("cecilia")
    asked.confirm("anna", "berta")
    page = f"/participants/{asked.offering_id}"
    visitor.open(page)
    assert "One person waits for your yes · One person waiting" in visitor.text
    assert "Waiting for your yes (1) On the waiting list (1)" in visitor.text
    assert visitor.open(f"{page}?state=waitlisted").soup.select_one("tbody tr th").get_text().strip() == "Berta"  # type: ignore[union-attr]
    assert "the one person here who has a place or waits" in visitor.text
    assert "One person waits for your yes · One person waiting" in visitor.open(f"{page}?q=anna").text
    told = visitor.client.get(f"{page}/participants.csv", headers={"Accept-Language": "en"}).text
    [berta, cecilia] = [line for line in told.splitlines() if "Berta" in line or "Cecilia" in line]
    assert "On the waiting list" in berta
    assert "Waits for your yes" in cecilia
    visitor.open(chosen(asked, "cancel", "anna", "berta", "cecilia"))
    assert "Anna, Berta, Cecilia" in visitor.text
    for sentence in ("One person loses", "One person is taken off the waiting list", "One request for a place ends"):
        assert sentence in visitor.text


def test_a_request_is_answered_from_its_own_row(visitor: Visitor, asked: Acts) -> None:
    visitor.open(f"/participants/{asked.offering_id}?state=asks")
    links = [str(link["href"]) for link in visitor.soup.select("tbody tr:first-child .row-act a")]
    visitor.open(links[1])
    assert "Decline the request of Anna?" in visitor.text
    visitor.open(links[0])
    assert "Give a place to Anna?" in visitor.text
    confirm(visitor)
    assert (asked.confirmed(), asked.asking()) == ({"anna"}, {"berta"})
    visitor.open(f"/participants/{asked.offering_id}")
    assert "Say yes" not in visitor.soup.select("tbody tr")[0].get_text()


def test_places_are_held_and_released_on_their_page(
    visitor: Visitor, given: Given, registration: Database, organiser: UUID
) -> None:
    one = Acts(registration, given.offering(given.series(organiser), capacity=3))
    path = f"/participants/{one.offering_id}/holds"
    said = {"organisation": "", "label": "Nurses of Oulu", "places": "2"}
    assert visitor.client.post(path, data=said | {"places": "4"}).status_code == 409
    refused = visitor.client.post(path, data=said | {"places": "x"})
    assert refused.status_code == 422
    assert "Anna kokonaisluku väliltä 1–100000." in refused.text
    both = visitor.client.post(path, data=said | {"organisation": str(organiser)})
    assert "älä molempia" in both.text
    assert visitor.client.post(path, data=said).status_code == 303
    one.register("anna", "berta")
    assert one.seats() == (1, 1)
    assert "0 of 2 places used" in visitor.open(path).text
    hold_id = str(visitor.soup.select_one("input[name=hold]")["value"])  # type: ignore[index]
    visitor.open(chosen(one, "confirm", "berta"))
    confirm(visitor, hold=hold_id)
    assert (one.seats(), one.held()) == ((2, 0), 1)
    for unmeant in ("x", "0", "2.5", "9"):
        refused = visitor.client.post(f"{path}/release", data={"hold": hold_id, "places": unmeant})
        assert refused.status_code == 422
        assert "Anna kokonaisluku väliltä 1–1." in refused.text
    assert one.held() == 1
    visitor.client.post(f"{path}/release", data={"hold": hold_id, "places": ""})
    assert one.held() == 0


def test_everything_over_the_api(call: Call, asked: Acts, given: Given, registration: Database) -> None:
    path = f"/offerings/{asked.offering_id}"
    ids = {name: str(one) for name, one in asked.standing().items()}
    availability = call("GET", f"{path}/availability").json
    assert (availability["needs_approval"], availability["held"], availability["waitlisted"]) == (True, 0, 2)
    [first, _second] = call("GET", f"{path}/registrations?awaits_approval=true").json["items"]
    assert (first["awaits_approval"], first["position"], first["reason"]) == (True, None, "awaits_approval")
    done = call("POST", f"{path}/registrations/confirm", {"registrations": list(ids.values())})
    assert done.json == {"confirmed": [ids["anna"]], "waitlisted": [ids["berta"]]}, done.text
    assert call("GET", f"/registrations/{ids['berta']}").json["position"] == 1
    asked.register("cecilia")
    cecilia = str(asked.standing()["cecilia"])
    said = call("POST", f"{path}/registrations/decline", {"registrations": [cecilia, ids["berta"]], "reason": "Full."})
    assert said.json == {"declined": [cecilia]}
    assert call("GET", f"/registrations/{cecilia}").json["told_reason"] == "Full."
    assert call("POST", f"{path}/holds", {"places": 1, "label": "x"}).json["code"] == "not_enough_places"
    other = Acts(registration, given.offering(given.series(), capacity=3))
    path = f"/offerings/{other.offering_id}"
    made: Any = call("POST", f"{path}/holds", {"places": 2, "label": "Nurses"}).json
    assert call("GET", f"{path}/holds").json["items"] == [made]
    assert (made["left"], made["label"]) == (2, "Nurses")
    other.register("anna", "berta")
    released = call("POST", f"{path}/holds/{made['id']}/release", {"places": 1})
    assert released.json == {"promoted": [str(other.standing()["berta"])]}, released.text
    assert call("POST", f"{path}/holds/{made['id']}/release", {}).status_code == 200
    assert call("POST", f"{path}/holds/{made['id']}/release", {}).status_code == 404


def test_who_asks_is_told_so_and_a_quota_is_shown_to_its_contacts(
    visitor: Visitor, given: Given, registration: Database, organiser: UUID, asked: Acts
) -> None:
    assert "The organiser confirms each registration" in visitor.open(f"/register/{asked.offering_id}").text
    employer = given.organisation("Oulun hoiva")
    one = Acts(registration, given.offering(given.series(organiser), capacity=5))
    given.quota(one.offering_id, employer, 1)
    outcome = one.register("anna", "berta", organisation_id=employer)
    assert [(result.state, result.reason) for result in outcome.results] == [
        ("confirmed", None),
        ("waitlisted", "over_quota"),
    ]
    contact = given.account("sirpa@example.org")
    given.member(contact, employer, "contact")
    sign_in(visitor.client, contact)
    assert "1 of 1 places used" in visitor.open(f"/organisations/{employer}").text


def test_a_key_that_registers_for_every_employer_is_nobodys_yes(
    call: Call, given: Given, asked: Acts, organiser: UUID
) -> None:
    path = f"/offerings/{asked.offering_id}/registrations"
    keys = {"cecilia": given.api_key("contact"), "dan": given.api_key("organiser", organiser)}
    for name, key in keys.items():
        said = {"people": [{"email": f"{name}@example.org", "name": name}], "organisation_id": str(organiser)}
        assert call("POST", path, said, key).status_code == 201
    assert (asked.asking(), asked.confirmed()) == ({"anna", "berta", "cecilia"}, {"dan"})
