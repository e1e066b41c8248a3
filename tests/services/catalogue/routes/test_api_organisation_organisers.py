"""Organisers as administrators name them."""

from uuid import uuid4

from tests.services.catalogue.conftest import Call
from tests.support.factories import Given


def test_organisers_are_named_and_taken_off_by_administrators(call: Call, given: Given) -> None:
    sospro = given.organisation("Sospro Oy")
    path, bo = f"/organisations/{sospro}/organisers", {"email": "Bo@Example.org", "name": "Bo Ek"}
    for role in ("contact", "organiser"):
        key = given.api_key(role, sospro)
        assert call("POST", path, bo, key=key).status_code == 403
        assert call("DELETE", f"{path}/{uuid4()}", key=key).status_code == 403
    made = call("POST", path, bo)
    assert (made.status_code, made.json["email"], made.json["role"]) == (201, "bo@example.org", "organiser")
    assert call("POST", path, bo).json == made.json
    assert call("GET", f"/organisations/{sospro}/contacts").json["items"] == [made.json]
    for _time in range(2):
        assert call("DELETE", f"{path}/{made.json['account_id']}").status_code == 204
    assert call("GET", f"/organisations/{sospro}/contacts").json == {"items": []}
    assert call("POST", f"/organisations/{uuid4()}/organisers", bo).status_code == 404
