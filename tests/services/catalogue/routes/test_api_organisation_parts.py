"""Units and contacts as an HR system keeps them."""

from uuid import UUID

import pytest

from tests.services.catalogue.conftest import Call
from tests.support.factories import Given


@pytest.fixture
def sospro(given: Given) -> UUID:
    return given.organisation("Sospro Oy")


@pytest.fixture
def key(given: Given, sospro: UUID) -> str:
    """The organisation's own program."""
    return given.api_key("contact", sospro)


def test_units_are_kept_by_a_program(call: Call, sospro: UUID, key: str) -> None:
    path = f"/organisations/{sospro}/units"
    made = call("POST", path, {"name": " Koivula ", "profile": "psychiatry"}, key=key)
    assert made.status_code == 201
    assert call("POST", path, {"name": "Koivula"}, key=key).json["code"] == "unit_taken"
    unit = f"/units/{made.json['id']}"
    assert call("PUT", unit, {"name": "Lepola"}, key=key).json == {**made.json, "name": "Lepola", "profile": None}
    assert [one["name"] for one in call("GET", path, key=key).json["items"]] == ["Lepola"]
    assert call("DELETE", unit, key=key).status_code == 204
    assert call("DELETE", unit, key=key).status_code == 404
    assert call("GET", path, key=key).json == {"items": []}


def test_contacts_are_kept_by_a_program(call: Call, sospro: UUID, key: str) -> None:
    path = f"/organisations/{sospro}/contacts"
    made = call("POST", path, {"email": "Bo@Example.org", "name": "Bo Ek"}, key=key)
    assert (made.status_code, made.json["email"], made.json["role"]) == (201, "bo@example.org", "contact")
    assert call("POST", path, {"email": "bo@example.org", "name": "Bo"}, key=key).json == made.json
    assert call("GET", path, key=key).json["items"] == [made.json]
    for _time in range(2):
        assert call("DELETE", f"{path}/{made.json['account_id']}", key=key).status_code == 204
    assert call("GET", path, key=key).json == {"items": []}


def test_others_see_and_change_nothing(call: Call, given: Given, sospro: UUID) -> None:
    other = given.api_key("contact", given.organisation("Toinen Oy"))
    unit = given.unit(sospro, "Koivula")
    said = {"name": "X"}
    for method, path, body in (
        ("GET", f"/organisations/{sospro}/units", None),
        ("POST", f"/organisations/{sospro}/units", said),
        ("PUT", f"/units/{unit}", said),
        ("DELETE", f"/units/{unit}", None),
        ("GET", f"/organisations/{sospro}/contacts", None),
        ("POST", f"/organisations/{sospro}/contacts", {"email": "x@example.org", "name": "X"}),
        ("DELETE", f"/organisations/{sospro}/contacts/{unit}", None),
    ):
        assert call(method, path, body, key=other).status_code == 404, path
        assert call(method, path, body, key="").status_code == 401, path


def test_an_organisation_that_is_not_there(call: Call, given: Given) -> None:
    nobody = given.series()
    assert call("GET", f"/organisations/{nobody}/units").status_code == 404
    assert call("POST", f"/organisations/{nobody}/contacts", {"email": "x@example.org", "name": "X"}).status_code == 404
