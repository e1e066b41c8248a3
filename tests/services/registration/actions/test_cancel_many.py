from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from time_machine import Traveller

from services.registration.actions import cancel_many
from services.registration.actions.cancel_many import ManyCancelled
from shared.database import Database
from shared.errors import Conflict, Refusal
from shared.schema.base import new_id
from shared.schema.journal import JournalLine
from shared.schema.registration import Registration
from tests.services.registration.acts import Acts
from tests.support.factories import Given

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def acts(given: Given, registration: Database) -> Acts:
    """Three places, two who wait."""
    acts = Acts(registration, given.offering(given.series(), capacity=3))
    acts.register("anna", "berta", "cecilia", "diana", "elsa")
    return acts


def cancel(acts: Acts, *ids: UUID) -> ManyCancelled:
    with acts.database.writing() as db:
        return cancel_many.cancel_many(db, acts.offering_id, ids, "account:olga")


def test_places_go_to_those_who_still_wait(acts: Acts) -> None:
    ids = acts.standing()
    done = cancel(acts, ids["anna"], ids["berta"], ids["diana"])
    assert done.states == {ids["anna"]: "confirmed", ids["berta"]: "confirmed", ids["diana"]: "waitlisted"}
    assert done.promoted == [ids["elsa"]]
    assert acts.confirmed() == {"cecilia", "elsa"}
    assert acts.seats() == (2, 0)


def test_each_gets_a_line_in_the_journal(acts: Acts) -> None:
    ids = acts.standing()
    cancel(acts, ids["anna"], ids["elsa"])
    with acts.database.reading() as db:
        lines = db.execute(select(JournalLine).where(JournalLine.kind == "registration.cancelled")).all()
    assert [(line.subject_id, line.actor, line.detail) for line in lines] == [
        (ids["anna"], "account:olga", {"was": "confirmed"}),
        (ids["elsa"], "account:olga", {"was": "waitlisted"}),
    ]


def test_a_second_time_changes_nothing(acts: Acts) -> None:
    ids = acts.standing()
    cancel(acts, ids["anna"])
    assert cancel(acts, ids["anna"], new_id()) == ManyCancelled({}, [])
    assert acts.seats() == (3, 1)


def test_registrations_of_another_offering_are_left_alone(acts: Acts, given: Given, registration: Database) -> None:
    other = Acts(registration, given.offering(given.series()))
    other.register("anna")
    assert cancel(acts, other.standing()["anna"]) == ManyCancelled({}, [])
    assert other.seats() == (1, 0)


def test_what_is_over_can_not_be_cancelled(acts: Acts, noon: Traveller) -> None:
    noon.shift(timedelta(days=8))
    with pytest.raises(Conflict) as refused:
        cancel(acts, *acts.standing().values())
    assert refused.value.code == "over"
    assert acts.seats() == (3, 2)


def test_a_thousand_are_cancelled_at_once(given: Given, registration: Database) -> None:
    acts = Acts(registration, given.offering(given.series(), capacity=600))
    acts.register(*(f"p{number}" for number in range(1200)))
    assert len(cancel(acts, *acts.standing().values()).states) == 1200
    assert acts.seats() == (0, 0)


def test_a_request_that_is_given_up_asks_for_nothing(given: Given, registration: Database) -> None:
    acts = Acts(registration, given.offering(given.series(), needs_approval=True))
    acts.register("anna", "berta", "cecilia", "diana")
    acts.cancel("anna")
    acts.cancel_many("berta")
    acts.substitute("cecilia", "elsa")
    with registration.reading() as db:
        asks = select(Registration.state).where(Registration.awaits_approval)
        assert db.scalars(asks).all() == ["waitlisted", "waitlisted"]


@pytest.mark.parametrize("places", [0, -2])
def test_a_release_never_enlarges_a_hold(given: Given, registration: Database, places: int) -> None:
    acts = Acts(registration, given.offering(given.series(), capacity=3))
    hold_id = acts.hold(2, label="Nurses")
    with pytest.raises(Refusal, match="Release at least one place"):
        acts.release(hold_id, places)
    assert acts.held() == 2
