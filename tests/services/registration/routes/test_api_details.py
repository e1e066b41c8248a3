"""Correcting over the API what is said of somebody registered."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from services.registration.actions.details import Said, correct
from services.registration.actions.order import Contact
from shared.database import Database
from shared.journal import Subject
from shared.schema.journal import JournalLine
from shared.schema.registration import Person
from tests.services.registration.acts import Acts
from tests.services.registration.conftest import Call
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")

OLGA = Contact("olga@example.org", "Olga", "fi")


@pytest.fixture
def sospro(given: Given) -> UUID:
    return given.organisation("Sospro Oy")


@pytest.fixture
def one(given: Given, registration: Database, sospro: UUID) -> Acts:
    acts = Acts(registration, given.offering(given.series()))
    acts.register("anna", organisation_id=sospro, contact=OLGA)
    return acts


def test_who_registered_somebody_corrects_their_details(call: Call, given: Given, one: Acts, sospro: UUID) -> None:
    anna, key = one.standing()["anna"], given.api_key("contact", sospro)
    path = f"/registrations/{anna}"
    said = call("PATCH", path, {"name": " Anna  Öhman ", "unit": "Osasto 4"}, key)
    assert said.status_code == 200, said.text
    assert [said.json[name] for name in ("name", "unit", "language")] == ["Anna Öhman", "Osasto 4", "fi"]
    assert call("PATCH", path, {"language": "sv", "unit": None}, key).json["unit"] is None
    again = call("PATCH", path, {"language": "sv"}, key).json
    assert (again["name"], again["language"]) == ("Anna Öhman", "sv")
    with one.database.reading() as db:
        actors = db.scalars(select(JournalLine.actor).where(JournalLine.kind == "registration.renamed")).all()
    assert len(actors) == 2, "the same again is no news"
    assert {actor.split(":")[0] for actor in actors} == {"key"}


@pytest.mark.parametrize(
    "body", [{"name": ""}, {"name": None}, {"language": "de"}, {"language": None}, {"email": "a@example.org"}]
)
def test_details_that_cannot_be_are_refused(body: dict[str, Any], call: Call, one: Acts) -> None:
    assert call("PATCH", f"/registrations/{one.standing()['anna']}", body).status_code == 422


def test_what_others_registered_somebody_for_is_not_told(call: Call, given: Given, one: Acts, sospro: UUID) -> None:
    other = Acts(one.database, given.offering(given.series()))
    other.register("anna", organisation_id=given.organisation("Attendo"))
    given.domain(given.organisation("Koti Oy"), "example.org")
    alone = Acts(one.database, given.offering(given.series()))
    alone.register("anna")
    alone.cancel("anna")
    path, key = f"/registrations/{one.standing()['anna']}", given.api_key("contact", sospro)
    assert call("PATCH", path, {"name": "Anneli"}, key).json["name"] == "Anneli"
    assert call("PATCH", path, {"unit": "x"}, given.api_key("contact", given.organisation("Esperi"))).status_code == 404


@pytest.mark.parametrize("kind", ["contact", "organiser"])
def test_what_somebody_wrote_themselves_is_theirs(
    kind: str, call: Call, given: Given, registration: Database, sospro: UUID
) -> None:
    given.domain(sospro, "example.org")
    acts = Acts(registration, given.offering(given.series(sospro)))
    acts.register("anna")
    acts.register("berta", organisation_id=sospro, contact=OLGA)
    key = given.api_key(kind, sospro)
    path = f"/registrations/{acts.standing()['anna']}"
    for body in ({"name": "Anneli"}, {"language": "sv"}):
        said = call("PATCH", path, body, key)
        assert (said.status_code, said.json["code"]) == (403, "wrote_it_themselves")
    assert call("PATCH", path, {"name": "Anna", "unit": "Osasto 4"}, key).json["unit"] == "Osasto 4"
    assert call("PATCH", path, {"name": "Anneli"}).json["name"] == "Anneli", "an administrator speaks for all"
    berta = acts.standing()["berta"]
    path = f"/registrations/{berta}"
    assert call("PATCH", path, {"name": "Berta Ek"}, key).json["name"] == "Berta Ek"
    with registration.writing() as db:
        correct(db, berta, Said("Bertta Ek", None, "fi"), Subject(offering_id=acts.offering_id, subject_id=berta))
    assert call("PATCH", path, {"name": "Berta Ek"}, key).json["code"] == "wrote_it_themselves"


def test_nothing_is_written_over_somebody_erased(call: Call, given: Given, one: Acts) -> None:
    with given.database.writing() as db:
        db.execute(update(Person).values(name="", erased_at=NOON))
    said = call("PATCH", f"/registrations/{one.standing()['']}", {"name": "Anna"})
    assert (said.status_code, said.json["code"]) == (409, "erased")
    with one.database.writing() as db:
        correct(db, one.standing()[""], Said("Anna", None, "sv"), Subject(offering_id=one.offering_id))
    with one.database.reading() as db:
        assert tuple(db.execute(select(Person.name, Person.language)).one()) == ("", "fi")
