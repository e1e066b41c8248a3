from datetime import timedelta

import pytest
from sqlalchemy import select
from time_machine import Traveller

from services.registration.actions import cancel
from shared.database import Database
from shared.errors import Conflict, NotThere
from shared.schema.base import new_id
from shared.schema.journal import JournalLine
from tests.services.registration.acts import Acts
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")


def test_cancelling_gives_the_place_to_the_first_in_line(given: Given, registration: Database) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=1))
    one.register("anna", "berta", "cecilia")
    first = one.standing()["berta"]
    assert one.cancel("anna").promoted == [first]
    assert one.confirmed() == {"berta"}
    assert one.line() == ["cecilia"]
    assert one.seats() == (1, 1)


def test_cancelling_leaves_its_lines_in_the_journal(given: Given, registration: Database) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=1))
    one.register("anna", "berta")
    ids = one.standing()
    one.cancel("anna")
    with registration.reading() as db:
        lines = db.execute(
            select(JournalLine.kind, JournalLine.subject_id, JournalLine.actor).order_by(JournalLine.id)
        ).all()
    assert [tuple(line) for line in lines[1:]] == [
        ("registration.cancelled", ids["anna"], "person"),
        ("registration.promoted", ids["berta"], "system"),
    ]


def test_leaving_the_line_moves_nobody_up(given: Given, registration: Database) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=1))
    one.register("anna", "berta", "cecilia")
    assert one.cancel("berta").promoted == []
    assert one.line() == ["cecilia"]
    assert one.seats() == (1, 1)


def test_cancelling_twice_is_once(given: Given, registration: Database) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=2))
    registration_id = one.register("anna").results[0].registration_id
    with registration.writing() as db:
        assert cancel.cancel(db, registration_id, "person").changed
    with registration.writing() as db:
        assert not cancel.cancel(db, registration_id, "person").changed
    assert one.seats() == (0, 0)


def test_one_who_cancelled_may_register_again(given: Given, registration: Database) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=1))
    first = one.register("anna").results[0]
    one.cancel("anna")
    second = one.register("anna").results[0]
    assert (second.state, second.reason) == ("confirmed", None)
    assert second.registration_id != first.registration_id


def test_after_the_last_session_nothing_is_given_back(given: Given, registration: Database, noon: Traveller) -> None:
    series = given.series()
    one = Acts(registration, given.offering(series, [given.session(series, NOON)], capacity=1))
    one.register("anna", "berta")
    for name in ("anna", "berta"):
        noon.move_to(NOON + timedelta(hours=2))
        with pytest.raises(Conflict) as refused:
            one.cancel(name)
        assert refused.value.code == "over"
    assert (one.confirmed(), one.line(), one.seats()) == ({"anna"}, ["berta"], (1, 1))
    noon.move_to(NOON + timedelta(hours=2) - timedelta(seconds=1))
    assert one.cancel("anna").changed


def test_what_was_cancelled_in_time_may_be_cancelled_again_later(
    given: Given, registration: Database, noon: Traveller
) -> None:
    one = Acts(registration, given.offering(given.series()))
    registration_id = one.register("anna").results[0].registration_id
    one.cancel("anna")
    noon.shift(timedelta(days=30))
    with registration.writing() as db:
        assert not cancel.cancel(db, registration_id, "person").changed


def test_places_are_passed_on_after_the_deadline(given: Given, registration: Database, noon: Traveller) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=1, closes_at=NOON + timedelta(days=1)))
    one.register("anna", "berta")
    noon.move_to(NOON + timedelta(days=2))
    one.cancel("anna")
    assert one.confirmed() == {"berta"}


def test_a_rejected_registration_can_not_be_cancelled(given: Given, registration: Database) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=0, waitlist=False))
    rejected = one.register("anna").results[0].registration_id
    with pytest.raises(Conflict), registration.writing() as db:
        cancel.cancel(db, rejected, "person")


def test_an_unknown_registration_is_not_there(registration: Database) -> None:
    with pytest.raises(NotThere), registration.writing() as db:
        cancel.cancel(db, new_id(), "person")
