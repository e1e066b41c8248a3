"""What would become of everybody on a staff list, before anybody is registered."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal, NamedTuple

from services.registration.rules.batch import Places, Standing, decide, states_of
from services.registration.rules.room import OVER_QUOTA
from services.registration.rules.roster import Roster, Row

#: of names and units, in characters
LONGEST_NAME = 200

Problem = Literal[
    "no_address", "bad_address", "two_addresses", "no_name", "long_name", "long_unit", "outsider", "shared_address"
]
Chance = Literal[
    "place", "waits", "waits_over_limit", "no_place", "over_limit", "asks", "unprepared", "has_place", "has_wait"
]

_GETS: Mapping[str, Chance] = {"confirmed": "place", "waitlisted": "waits", "rejected": "no_place"}
#: the same of those whose organisation has no more places here
_OVER: Mapping[str, Chance] = {"waitlisted": "waits_over_limit", "rejected": "over_limit"}
_HAS: Mapping[str, Chance] = {"confirmed": "has_place", "waitlisted": "has_wait"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the chosen offerings, as it is now."""

    places: Places
    #: by normalised address
    standing: Mapping[str, Standing]
    #: the addresses of those who have to complete an earlier series first
    unprepared: Set[str] = frozenset()
    #: the same of those who are not registered yet and whom a commissioned series is not for
    outside: Set[str] = frozenset()


class Verdict(NamedTuple):
    """What is to be said of one row."""

    row: Row
    #: what stops it, the first first
    problems: tuple[Problem, ...] = ()
    #: the number of the row that named the same person before; None: none did
    same_as: int | None = None
    #: one per chosen offering, in their order; empty for who is not registered as it stands
    chances: tuple[Chance, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether this row names somebody who can be registered, or is registered already."""
        return not self.problems and self.same_as is None


def is_new(chances: tuple[Chance, ...]) -> bool:
    """Whether confirming would do anything for somebody with these chances."""
    return any(chance not in ("has_place", "has_wait", "unprepared") for chance in chances)


@dataclass(frozen=True, slots=True)
class Judged:
    """What is to be said of a whole list. Rows are named by their place in it, from 0."""

    roster: Roster
    #: the normalised addresses; None: mail can't reach it
    keys: Sequence[str | None]
    #: what stops a row, the first first
    problems: Mapping[int, tuple[Problem, ...]]
    #: row -> the earlier row that named the same person
    again: Mapping[int, int]
    #: rows that name somebody who can be registered, or is registered already
    ready: Sequence[int]
    #: per chosen offering, in their order: one for each who is ready
    chances: Sequence[Sequence[Chance]]
    #: the organisation's units, in lower case; none: any will do
    known_units: Set[str]

    def verdict(self, index: int) -> Verdict:
        """On the row in this place."""
        row = self.roster.row(index)
        at = bisect_left(self.ready, index)
        is_ready = at < len(self.ready) and self.ready[at] == index
        before = self.again.get(index)
        return Verdict(
            row,
            self.problems.get(index, ()),
            None if before is None else self.roster.numbers[before],
            tuple(column[at] for column in self.chances) if is_ready else (),
        )

    def outcomes(self) -> Counter[tuple[Chance, ...]]:
        """How many of those who are ready have the same chances; thousands of people have few different ones."""
        return Counter(zip(*self.chances, strict=True))

    def unknown_units(self) -> list[tuple[str, int]]:
        """Units that the organisation hasn't, each once whatever its capital letters, and in how many rows."""
        if not self.known_units:
            return []
        numbered = zip(self.roster.numbers, self.roster.units, strict=True)
        kept = self.roster.kept
        units = (unit for number, unit in numbered if number not in kept) if kept else self.roster.units
        written, rows = dict[str, str](), Counter[str]()
        for unit, count in Counter(units).items():
            key = unit.casefold()
            if 0 < len(unit) <= LONGEST_NAME and key not in self.known_units:
                written.setdefault(key, unit)
                rows[key] += count
        return [(unit, rows[key]) for key, unit in written.items()]


def judge(roster: Roster, keys: Sequence[str | None], units: Set[str], choices: Sequence[Choice]) -> Judged:
    """What would become of them all. ``keys``: their normalised addresses; ``units``: see Judged."""
    problems = _problems(roster, keys, frozenset().union(*(choice.outside for choice in choices)))
    first: dict[str, int] = {}
    again: dict[int, int] = {}
    for index, key in enumerate(keys):
        if key is not None and index not in problems and first.setdefault(key, index) != index:
            again[index] = first[key]
    for index, before in again.items():
        # two names at one address are two people as often as one: only a person can tell
        if not _is_same(roster.names[before], roster.names[index]):
            problems[index] = ("shared_address",)
    people = list(first)
    chances = [_chances(people, choice) for choice in choices]
    return Judged(roster, keys, problems, again, list(first.values()), chances, units)


def _problems(roster: Roster, keys: Sequence[str | None], outside: Set[str]) -> dict[int, tuple[Problem, ...]]:
    suspects = {index for index, key in enumerate(keys) if key is None or key in outside}
    suspects |= {index for index, name in enumerate(roster.names) if not 0 < len(name) <= LONGEST_NAME}
    suspects |= {index for index, unit in enumerate(roster.units) if len(unit) > LONGEST_NAME}
    return {index: _problems_of(roster.row(index), keys[index], outside) for index in suspects}


def _problems_of(row: Row, key: str | None, outside: Set[str]) -> tuple[Problem, ...]:
    problems: list[Problem] = []
    if key is None:
        problems.append(_wrong_with(row.email))
    elif key in outside:
        problems.append("outsider")
    if not row.name:
        problems.append("no_name")
    elif len(row.name) > LONGEST_NAME:
        problems.append("long_name")
    if len(row.unit) > LONGEST_NAME:
        problems.append("long_unit")
    return tuple(problems)


def _wrong_with(address: str) -> Problem:
    return "two_addresses" if address.count("@") > 1 else "bad_address" if address else "no_address"


def _is_same(one: str, other: str) -> bool:
    return sorted(one.casefold().split()) == sorted(other.casefold().split())


def _chances(keys: Sequence[str], choice: Choice) -> list[Chance]:
    standing = choice.standing
    unprepared = choice.unprepared
    newcomers = [key for key in keys if key not in standing and key not in unprepared]
    gets = iter(_newcomers(newcomers, choice.places))
    return [
        _HAS[standing[key].state] if key in standing else "unprepared" if key in unprepared else next(gets)
        for key in keys
    ]


def _newcomers(keys: Sequence[str], places: Places) -> list[Chance]:
    if places.limits is None:
        return [_GETS[state] for state in states_of(len(keys), places, "waitlist")]
    return [
        "asks" if one.awaits_approval else _OVER[one.state] if one.reason == OVER_QUOTA else _GETS[one.state]
        for one in decide(keys, {}, places, "waitlist")
    ]
