from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from shared.schema.base import new_id
from tests.services.registration.conftest import Call
from tests.support.factories import Given

pytestmark = pytest.mark.usefixtures("noon")

EEVA = {"name": "Eeva", "email": "eeva@example.org", "unit": "Koivula", "language": "sv"}


@pytest.fixture
def sospro(given: Given) -> UUID:
    return given.organisation("Sospro Oy")


@pytest.fixture
def key(given: Given, sospro: UUID) -> str:
    """A contact's program."""
    return given.api_key("contact", sospro)


def register(call: Call, offering: UUID, key: str, *names: str, **more: Any) -> list[str]:
    people = [{"email": f"{name}@example.org", "name": name.title(), **more} for name in names]
    answer = call("POST", f"/offerings/{offering}/registrations", {"people": people}, key)
    assert answer.status_code == 201, answer.text
    return [one["id"] for one in answer.json["registrations"]]


def emails(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [one["email"].partition("@")[0] for one in answer.json["items"]]


def test_all_of_an_organisations_people_are_listed(call: Call, given: Given, sospro: UUID, key: str) -> None:
    one, other = given.offering(given.series(), capacity=1), given.offering(given.series())
    contact = {"email": "kaisa@example.org", "name": "Kaisa Kontakti"}
    register(call, one, key, "anna", "berta")
    body = {"people": [{"email": "anna@example.org", "name": "Anna", "unit": "Koivula"}], "contact": contact}
    call("POST", f"/offerings/{other}/registrations", body, key)
    register(call, other, given.api_key("contact", given.organisation("Another Oy")), "cecilia")
    path = f"/organisations/{sospro}/registrations"
    assert emails(call("GET", path, key=key)) == ["anna", "berta", "anna"]
    assert emails(call("GET", f"{path}?offering_id={one}", key=key)) == ["anna", "berta"]
    in_unit = call("GET", f"{path}?unit=Koivula", key=key)
    assert (emails(in_unit), in_unit.json["items"][0]["contact_name"]) == (["anna"], "Kaisa Kontakti")
    [waiting] = call("GET", f"{path}?state=waitlisted", key=key).json["items"]
    assert (waiting["email"], waiting["position"]) == ("berta@example.org", 1)


def test_people_go_page_by_page(call: Call, given: Given, sospro: UUID, key: str) -> None:
    register(call, given.offering(given.series()), key, "anna", "berta", "cecilia")
    path = f"/organisations/{sospro}/registrations?limit=2"
    first = call("GET", path, key=key)
    assert emails(first) == ["anna", "berta"]
    second = call("GET", f"{path}&cursor={first.json['next']}", key=key)
    assert emails(second) == ["cecilia"]
    assert second.json["next"] is None


def test_only_who_speaks_for_it_lists_its_people(call: Call, given: Given, sospro: UUID, key: str) -> None:
    path = f"/organisations/{sospro}/registrations"
    another = given.api_key("contact", given.organisation("Another Oy"))
    assert call("GET", path, key=another).status_code == 404
    assert call("GET", path, key="").status_code == 401
    assert call("GET", path).status_code == 200
    assert call("GET", f"/organisations/{new_id()}/registrations").status_code == 404
    assert call("GET", f"{path}?limit=0", key=key).status_code == 422


def test_a_place_is_given_to_a_colleague(call: Call, given: Given, sospro: UUID, key: str) -> None:
    offering = given.offering(given.series(), capacity=1)
    old, waits = register(call, offering, key, "anna", "berta")
    answer = call("POST", f"/registrations/{old}/substitute", EEVA, key)
    assert answer.status_code == 200, answer.text
    expected = {**EEVA, "state": "confirmed", "offering_id": str(offering), "organisation_id": str(sospro)}
    assert {name: answer.json[name] for name in expected} == expected
    again = call("POST", f"/registrations/{old}/substitute", EEVA, key)
    assert again.json["id"] == answer.json["id"]
    gone = call("GET", f"/registrations/{old}", key=key).json
    assert (gone["state"], gone["reason"]) == ("cancelled", "substituted")
    moved = call("POST", f"/registrations/{waits}/substitute", {**EEVA, "email": "fanni@example.org"}, key)
    assert (moved.json["state"], moved.json["position"]) == ("waitlisted", 1)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"email": "berta@example.org", "name": "Berta"}, 409, "already_registered"),
        ({"email": "anna@example.org", "name": "Anna"}, 409, "same_person"),
        ({"email": "nowhere", "name": "Anna"}, 422, "invalid"),
        ({"email": "eeva@example.org"}, 422, "invalid"),
        ({**EEVA, "more": 1}, 422, "invalid"),
    ],
)
def test_what_can_not_be_is_a_problem(
    call: Call, given: Given, key: str, body: dict[str, Any], status: int, code: str
) -> None:
    old, _other = register(call, given.offering(given.series()), key, "anna", "berta")
    answer = call("POST", f"/registrations/{old}/substitute", body, key)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.json["code"] == code or status == 422


def test_others_registrations_are_not_there(call: Call, given: Given, key: str) -> None:
    [old] = register(call, given.offering(given.series()), key, "anna")
    another = given.api_key("contact", given.organisation("Another Oy"))
    assert call("POST", f"/registrations/{old}/substitute", EEVA, another).status_code == 404
    assert call("POST", f"/registrations/{new_id()}/substitute", EEVA, key).status_code == 404
    assert call("POST", f"/registrations/{old}/substitute", EEVA, "").status_code == 401


def test_both_calls_are_described(client: FlaskClient) -> None:
    said: Any = client.get("/openapi.json").json
    described = said["paths"]
    assert "get" in described["/api/v1/organisations/{organisation_id}/registrations"]
    assert "post" in described["/api/v1/registrations/{registration_id}/substitute"]
