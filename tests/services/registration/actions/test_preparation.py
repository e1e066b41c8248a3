"""Whoever has not completed what an offering requires gets no place in it, on whichever way they come."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from services.registration.actions import completion, move, register, waivers
from services.registration.actions.order import Order
from services.registration.actions.waivers import Waiver
from shared.database import Database
from shared.errors import Conflict
from shared.schema.journal import JournalLine
from tests.services.registration.acts import Acts, applicant
from tests.support.factories import Given

pytestmark = pytest.mark.usefixtures("noon")


class Academy:
    """A first series, and an offering of the next one that requires it."""

    def __init__(self, given: Given, registration: Database) -> None:
        self.given = given
        self.database = registration
        first_series = given.series(title="Yhteiset opinnot")
        self.first = Acts(registration, given.offering(first_series))
        self.next_series = given.series(title="Psykiatria")
        self.next = Acts(registration, given.offering(self.next_series, capacity=2))
        given.requirement(self.next.offering_id, first_series)

    def complete(self, *names: str, acts: Acts | None = None) -> None:
        acts = acts or self.first
        acts.register(*names)
        ids = acts.standing()
        with self.database.writing() as db:
            completion.mark_completed(db, acts.offering_id, [ids[name] for name in names], Decimal(5), "system")

    def waive(self, *names: str) -> list[str]:
        keys = [f"{name}@example.org" for name in names]
        with self.database.writing() as db:
            return waivers.waive(db, Waiver(self.next.offering_id, keys, "account:1", "Osaa jo"))


@pytest.fixture
def academy(given: Given, registration: Database) -> Academy:
    return Academy(given, registration)


def test_only_those_who_completed_the_earlier_series_get_places(academy: Academy) -> None:
    academy.complete("anna", "berta")
    outcome = academy.next.register("diana", "anna", "cecilia", "berta", "diana")
    assert [(one.state, one.reason) for one in outcome.results] == [
        ("rejected", "requirement_missing"),
        ("confirmed", None),
        ("rejected", "requirement_missing"),
        ("confirmed", None),
        ("rejected", "same_person_twice"),
    ]
    assert academy.next.seats() == (2, 0)


def test_being_registered_for_the_earlier_series_is_not_having_completed_it(academy: Academy) -> None:
    academy.first.register("anna")
    assert academy.next.register("anna").results[0].reason == "requirement_missing"


def test_one_person_alone_is_looked_at_too(academy: Academy) -> None:
    assert academy.next.register("anna").results[0].state == "rejected"
    academy.complete("anna")
    assert academy.next.register("anna").results[0].state == "confirmed"
    assert academy.next.seats() == (1, 0)


def test_who_may_wait_queues_behind_and_the_unprepared_do_not(academy: Academy) -> None:
    academy.complete("anna", "berta", "cecilia")
    outcome = academy.next.register("anna", "diana", "berta", "cecilia", "elli")
    assert [(one.state, one.position) for one in outcome.results] == [
        ("confirmed", None),
        ("rejected", None),
        ("confirmed", None),
        ("waitlisted", 1),
        ("rejected", None),
    ]
    assert academy.next.line() == ["cecilia"]


def test_all_or_nothing_is_nothing_when_one_is_unprepared(academy: Academy) -> None:
    academy.complete("anna")
    with pytest.raises(Conflict) as refusal:
        academy.next.register("anna", "berta", if_full="all-or-nothing")
    assert refusal.value.code == "requirement_missing"
    assert "Berta" in refusal.value.sentence
    assert "Yhteiset opinnot" in refusal.value.sentence
    assert "Anna" not in refusal.value.sentence
    assert academy.next.standing() == {}


def test_who_is_to_be_asked_again_is_refused_without_a_trace(academy: Academy) -> None:
    order = Order(academy.next.offering_id, [applicant("anna")], "waitlist", "person", refuses_unprepared=True)
    with pytest.raises(Conflict, match="Yhteiset opinnot"), academy.database.writing() as db:
        register.register(db, order)
    with academy.database.reading() as db:
        assert db.scalars(select(JournalLine.kind)).all() == []


def test_all_that_is_required_is_needed(academy: Academy) -> None:
    second = Acts(academy.database, academy.given.offering(second_series := academy.given.series(title="Toinen")))
    academy.given.requirement(academy.next.offering_id, second_series)
    academy.complete("anna")
    assert academy.next.register("anna").results[0].reason == "requirement_missing"
    academy.complete("anna", acts=second)
    assert academy.next.register("anna").results[0].state == "confirmed"


def test_a_waiver_lets_one_person_in_and_is_noted_once(academy: Academy) -> None:
    assert academy.waive("anna", "anna") == ["anna@example.org"]
    assert academy.waive("anna") == []
    # written in one order, whichever they are given in
    assert academy.waive("eva", "dan") == ["dan@example.org", "eva@example.org"]
    outcome = academy.next.register("anna", "berta")
    assert [one.state for one in outcome.results] == ["confirmed", "rejected"]
    with academy.database.reading() as db:
        lines = db.execute(select(JournalLine.kind, JournalLine.detail).order_by(JournalLine.id)).all()
    assert [tuple(line) for line in lines if line.kind.startswith("requirement")] == [
        ("requirement.waived", {"people": 1}),
        ("requirement.waived", {"people": 2}),
    ]


def test_an_ended_waiver_holds_no_longer_but_takes_no_place_away(academy: Academy) -> None:
    academy.waive("anna", "berta")
    academy.next.register("anna")
    with academy.database.writing() as db:
        assert waivers.end(db, academy.next.offering_id, "anna@example.org", "account:1")
        assert waivers.end(db, academy.next.offering_id, "berta@example.org", "account:1")
        assert not waivers.end(db, academy.next.offering_id, "berta@example.org", "account:1")
    assert academy.next.register("berta").results[0].state == "rejected"
    assert set(academy.next.standing()) == {"anna"}


def test_a_colleague_takes_over_only_when_prepared(academy: Academy) -> None:
    academy.complete("anna")
    academy.next.register("anna")
    with pytest.raises(Conflict) as refusal:
        academy.next.substitute("anna", "berta")
    assert refusal.value.code == "requirement_missing"
    academy.waive("berta")
    assert academy.next.substitute("anna", "berta").changed


def test_nobody_is_moved_to_where_they_may_not_register(academy: Academy) -> None:
    free = Acts(academy.database, academy.given.offering(academy.next_series))
    free.register("anna")
    wanted = move.Move(free.offering_id, academy.next.offering_id, list(free.standing().values()), "stay", "person")
    with pytest.raises(Conflict) as refusal, academy.database.writing() as db:
        move.move(db, wanted)
    assert refusal.value.code == "requirement_missing"
    academy.waive("anna")
    with academy.database.writing() as db:
        move.move(db, wanted)
    assert set(academy.next.standing()) == {"anna"}
