"""What an organisation's people are registered for, and single acts, over the API."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from shared.schema.base import new_id
from shared.schema.registration import Batch
from tests.services.registration.conftest import Call
from tests.support.factories import Given

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def sospro(given: Given) -> UUID:
    return given.organisation("Sospro Oy")


@pytest.fixture
def key(given: Given, sospro: UUID) -> str:
    """A contact's program."""
    return given.api_key("contact", sospro)


def register(call: Call, offering: UUID, key: str, *names: str) -> Any:
    people = [{"email": f"{name}@example.org", "name": name.title()} for name in names]
    return call("POST", f"/offerings/{offering}/registrations", {"people": people}, key).json


def test_offerings_tell_how_many_people_there_are_and_places_kept_for_them(
    call: Call, given: Given, sospro: UUID, key: str
) -> None:
    series = given.series(slug="nepsy", title="Nepsy")
    one, other = given.offering(series, name="Oulu", capacity=9), given.offering(series, name="Turku")
    register(call, given.offering(series, name="Vaasa"), given.api_key(), "somebody-else")
    given.quota(one, sospro, 2)
    hold = {"places": 3, "organisation_id": str(sospro)}
    register(call, one, key, "anna", "berta", "cecilia")
    assert call("POST", f"/offerings/{one}/holds", hold).status_code == 201
    register(call, other, key, "anna")
    answer = call("GET", f"/organisations/{sospro}/offerings", key=key)
    assert answer.status_code == 200, answer.text
    oulu, turku = answer.json["items"]
    assert (oulu["offering_id"], oulu["name"], oulu["series"]) == (str(one), "Oulu", "nepsy")
    assert (oulu["people"], oulu["quota"], oulu["held"]) == (
        {"confirmed": 2, "waitlisted": 1, "cancelled": 0, "rejected": 0},
        2,
        3,
    )
    assert (turku["people"]["confirmed"], turku["quota"], turku["held"]) == (1, None, 0)
    another = given.api_key("contact", given.organisation("Another Oy"))
    assert call("GET", f"/organisations/{sospro}/offerings", key=another).status_code == 404
    assert call("GET", f"/organisations/{new_id()}/offerings").status_code == 404


def test_an_act_is_seen_again_by_who_did_it_and_who_speaks_for_its_organisation(
    call: Call, given: Given, sospro: UUID, key: str
) -> None:
    tamk = given.organisation("TAMK")
    given_away = given.organisation("Esperi")
    done = register(call, given.offering(given.series(tamk), capacity=1), key, "anna", "berta")
    path = f"/batches/{done['batch_id']}"
    assert call("GET", path, key=key).json == done
    for other in (given.api_key("contact", sospro), given.api_key("organiser", tamk), None):
        assert call("GET", path, key=other).json == done
    stranger = given.api_key("contact", given.organisation("Another Oy"))
    assert call("GET", path, key=stranger).json["code"] == "no_batch"
    assert call("GET", path, key="").status_code == 401
    assert call("GET", f"/batches/{new_id()}", key=key).status_code == 404
    with given.database.writing() as db:
        db.execute(update(Batch).values(organisation_id=given_away))
    assert call("GET", path, key=key).json == done, "whoever did it sees it, whomever the people belong to now"
    assert call("GET", path, key=given.api_key("contact", sospro)).status_code == 404
