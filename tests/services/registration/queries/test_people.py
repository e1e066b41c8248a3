from collections.abc import Mapping

import pytest

from services.registration.queries import offering, people
from services.registration.rules.batch import Standing
from shared.database import Database
from tests.services.registration.acts import Acts
from tests.support.factories import Given

pytestmark = pytest.mark.usefixtures("noon")


def standing(one: Acts, *names: str) -> Mapping[str, Standing]:
    with one.database.reading() as db:
        facts = offering.facts(db, one.offering_id)
        assert facts is not None
        return people.standing(db, facts, [f"{name}@example.org" for name in names])


@pytest.mark.parametrize("names", [("anna",), ("anna", "berta", "cecilia", "diana", "elsa")])
def test_registrations_that_stand_are_found_whoever_are_more(
    given: Given, registration: Database, names: tuple[str, ...]
) -> None:
    series = given.series()
    one, other = (Acts(registration, given.offering(series, [], capacity=2)) for _each in range(2))
    one.register("anna", "berta", "cecilia")
    one.cancel("berta")
    other.register("diana")
    found = standing(one, *names)
    assert found["anna@example.org"].state == "confirmed"
    assert {key for key in found if key.split("@")[0] in names} == {
        f"{name}@example.org" for name in ("anna", "cecilia") if name in names
    }
