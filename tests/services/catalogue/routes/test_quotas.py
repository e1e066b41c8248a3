"""How many places each organisation may take: on its page and over the API."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from shared.schema.catalogue import Offering
from shared.schema.registration import Seats
from tests.services.catalogue.conftest import Call, Made
from tests.services.catalogue.routes.form_of import form_of
from tests.services.catalogue.routes.test_api_questions import answer
from tests.support.factories import Given


@pytest.fixture
def offering(given: Given, organisation: UUID) -> UUID:
    return given.offering(given.series(organisation, slug="one"), capacity=20)


def test_quota_is_set_changed_and_removed_on_its_page(organiser: FlaskClient, given: Given, offering: UUID) -> None:
    employer = given.organisation("Oulun hoiva")
    path = f"/workspace/offerings/{offering}/quotas"
    assert "Oulun hoiva" in organiser.get(path).text
    assert organiser.post(path, data={"organisation": str(employer), "places": "many"}).status_code == 422
    for places in ("15", "12"):
        organiser.post(path, data={"organisation": str(employer), "places": places})
    assert "0 of 12 places used" in organiser.get(path).text
    with given.database.reading() as db:
        assert db.scalar(select(Offering.has_quotas).where(Offering.id == offering)) is True
    organiser.post(f"{path}/remove", data={"organisation": str(employer)})
    assert "places used" not in organiser.get(path).text
    with given.database.reading() as db:
        assert db.scalar(select(Offering.has_quotas).where(Offering.id == offering)) is False


def test_quota_over_the_api(call: Call, made: Made, given: Given) -> None:
    employer = given.organisation("Oulun hoiva")
    path = f"{made.offering}/quotas"
    answer(given, made.offering.rsplit("/", 1)[1], "x")
    said = call("PUT", f"{path}/{employer}", {"places": 3})
    assert said.json == {
        "items": [{"organisation_id": str(employer), "name": "Oulun hoiva", "places": 3, "used": 0}]
    }, said.text
    assert call("PUT", f"{path}/{employer}", {"places": -1}).status_code == 422
    assert call("PUT", f"{path}/{made.offering.rsplit('/', 1)[1]}", {"places": 1}).status_code == 404
    assert call("DELETE", f"{path}/{employer}").json == {"items": []}
    assert call("DELETE", f"{path}/{employer}").json == {"items": []}


def test_rules_of_places_are_given_and_changed(call: Call, made: Made) -> None:
    said = call(
        "PATCH", made.offering, {"needs_approval": True, "promotes_groups": True, "promotes_until": "2026-12-31"}
    )
    assert said.status_code == 200, said.text
    assert (said.json["needs_approval"], said.json["promotes_groups"]) == (True, True)
    assert said.json["promotes_until"].startswith("2026-12-31T23:59:59")
    assert call("PATCH", made.offering, {"promotes_until": None}).json["promotes_until"] is None


def test_capacity_below_what_is_taken_and_held_is_refused(call: Call, made: Made, given: Given) -> None:
    offering_id = UUID(made.offering.rsplit("/", 1)[1])
    with given.database.writing() as db:
        db.execute(insert(Seats).values(offering_id=offering_id, taken=4, waiting=0, held=3))
    said = call("PATCH", made.offering, {"capacity": 6})
    assert (said.status_code, said.json["code"]) == (409, "capacity_below_held"), said.text
    assert call("PATCH", made.offering, {"capacity": 3}).json["code"] == "capacity_below_taken"
    assert call("PATCH", made.offering, {"capacity": 7}).status_code == 200


def test_form_keeps_the_rules_of_places(organiser: FlaskClient, given: Given, offering: UUID) -> None:
    path = f"/workspace/offerings/{offering}/edit"
    said = form_of(organiser.get(path).text) | {"promotes_on": "2026-12-31", "needs_approval": "y"}
    assert organiser.post(path, data=said).status_code == 302
    page = organiser.get(path).text
    assert 'value="2026-12-31"' in page
    with given.database.reading() as db:
        row = db.execute(select(Offering.needs_approval, Offering.promotes_groups)).one()
    assert tuple(row) == (True, False)
