"""Everything that can happen to an offering's places, in every order, beside a plain model of it."""

from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import update
from time_machine import travel

from shared.database import Database
from shared.errors import Conflict
from shared.schema.catalogue import Offering
from tests.services.registration.acts import Acts
from tests.support.factories import NOON, Given

NAMES = [f"p{number}" for number in range(9)]
DEADLINE = NOON + timedelta(days=2)
END = NOON + timedelta(days=7, hours=2)
PEOPLE = st.lists(st.sampled_from(NAMES), min_size=1, max_size=4)


class Places(RuleBasedStateMachine):
    """One offering, and lists of names that say what must be true of it."""

    given: Given
    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.time = self.enter(travel(NOON, tick=False))
        self.has: list[str] = []
        self.waits: list[str] = []

    def enter(self, context: Any) -> Any:
        if not hasattr(self, "open_ones"):
            self.open_ones = ExitStack()
        return self.open_ones.enter_context(context)

    def teardown(self) -> None:
        self.open_ones.close()

    @initialize(capacity=st.integers(0, 4), waitlist=st.booleans())
    def offer(self, capacity: int, waitlist: bool) -> None:
        self.capacity: int | None = capacity
        self.waitlist = waitlist
        self.now = NOON
        self.acts = Acts(
            self.database,
            self.given.offering(self.given.series(), capacity=capacity, waitlist=waitlist, closes_at=DEADLINE),
        )

    @property
    def free(self) -> int:
        return 99 if self.capacity is None else self.capacity - len(self.has)

    @property
    def is_open(self) -> bool:
        return self.now < DEADLINE

    def move_up(self) -> None:
        if self.now < END:
            count = max(0, min(self.free, len(self.waits)))
            self.has += self.waits[:count]
            del self.waits[:count]

    @rule(names=PEOPLE, if_full=st.sampled_from(["waitlist", "reject", "all-or-nothing"]))
    def register(self, names: list[str], if_full: str) -> None:
        if not self.is_open:
            with pytest.raises(Conflict, match=r"\w"):
                self.acts.register(*names, if_full=if_full)
            return
        new = [name for name in dict.fromkeys(names) if name not in self.has + self.waits]
        after = max(0, self.free - len(self.waits))
        if if_full == "all-or-nothing" and len(new) > after:
            with pytest.raises(Conflict):
                self.acts.register(*names, if_full=if_full)
            return
        self.move_up()
        fit = new[: self.free]
        self.has += fit
        if if_full == "waitlist" and self.waitlist:
            self.waits += new[len(fit) :]
        outcome = self.acts.register(*names, if_full=if_full)
        for name, result in zip(names, outcome.results, strict=True):
            assert result.state == self.state_of(name)
            assert result.position == (self.waits.index(name) + 1 if name in self.waits else None)

    def state_of(self, name: str) -> str:
        return "confirmed" if name in self.has else "waitlisted" if name in self.waits else "rejected"

    @precondition(lambda self: self.has or self.waits)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(self.has + self.waits))
        if self.now >= END:
            with pytest.raises(Conflict):
                self.acts.cancel(name)
            return
        self.acts.cancel(name)
        (self.has if name in self.has else self.waits).remove(name)
        self.move_up()

    @precondition(lambda self: self.has or self.waits)
    @rule(data=st.data())
    def cancel_many(self, data: st.DataObject) -> None:
        names = data.draw(st.lists(st.sampled_from(self.has + self.waits), min_size=1, unique=True))
        if self.now >= END:
            with pytest.raises(Conflict):
                self.acts.cancel_many(*names)
            return
        self.acts.cancel_many(*names)
        self.has = [name for name in self.has if name not in names]
        self.waits = [name for name in self.waits if name not in names]
        self.move_up()

    @precondition(lambda self: self.has or self.waits)
    @rule(data=st.data(), colleague=st.sampled_from(NAMES))
    def substitute(self, data: st.DataObject, colleague: str) -> None:
        name = data.draw(st.sampled_from(self.has + self.waits))
        if self.now >= END or colleague in self.has + self.waits:
            with pytest.raises(Conflict):
                self.acts.substitute(name, colleague)
            return
        assert self.acts.substitute(name, colleague).changed
        held = self.has if name in self.has else self.waits
        held[held.index(name)] = colleague

    @precondition(lambda self: (self.has or self.waits) and self.now < END)
    @rule(data=st.data())
    def erase(self, data: st.DataObject) -> None:
        """Whoever is erased gives everything up, and is somebody new when they come again."""
        name = data.draw(st.sampled_from(self.has + self.waits))
        self.acts.erase(name)
        (self.has if name in self.has else self.waits).remove(name)
        self.move_up()

    @rule(more=st.integers(0, 3) | st.none())
    def change_capacity(self, more: int | None) -> None:
        self.capacity = None if more is None else len(self.has) + more
        with self.given.database.writing() as db:
            db.execute(update(Offering).where(Offering.id == self.acts.offering_id).values(capacity=self.capacity))

    @rule()
    def promote(self) -> None:
        self.acts.promote()
        self.move_up()

    @rule(hours=st.sampled_from([1, 30, 80]))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.time.move_to(self.now)

    @invariant()
    def agrees(self) -> None:
        if hasattr(self, "acts"):
            assert self.acts.seats() == (len(self.has), len(self.waits))
            assert self.acts.confirmed() == set(self.has)
            assert self.acts.line() == self.waits


def test_places_and_the_line_agree_with_the_model(given: Given, registration: Database) -> None:
    machine = type("PlacesHere", (Places,), {"given": given, "database": registration})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
