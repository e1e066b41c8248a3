"""What was erased, over the API."""

from datetime import datetime
from uuid import UUID

import pytest

from services.registration.actions.erase import erase
from services.registration.queries import erasure
from shared.database import Database
from tests.services.registration.conftest import Call
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")


def test_erased_people_are_counted_for_the_organisers(call: Call, given: Given, registration: Database) -> None:
    tamk = given.organisation("TAMK")
    offering = given.offering(given.series(tamk))
    path, key = f"/offerings/{offering}/erasures", given.api_key("organiser", tamk)
    body = {"people": [{"email": f"{name}@example.org", "name": name} for name in ("anna", "berta")]}
    [anna, _berta] = call("POST", f"/offerings/{offering}/registrations", body).json["registrations"]
    nothing = {"people": 0, "people_last_at": None, "sensitive_answers": 0, "sensitive_answers_last_at": None}
    assert call("GET", path, key=key).json == nothing
    with registration.writing() as db:
        erase(db, erasure.person_of(db, UUID(anna["id"])), "person")
    said = call("GET", path, key=key).json
    assert (said["people"], datetime.fromisoformat(said["people_last_at"])) == (1, NOON)
    assert call("GET", path, key=given.api_key("organiser", given.organisation("X Oy"))).status_code == 403
    assert call("GET", path, key=given.api_key("contact", tamk)).status_code == 403
