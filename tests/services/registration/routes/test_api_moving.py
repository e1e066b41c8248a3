"""Moving people to another offering of their series, and cancelling many at once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from shared.schema.base import new_id
from tests.services.registration.conftest import Call
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def tamk(given: Given) -> UUID:
    return given.organisation("TAMK")


@pytest.fixture
def series(given: Given, tamk: UUID) -> UUID:
    return given.series(tamk)


@pytest.fixture
def organiser(given: Given, tamk: UUID) -> str:
    """The organiser's program."""
    return given.api_key("organiser", tamk)


@pytest.fixture
def contact(given: Given) -> str:
    """A contact's program."""
    return given.api_key("contact", given.organisation("Sospro Oy"))


def register(call: Call, offering: UUID, key: str | None, *names: str) -> list[str]:
    people = [{"email": f"{name}@example.org", "name": name.title(), "unit": "Koivula"} for name in names]
    answer = call("POST", f"/offerings/{offering}/registrations", {"people": people}, key)
    assert answer.status_code == 201, answer.text
    return [one["id"] for one in answer.json["registrations"]]


def move(call: Call, registration: str, to: UUID, key: str | None, **more: Any) -> Any:
    return call("POST", f"/registrations/{registration}/move", {"offering_id": str(to), **more}, key)


def states(call: Call, offering: UUID) -> dict[str, str]:
    """Who stands in an offering, as administrators see it."""
    items = call("GET", f"/offerings/{offering}/registrations").json["items"]
    return {one["email"].partition("@")[0]: one["state"] for one in items if one["state"] != "cancelled"}


def test_contact_moves_somebody_and_the_place_goes_to_who_waits(
    call: Call, given: Given, series: UUID, contact: str
) -> None:
    one, other = given.offering(series, capacity=1), given.offering(series, capacity=1)
    [anna, _berta] = register(call, one, contact, "anna", "berta")
    answer = move(call, anna, other, contact)
    assert answer.status_code == 200, answer.text
    said = {name: answer.json[name] for name in ("offering_id", "email", "unit", "state")}
    assert said == {
        "offering_id": str(other),
        "email": "anna@example.org",
        "unit": "Koivula",
        "state": "confirmed",
    }
    assert answer.json["organisation_id"] is not None
    assert (states(call, one), states(call, other)) == ({"berta": "confirmed"}, {"anna": "confirmed"})
    again = move(call, anna, other, contact)
    assert (again.status_code, again.json["code"], again.mimetype) == (409, "not_standing", "application/problem+json")


def test_move_without_a_free_place_is_refused_or_waits(call: Call, given: Given, series: UUID, contact: str) -> None:
    one, full = given.offering(series), given.offering(series, capacity=1)
    closed_line = given.offering(series, capacity=1, waitlist=False)
    for offering in (full, closed_line):
        register(call, offering, contact, "diana")
    [anna, diana] = register(call, one, contact, "anna", "diana")
    assert move(call, anna, full, contact).json["code"] == "not_enough_places"
    assert move(call, anna, closed_line, contact, if_full="wait").json["code"] == "not_enough_places"
    assert move(call, diana, full, contact, if_full="wait").json["code"] == "already_registered"
    assert states(call, one) == {"anna": "confirmed", "diana": "confirmed"}
    waits = move(call, anna, full, contact, if_full="wait").json
    assert (waits["state"], waits["position"]) == ("waitlisted", 1)


def test_only_organisers_move_past_the_deadline_and_into_what_needs_their_yes(
    call: Call, given: Given, series: UUID, organiser: str, contact: str
) -> None:
    one = given.offering(series)
    late, asks = given.offering(series, closes_at=NOON), given.offering(series, needs_approval=True)
    [anna, berta] = register(call, one, contact, "anna", "berta")
    assert move(call, anna, late, contact).json["code"] == "closed"
    assert move(call, berta, asks, contact).json["code"] == "not_enough_places"
    assert move(call, anna, late, organiser).json["state"] == "confirmed"
    assert move(call, berta, asks, organiser).json["state"] == "confirmed"


def test_move_stays_within_the_series_and_among_ones_own(call: Call, given: Given, series: UUID, contact: str) -> None:
    one, other = given.offering(series), given.offering(series)
    [anna] = register(call, one, contact, "anna")
    stranger = given.api_key("contact", given.organisation("Another Oy"))
    assert move(call, anna, given.offering(given.series()), contact).json["code"] == "no_offering"
    assert move(call, anna, new_id(), contact).status_code == 404
    assert move(call, anna, other, stranger).json["code"] == "no_registration"
    assert move(call, str(new_id()), other, contact).status_code == 404
    assert move(call, anna, other, contact, if_full="perhaps").status_code == 422


def test_organiser_moves_many_and_hears_what_became_of_each(
    call: Call, given: Given, series: UUID, organiser: str, contact: str
) -> None:
    one, other = given.offering(series), given.offering(series, capacity=2, closes_at=NOON + timedelta(hours=1))
    register(call, other, contact, "cecilia")
    ids = register(call, one, contact, "anna", "berta", "cecilia")
    path, body = f"/offerings/{one}/registrations/move", {"registrations": ids, "offering_id": str(other)}
    another = given.api_key("organiser", given.organisation("Another Oy"))
    for refused in (contact, another):
        assert call("POST", path, body, refused).status_code == 403
    assert call("POST", path, {**body, "if_full": "all-or-nothing"}, organiser).json["code"] == "not_enough_places"
    done = call("POST", path, body, organiser, **{"Idempotency-Key": "once"})
    assert [item["becomes"] for item in done.json["items"]] == ["moves", "stays", "already"]
    assert [item["registration_id"] for item in done.json["items"]] == ids
    made = call("GET", f"/registrations/{done.json['items'][0]['new_id']}").json
    assert (made["email"], made["offering_id"]) == ("anna@example.org", str(other))
    assert call("POST", path, body, organiser, **{"Idempotency-Key": "once"}).json == done.json
    waits = call("POST", path, {**body, "if_full": "wait"}, organiser).json["items"]
    assert [item["becomes"] for item in waits] == ["waits", "already"]
    assert states(call, other) == {"cecilia": "confirmed", "anna": "confirmed", "berta": "waitlisted"}


def test_organiser_cancels_many_and_none_of_them_moves_up(
    call: Call, given: Given, series: UUID, organiser: str, contact: str
) -> None:
    one = given.offering(series, capacity=1)
    ids = register(call, one, contact, "anna", "berta", "cecilia")
    path, body = f"/offerings/{one}/registrations/cancel", {"registrations": ids[:2]}
    assert call("POST", path, body, contact).status_code == 403
    assert call("POST", path, {"registrations": []}, organiser).status_code == 422
    done = call("POST", path, body, organiser)
    assert (sorted(done.json["cancelled"]), done.json["promoted"]) == (sorted(ids[:2]), ids[2:])
    assert call("POST", path, body, organiser).json == {"cancelled": [], "promoted": []}
    another = given.api_key("organiser", given.organisation("Another Oy"))
    assert call("POST", path, {"registrations": ids}, another).status_code == 403
    assert states(call, one) == {"cecilia": "confirmed"}


def test_calls_of_moving_are_described(client: FlaskClient) -> None:
    said: Any = client.get("/openapi.json").json
    for path in (
        "registrations/{registration_id}/move",
        "offerings/{offering_id}/registrations/move",
        "offerings/{offering_id}/registrations/cancel",
    ):
        assert "post" in said["paths"][f"/api/v1/{path}"]
