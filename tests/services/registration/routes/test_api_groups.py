"""Small groups, and assignments ticked, over the API."""

from datetime import timedelta
from uuid import UUID

import pytest

from shared.database import Database
from shared.schema.base import new_id
from tests.services.registration.acts import Acts
from tests.services.registration.conftest import Call
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def tamk(given: Given) -> UUID:
    return given.organisation("TAMK")


def test_groups_are_divided_named_and_arranged(call: Call, given: Given, registration: Database, tamk: UUID) -> None:
    acts = Acts(registration, given.offering(given.series(tamk)))
    acts.register("anna", "berta", "cecilia")
    anna = str(acts.standing()["anna"])
    key, path = given.api_key("organiser", tamk), f"/offerings/{acts.offering_id}/groups"
    assert call("GET", path, key=key).json["items"] == []
    assert len(call("GET", path, key=key).json["without"]) == 3
    made = call("POST", f"{path}/divide", {"count": 2}, key).json["items"]
    assert sorted(len(one["registration_ids"]) for one in made) == [1, 2]
    first, second = (one["id"] for one in made)
    is_in = next(one["id"] for one in made if anna in one["registration_ids"])
    other = second if is_in == first else first
    groups = [{"id": first, "name": "Oulu", "place": "https://meet.example.org/1"}]
    moved = {"people": [{"registration_id": anna, "group_id": other, "seen_group_id": is_in}], "groups": groups}
    after = {one["id"]: one for one in call("PATCH", path, moved, key).json["items"]}
    assert anna in after[other]["registration_ids"]
    assert (after[first]["name"], after[first]["place"]) == ("Oulu", "https://meet.example.org/1")
    # who is elsewhere by now than was seen stays there; so does all else of that request
    back = {"registration_id": anna, "group_id": None, "seen_group_id": is_in}
    stale = call("PATCH", path, {"people": [back], "groups": [{"id": second, "name": "Lost"}]}, key)
    assert (stale.status_code, stale.json["code"]) == (409, "stale")
    for body, field in (
        ({"people": [{"registration_id": str(new_id()), "group_id": None}]}, "people"),
        ({"people": [{"registration_id": anna, "group_id": str(new_id())}]}, "groups"),
    ):
        assert call("PATCH", path, body, key).json["field"] == field
    out = call("PATCH", path, {"people": [{"registration_id": anna, "group_id": None}]}, key).json
    assert out["without"] == [anna]
    assert "Lost" not in {one["name"] for one in out["items"]}
    stranger = given.api_key("organiser", given.organisation("Metropolia"))
    assert [call("GET", path, key=one).status_code for one in (stranger, "")] == [403, 401]


def test_assignments_are_ticked(call: Call, given: Given, registration: Database, tamk: UUID) -> None:
    series = given.series(tamk)
    session = given.session(series, NOON + timedelta(days=14))
    acts = Acts(registration, given.offering(series, [session]))
    acts.register("anna", "berta")
    anna, berta = (str(acts.standing()[name]) for name in ("anna", "berta"))
    task = str(given.assignment(series, session, title="Read"))
    key, path = given.api_key("organiser", tamk), f"/offerings/{acts.offering_id}/assignments"
    listed = call("GET", path, key=key).json["items"]
    assert [(one["assignment_id"], one["title"], one["done"]) for one in listed] == [(task, "Read", [])]
    assert listed[0]["due_at"].startswith("2027-01-18T")
    pairs = [{"registration_id": one, "assignment_id": task} for one in (anna, berta)]
    assert len(call("POST", f"{path}/done", {"done": pairs}, key).json["items"][0]["done"]) == 2
    back = call("POST", f"{path}/done", {"taken_back": pairs[1:]}, key).json["items"][0]["done"]
    assert back == [anna]
    foreign = {"done": [{"registration_id": anna, "assignment_id": str(new_id())}]}
    assert call("POST", f"{path}/done", foreign, key).json["code"] == "not_of_offering"
    contact = given.api_key("contact", given.organisation("Sospro Oy"))
    assert call("POST", f"{path}/done", {"done": pairs}, contact).status_code == 403
