"""What would become of everybody on a staff list, before anybody is registered."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal, NamedTuple

from services.registration.rules.batch import Places, Standing, decide, states_of
from services.registration.rules.room import OVER_QUOTA

#: of names and units, in characters
LONGEST_NAME = 200

Problem = Literal["no_address", "bad_address", "no_name", "long_name", "long_unit", "shared_address"]
Chance = Literal["place", "waits", "no_place", "over_limit", "asks", "unprepared", "has_place", "has_wait"]

_GETS: Mapping[str, Chance] = {"confirmed": "place", "waitlisted": "waits", "rejected": "no_place"}
_HAS: Mapping[str, Chance] = {"confirmed": "has_place", "waitlisted": "has_wait"}


class Row(NamedTuple):
    """A person as given and mended, on one line each."""

    number: int
    name: str
    email: str
    unit: str
    #: the normalised address; None: mail can't reach it
    key: str | None
    #: somebody said that the unit is right as it is written, though the organisation has none of that name
    unit_is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the chosen offerings, as it is now."""

    places: Places
    #: by normalised address
    standing: Mapping[str, Standing]
    #: the addresses of those who have to complete an earlier series first
    unprepared: Set[str] = frozenset()


class Verdict(NamedTuple):
    """What is to be said of one row."""

    row: Row
    #: what stops it, the first first
    problems: tuple[Problem, ...] = ()
    #: the number of the row that named the same person before; None: none did
    same_as: int | None = None
    #: a hint that stops nothing
    unit_is_unknown: bool = False
    #: one per chosen offering, in their order; empty for who is not registered as it stands
    chances: tuple[Chance, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether this row names somebody who can be registered, or is registered already."""
        return not self.problems and self.same_as is None


def is_new(chances: tuple[Chance, ...]) -> bool:
    """Whether confirming would do anything for somebody with these chances."""
    return any(chance not in ("has_place", "has_wait", "unprepared") for chance in chances)


def judge(rows: Sequence[Row], units: Set[str], choices: Sequence[Choice]) -> list[Verdict]:
    """A verdict per row, in the given order. ``units``: the organisation's, in lower case; none: any will do."""
    first: dict[str, Row] = {}
    problems = [_problems(row) for row in rows]
    for row, stopped in zip(rows, problems, strict=True):
        if not stopped and row.key is not None:
            first.setdefault(row.key, row)
    columns = [_chances(list(first), choice) for choice in choices]
    chances = dict(zip(first, zip(*columns, strict=True), strict=True)) if columns else {}
    unknown = [not row.unit_is_kept and _is_unknown(row.unit, units) for row in rows] if units else [False] * len(rows)
    return [
        Verdict(row, stopped, None, is_unknown)
        if stopped or row.key is None
        else Verdict(row, (), None, is_unknown, chances.get(row.key, ()))
        if first[row.key] is row
        else _again(row, first[row.key], is_unknown)
        for row, stopped, is_unknown in zip(rows, problems, unknown, strict=True)
    ]


def _again(row: Row, before: Row, is_unknown: bool) -> Verdict:
    """Two names at one address are two people as often as one: only a person can tell."""
    shared: tuple[Problem, ...] = () if _is_same(before.name, row.name) else ("shared_address",)
    return Verdict(row, shared, before.number, is_unknown)


def _problems(row: Row) -> tuple[Problem, ...]:
    if row.key is not None and 0 < len(row.name) <= LONGEST_NAME and len(row.unit) <= LONGEST_NAME:
        return ()
    problems: list[Problem] = []
    if row.key is None:
        problems.append("bad_address" if row.email else "no_address")
    if not row.name:
        problems.append("no_name")
    elif len(row.name) > LONGEST_NAME:
        problems.append("long_name")
    if len(row.unit) > LONGEST_NAME:
        problems.append("long_unit")
    return tuple(problems)


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
        "asks" if one.awaits_approval else "over_limit" if one.reason == OVER_QUOTA else _GETS[one.state]
        for one in decide(keys, {}, places, "waitlist")
    ]


def _is_unknown(unit: str, units: Set[str]) -> bool:
    return bool(unit) and unit.casefold() not in units
