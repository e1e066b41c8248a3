"""What is said before a cancellation is what it then leads to."""

from datetime import timedelta

import pytest
from time_machine import Traveller

from services.registration.queries import offering
from services.registration.queries.moving_up import would_move_up
from shared import clock
from shared.database import Database
from tests.services.registration.acts import Acts
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")


def said(acts: Acts, *names: str) -> int:
    ids = acts.standing()
    with acts.database.reading() as db:
        facts = offering.facts_of_known(db, acts.offering_id)
        return would_move_up(db, facts, [ids[name] for name in names], clock.now())


def foretold(acts: Acts, *names: str) -> int:
    """How many moved up, as was said of it."""
    before = said(acts, *names)
    assert len(acts.cancel_many(*names).promoted) == before
    return before


def test_who_waits_moves_up_by_as_many_as_leave(given: Given, registration: Database) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=3))
    one.register("anna", "berta", "cecilia", "diana", "elsa", "frida")
    assert foretold(one, "diana") == 0
    assert foretold(one, "anna", "berta", "elsa") == 1


def test_who_asks_for_a_yes_gets_no_place_by_that(given: Given, registration: Database) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=2, needs_approval=True))
    one.register("anna", "berta", "cecilia", "diana", "elsa")
    one.confirm("anna", "berta", "cecilia")
    assert (one.confirmed(), one.asking()) == ({"anna", "berta"}, {"diana", "elsa"})
    assert foretold(one, "anna", "berta") == 1
    assert one.confirmed() == {"cecilia"}


def test_a_held_place_goes_back_to_whom_it_is_held_for(given: Given, registration: Database) -> None:
    attendo = given.organisation("Attendo")
    one = Acts(registration, given.offering(given.series(), capacity=2))
    one.hold(1, attendo)
    one.register("anna", organisation_id=attendo)
    one.register("berta")
    one.register("cecilia")
    assert one.confirmed() == {"anna", "berta"}
    assert foretold(one, "anna") == 0
    assert foretold(one, "berta") == 1


def test_who_waits_for_the_place_of_a_hold_gets_it(given: Given, registration: Database) -> None:
    attendo = given.organisation("Attendo")
    one = Acts(registration, given.offering(given.series(), capacity=2))
    one.hold(1, attendo)
    one.register("anna", organisation_id=attendo)
    one.register("berta")
    one.register("cecilia", organisation_id=attendo)
    assert foretold(one, "anna") == 1


def test_a_quota_decides_who_moves_up(given: Given, registration: Database) -> None:
    attendo = given.organisation("Attendo")
    one = Acts(registration, given.offering(given.series(), capacity=3))
    given.quota(one.offering_id, attendo, 1)
    one.register("anna", organisation_id=attendo)
    one.register("berta", "cecilia")
    one.register("diana", organisation_id=attendo)
    assert foretold(one, "berta") == 0
    assert foretold(one, "anna") == 1


def test_a_group_moves_up_whole_or_not_at_all(given: Given, registration: Database) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=2, promotes_groups=True))
    one.register("anna", "berta")
    one.register("cecilia", "diana")
    assert said(one, "anna") == 0
    assert foretold(one, "anna", "berta") == 2


def test_nobody_moves_up_any_more_after_its_time(given: Given, registration: Database, noon: Traveller) -> None:
    until = NOON + timedelta(days=1)
    one = Acts(registration, given.offering(given.series(), capacity=1, promotes_until=until))
    one.register("anna", "berta")
    assert said(one, "anna") == 1
    noon.shift(timedelta(days=2))
    assert foretold(one, "anna") == 0
