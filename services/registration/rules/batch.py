"""One act of registering, decided person by person: who gets a place, who waits, who is told no."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

ALREADY = "already_registered"
TWICE = "same_person_twice"
FULL = "full"


class NotEnoughPlaces(Exception):
    """All were to get a place or nobody, and there are too few."""

    def __init__(self, wanted: int, free: int) -> None:
        super().__init__(f"{wanted} wanted, {free} free")
        self.wanted = wanted
        self.free = free


@dataclass(frozen=True, slots=True)
class Places:
    """An offering's places at this moment. Those who waited have had their turn: nobody waits beside a free place."""

    #: null: no limit
    free: int | None
    waiting: int
    #: whether one may wait
    waitlist: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A registration that stands already."""

    registration_id: UUID
    state: str
    batch_id: UUID


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one line of the act."""

    key: str
    state: str
    reason: str | None = None
    #: place in the line, from 1, for those who newly wait
    position: int | None = None
    #: whether a registration is to be written
    is_new: bool = True


def decide(keys: Sequence[str], standing: Mapping[str, Standing], places: Places, if_full: str) -> list[Verdict]:
    """A verdict per given person, in the given order. Earlier lines get places before later ones.

    ``keys`` are normalised addresses; ``if_full`` is waitlist, reject or all-or-nothing. Who is registered already
    keeps what they have and takes no second place; who is named twice is registered once.
    Raises NotEnoughPlaces when it is all or nothing and not all fit.
    """
    newcomers = [key for key in dict.fromkeys(keys) if key not in standing]
    fitting = _fitting(len(newcomers), places)
    if if_full == "all-or-nothing" and fitting < len(newcomers):
        raise NotEnoughPlaces(len(newcomers), fitting)
    states = states_of(len(newcomers), places, if_full)
    fresh = {
        key: _newcomer(key, state, places.waiting + number - fitting + 1)
        for number, (key, state) in enumerate(zip(newcomers, states, strict=True))
    }
    verdicts: list[Verdict] = []
    seen: set[str] = set()
    for key in keys:
        verdicts.append(_as_it_stands(key, standing) if key in standing else _once(fresh[key], seen))
        seen.add(key)
    return verdicts


def states_of(newcomers: int, places: Places, if_full: str) -> list[str]:
    """What becomes of so many people who are new to the offering, in their order."""
    fitting = _fitting(newcomers, places)
    others = "waitlisted" if if_full == "waitlist" and places.waitlist else "rejected"
    return ["confirmed"] * fitting + [others] * (newcomers - fitting)


def _fitting(newcomers: int, places: Places) -> int:
    return newcomers if places.free is None else min(newcomers, places.free)


def _newcomer(key: str, state: str, position: int) -> Verdict:
    if state == "rejected":
        return Verdict(key, state, FULL)
    return Verdict(key, state, position=position if state == "waitlisted" else None)


def _as_it_stands(key: str, standing: Mapping[str, Standing]) -> Verdict:
    return Verdict(key, standing[key].state, ALREADY, is_new=False)


def _once(verdict: Verdict, seen: set[str]) -> Verdict:
    if verdict.key not in seen:
        return verdict
    return Verdict(verdict.key, verdict.state, TWICE, verdict.position, is_new=False)
