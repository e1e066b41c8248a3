"""Holds, quotas, requests, whole groups and an end of promotions, in every order, beside a plain model of them."""

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, insert, update
from time_machine import travel

from shared.database import Database
from shared.errors import Conflict
from shared.schema.base import new_id
from shared.schema.catalogue import Offering, OfferingQuota
from tests.services.registration.acts import Acts
from tests.support.factories import NOON, Given

STAFF = {"oulu": ["o1", "o2", "o3", "o4"], "espoo": ["e1", "e2", "e3"], "": ["a", "b", "c"]}
CUT_OFF = NOON + timedelta(days=2)
EMPLOYERS = st.sampled_from(list(STAFF))
#: a hold for a named group
GROUP = "group"


@dataclass
class One:
    """Somebody who stands."""

    name: str
    employer: str
    act: int
    state: str
    hold: str | None = None


@dataclass
class Model:
    """Who has a place, who asks and who waits, in the order of arrival."""

    capacity: int
    is_waitlist: bool
    asks: bool
    is_whole: bool
    people: list[One] = field(default_factory=list)
    #: for whom: how many places, those taken included
    holds: dict[str, int] = field(default_factory=dict)
    quotas: dict[str, int] = field(default_factory=dict)

    def those(self, state: str) -> list[One]:
        return [one for one in self.people if one.state == state]

    def left(self, hold: str) -> int:
        return self.holds.get(hold, 0) - sum(one.hold == hold for one in self.those("has"))

    @property
    def held(self) -> int:
        return sum(self.left(hold) for hold in self.holds)

    @property
    def free(self) -> int:
        return self.capacity - len(self.those("has")) - self.held

    def over_quota(self, employer: str) -> bool:
        used = sum(one.employer == employer for one in self.those("has"))
        return employer in self.quotas and used >= self.quotas[employer]

    def give(self, one: One, closed: set[str], hold: str | None = None) -> str:
        """``has``, or why not; ``closed``: what others wait for."""
        if self.over_quota(one.employer):
            return "quota"
        if hold is None and one.employer not in closed and self.left(one.employer) > 0:
            hold = one.employer
        if (self.left(hold) if hold else 0 if "all" in closed else self.free) < 1:
            return "full"
        one.state, one.hold = "has", hold
        return "has"

    def move_up(self, goes_on: bool) -> set[str]:
        """Let those who wait move up; what is closed to those who come now."""
        for one in self.people:
            # the yes that they wait for is asked for no more
            one.state = "waits" if one.state == "asks" and not self.asks else one.state
        closed: set[str] = set()
        for unit in self.units():
            before = [replace(one) for one in unit]
            said = [self.give(one, closed) for one in unit]
            if goes_on and set(said) == {"has"}:
                continue
            for one, was in zip(unit, before, strict=True):
                one.state, one.hold = was.state, None
            if not goes_on or "full" in said:
                waits = {one.employer for one, word in zip(unit, said, strict=True) if word != "quota"}
                closed |= {"all", *waits} if waits else set()
        return closed

    def units(self) -> list[list[One]]:
        waiting = self.those("waits")
        units: list[list[One]] = []
        for act in dict.fromkeys(one.act for one in waiting):
            group = [one for one in waiting if one.act == act]
            fits = len(group) <= min(self.capacity, self.quotas.get(group[0].employer, len(group)))
            units += [group] if self.is_whole and fits else [[one] for one in group]
        return units


class Limits(RuleBasedStateMachine):
    """One offering with everything that limits it."""

    given: Given
    database: Database
    employers: dict[str, UUID]

    def __init__(self) -> None:
        super().__init__()
        self.open_ones = ExitStack()
        self.time = self.open_ones.enter_context(travel(NOON, tick=False))
        self.now = NOON
        self.number = 0
        self.hold_ids: dict[str, UUID] = {}

    def teardown(self) -> None:
        self.open_ones.close()

    @initialize(
        capacity=st.integers(1, 5), waitlist=st.booleans(), asks=st.booleans(), whole=st.booleans(), ends=st.booleans()
    )
    def offer(self, capacity: int, waitlist: bool, asks: bool, whole: bool, ends: bool) -> None:
        self.model = Model(capacity, waitlist, asks, whole)
        self.cut_off = CUT_OFF if ends else None
        rules: dict[str, Any] = {"needs_approval": asks, "promotes_groups": whole, "promotes_until": self.cut_off}
        series_id = self.given.series()
        self.acts = Acts(self.database, self.given.offering(series_id, capacity=capacity, waitlist=waitlist, **rules))

    @property
    def goes_on(self) -> bool:
        return self.cut_off is None or self.now < self.cut_off

    @rule(
        employer=EMPLOYERS, data=st.data(), if_full=st.sampled_from(["waitlist", "reject", "all-or-nothing"]),
        approved=st.booleans(),
    )  # fmt: skip
    def register(self, employer: str, data: st.DataObject, if_full: str, approved: bool) -> None:
        model = self.model
        names = data.draw(st.lists(st.sampled_from(STAFF[employer]), min_size=1, max_size=4, unique=True))
        standing = {one.name for one in model.people}
        self.number += 1
        new = [One(name, employer, self.number, "new") for name in names if name not in standing]
        before = [replace(one) for one in model.people]
        closed = model.move_up(self.goes_on)
        asks = model.asks and not approved
        model.people += new
        said = [model.give(one, closed) for one in new]
        for one, word in zip(new, said, strict=True):
            if asks:
                one.state = "asks" if word == "has" or model.is_waitlist else "gone"
                one.hold = None
            elif word != "has":
                one.state = "waits" if if_full == "waitlist" and model.is_waitlist else "gone"
        model.people = [one for one in model.people if one.state != "gone"]
        more = {"organisation_id": self.employers.get(employer), "is_approved": approved}
        if if_full == "all-or-nothing" and not asks and set(said) - {"has"}:
            model.people = before
            with pytest.raises(Conflict):
                self.acts.register(*names, if_full=if_full, **more)
            return
        self.acts.register(*names, if_full=if_full, **more)

    @precondition(lambda self: self.model.people)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(self.model.people))
        self.acts.cancel(one.name)
        self.model.people.remove(one)
        self.model.move_up(self.goes_on)

    @precondition(lambda self: self.model.people)
    @rule(data=st.data())
    def substitute(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(self.model.people))
        others = [name for name in STAFF[one.employer] if name not in {some.name for some in self.model.people}]
        if others:
            self.acts.substitute(one.name, others[0])
            one.name = others[0]

    @precondition(lambda self: self.model.people)
    @rule(data=st.data(), from_group=st.booleans())
    def confirm(self, data: st.DataObject, from_group: bool) -> None:
        names = data.draw(st.lists(st.sampled_from([one.name for one in self.model.people]), min_size=1, unique=True))
        hold = GROUP if from_group and GROUP in self.hold_ids else None
        done = self.acts.confirm(*names, hold_id=self.hold_ids.get(GROUP) if hold else None)
        placed = 0
        for one in self.model.people:
            if one.name in names and one.state != "has":
                one.state = "waits"
                placed += self.model.give(one, set(), hold) == "has"
        assert len(done.placed) == placed

    @precondition(lambda self: self.model.people)
    @rule(data=st.data())
    def decline(self, data: st.DataObject) -> None:
        names = data.draw(st.lists(st.sampled_from([one.name for one in self.model.people]), min_size=1, unique=True))
        gone = [one for one in self.model.those("asks") if one.name in names]
        assert len(self.acts.decline(*names, reason="Täynnä.")) == len(gone)
        self.model.people = [one for one in self.model.people if one not in gone]

    @rule(whom=st.sampled_from(["oulu", GROUP]), places=st.integers(1, 3))
    def hold(self, whom: str, places: int) -> None:
        if whom in self.hold_ids:
            return
        label = "" if whom in self.employers else whom
        if places > self.model.free:
            with pytest.raises(Conflict):
                self.acts.hold(places, self.employers.get(whom), label)
            return
        self.hold_ids[whom] = self.acts.hold(places, self.employers.get(whom), label)
        self.model.holds[whom] = places
        self.model.move_up(self.goes_on)

    @precondition(lambda self: self.hold_ids)
    @rule(data=st.data(), places=st.integers(1, 3) | st.none())
    def release(self, data: st.DataObject, places: int | None) -> None:
        whom = data.draw(st.sampled_from(sorted(self.hold_ids)))
        left = self.model.left(whom)
        if places is not None and places > left:
            with pytest.raises(Conflict):
                self.acts.release(self.hold_ids[whom], places)
            return
        self.acts.release(self.hold_ids[whom], places)
        if places is None or places == left:
            del self.model.holds[whom], self.hold_ids[whom]
            for one in self.model.people:
                one.hold = None if one.hold == whom else one.hold
        else:
            self.model.holds[whom] -= places
        self.model.move_up(self.goes_on)

    @rule(places=st.integers(0, 3) | st.none(), employer=st.sampled_from(["oulu", "espoo"]))
    def quota(self, places: int | None, employer: str) -> None:
        self.model.quotas.pop(employer, None)
        if places is not None:
            self.model.quotas[employer] = places
        offering_id, organisation_id = self.acts.offering_id, self.employers[employer]
        with self.given.database.writing() as db:
            db.execute(delete(OfferingQuota).where(OfferingQuota.organisation_id == organisation_id))
            if places is not None:
                row = {"offering_id": offering_id, "organisation_id": organisation_id, "places": places}
                db.execute(insert(OfferingQuota), row)
            some = bool(self.model.quotas)
            db.execute(update(Offering).where(Offering.id == offering_id).values(has_quotas=some))

    @rule(asks=st.booleans())
    def ask_for_a_yes(self, asks: bool) -> None:
        self.model.asks = asks
        with self.given.database.writing() as db:
            db.execute(update(Offering).where(Offering.id == self.acts.offering_id).values(needs_approval=asks))

    @rule(more=st.integers(0, 2))
    def change_capacity(self, more: int) -> None:
        self.model.capacity = max(1, len(self.model.those("has")) + self.model.held + more)
        with self.given.database.writing() as db:
            changed = update(Offering).where(Offering.id == self.acts.offering_id)
            db.execute(changed.values(capacity=self.model.capacity))

    @rule()
    def promote(self) -> None:
        self.acts.promote()
        self.model.move_up(self.goes_on)

    @rule(hours=st.sampled_from([1, 40]))
    def wait(self, hours: int) -> None:
        self.now = min(self.now + timedelta(hours=hours), NOON + timedelta(days=5))
        self.time.move_to(self.now)

    @invariant()
    def agrees(self) -> None:
        if not hasattr(self, "acts"):
            return
        model = self.model
        has, asks = model.those("has"), model.those("asks")
        assert self.acts.seats() == (len(has), len(model.people) - len(has))
        assert self.acts.held() == model.held
        assert len(has) + model.held <= model.capacity
        assert self.acts.confirmed() == {one.name for one in has}
        assert self.acts.asking() == {one.name for one in asks}
        assert self.acts.line() == [one.name for one in model.people if one.state != "has"]


def test_limits_agree_with_the_model(given: Given, registration: Database) -> None:
    employers = {name: given.organisation(f"{name} {new_id()}") for name in ("oulu", "espoo")}
    named = {"given": given, "database": registration, "employers": employers}
    run_state_machine_as_test(
        type("LimitsHere", (Limits,), named),
        settings=settings(
            max_examples=25,
            phases=[Phase.generate],
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
