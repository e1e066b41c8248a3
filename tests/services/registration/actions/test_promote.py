import pytest
from sqlalchemy import update

from services.registration.actions import seats
from services.registration.queries import offering
from shared.database import Database
from shared.schema.base import new_id
from shared.schema.catalogue import Offering
from tests.services.registration.acts import Acts
from tests.support.factories import Given

pytestmark = pytest.mark.usefixtures("noon")


def with_capacity(given: Given, capacity: int | None) -> None:
    with given.database.writing() as db:
        db.execute(update(Offering).values(capacity=capacity))


def test_more_capacity_is_filled_from_the_line(given: Given, registration: Database) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=1))
    one.register("anna", "berta", "cecilia", "diana")
    ids = one.standing()
    with_capacity(given, 3)
    assert one.promote() == [ids["berta"], ids["cecilia"]]
    assert one.line() == ["diana"]
    assert one.promote() == []


def test_no_limit_any_more_lets_all_in(given: Given, registration: Database) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=0))
    one.register("anna", "berta")
    with_capacity(given, None)
    assert len(one.promote()) == 2
    assert one.seats() == (2, 0)


def test_an_unknown_offering_promotes_nobody(registration: Database) -> None:
    assert Acts(registration, new_id()).promote() == []


def test_offerings_with_freed_places_are_found(given: Given, registration: Database) -> None:
    series = given.series()
    full, freed = (Acts(registration, given.offering(series, capacity=1)) for _which in range(2))
    for one in (full, freed):
        one.register("anna", "berta")
    with given.database.writing() as db:
        db.execute(update(Offering).where(Offering.id == freed.offering_id).values(capacity=2))
    with registration.reading() as db:
        assert offering.with_freed_places(db) == [freed.offering_id]


@pytest.mark.parametrize(
    ("places", "waits", "refused", "is_given"),
    [(2, 0, 0, True), (3, 0, 0, False), (2, 1, 0, True), (1, 1, 0, False), (1, 0, 1, False), (2, 0, 5, True)],
)
def test_places_are_taken_only_as_things_are(
    given: Given, registration: Database, places: int, waits: int, refused: int, is_given: bool
) -> None:
    offering_id = given.offering(given.series(), capacity=2)
    with registration.writing() as db:
        seats.make_row(db, offering_id)
        assert seats.take(db, offering_id, places, waits, refused) is is_given
