"""Whoever comes alone to an offering that has its row of places goes the quick way: what closes it closes that too."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from services.registration.actions.free_seat import TAKE
from shared.database import Database
from shared.errors import Refusal
from shared.schema.catalogue import Offering, Series, Session
from tests.services.registration.acts import Acts
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def one(given: Given, registration: Database) -> Acts:
    """An offering with somebody in it."""
    acts = Acts(registration, given.offering(given.series()))
    acts.register("diana")
    return acts


def change(given: Given, table: type[Any], **values: Any) -> None:
    with given.database.writing() as db:
        db.execute(update(table).values(**values))


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (Series, {"state": "archived"}),
        (Session, {"state": "cancelled"}),
        (Session, {"starts_at": NOON - timedelta(hours=2), "ends_at": NOON}),
        (Offering, {"closes_at": NOON}),
        (Offering, {"opens_at": NOON + timedelta(seconds=1)}),
    ],
    ids=["archived", "cancelled", "over", "closed", "not open yet"],
)
def test_what_is_not_open_takes_nobody(one: Acts, given: Given, table: type[Any], values: dict[str, Any]) -> None:
    change(given, table, **values)
    with pytest.raises(Refusal):
        one.register("anna")
    assert one.confirmed() == {"diana"}


def test_who_needs_a_yes_asks_for_it(one: Acts, given: Given) -> None:
    change(given, Offering, needs_approval=True)
    assert [each.state for each in one.register("anna").results] == ["waitlisted"]
    assert one.confirmed() == {"diana"}


def test_who_has_to_complete_something_first_gets_no_place(one: Acts, given: Given) -> None:
    given.requirement(one.offering_id, given.series(title="Yhteiset opinnot"))
    assert [each.state for each in one.register("anna").results] == ["rejected"]


def test_an_organisation_at_its_quota_gets_no_place(one: Acts, given: Given) -> None:
    sospro = given.organisation("Sospro Oy")
    given.quota(one.offering_id, sospro, 1)
    states = [one.register(name, organisation_id=sospro).results[0].state for name in ("anna", "berta")]
    assert states == ["confirmed", "waitlisted"]


def test_a_place_that_is_held_goes_to_nobody_else(one: Acts, given: Given) -> None:
    change(given, Offering, capacity=2)
    one.hold(1, label="Kainuu")
    assert one.register("anna").results[0].state == "waitlisted"


def test_who_is_free_to_come_does_go_the_quick_way(one: Acts, registration: Database) -> None:
    """Otherwise nothing above would be shown."""
    said = {"new_offering_id": one.offering_id, "new_key": "anna@example.org", "new_asked_at": NOON}
    with registration.writing() as db:
        assert db.execute(TAKE, said).rowcount == 1
