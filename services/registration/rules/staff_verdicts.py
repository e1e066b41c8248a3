"""What would become of everybody on a staff list, before anybody is registered."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal, NamedTuple

from services.registration.rules.batch import ALREADY, Places, Standing, decide

#: of names and units, in characters
LONGEST_NAME = 200

Problem = Literal["no_address", "bad_address", "no_name", "long_name", "long_unit", "shared_address"]
Chance = Literal["place", "waits", "no_place", "has_place", "has_wait"]


class Row(NamedTuple):
    """A person as given and mended, on one line each."""

    number: int
    name: str
    email: str
    unit: str
    #: the normalised address; None: mail can't reach it
    key: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the chosen offerings, as it is now."""

    places: Places
    #: by normalised address
    standing: Mapping[str, Standing]


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

    @property
    def is_new(self) -> bool:
        """Whether confirming would do anything for this person."""
        return any(chance not in ("has_place", "has_wait") for chance in self.chances)


def judge(rows: Sequence[Row], units: Set[str], choices: Sequence[Choice]) -> list[Verdict]:
    """A verdict per row, in the given order. ``units``: the organisation's, in lower case; none: any will do."""
    first: dict[str, Row] = {}
    found = [_alone(row, first) for row in rows]
    ready = [verdict.row.key for verdict in found if verdict.is_ready and verdict.row.key is not None]
    columns = [_chances(ready, choice) for choice in choices]
    chances = dict(zip(ready, zip(*columns, strict=True), strict=True)) if columns else {}
    return [_whole(verdict, units, chances) for verdict in found]


def _alone(row: Row, first: dict[str, Row]) -> Verdict:
    problems = _problems(row)
    if problems or row.key is None:
        return Verdict(row, problems)
    before = first.setdefault(row.key, row)
    if before is row:
        return Verdict(row)
    # two names at one address are two people as often as one: only a person can tell
    shared: tuple[Problem, ...] = () if _is_same(before.name, row.name) else ("shared_address",)
    return Verdict(row, shared, before.number)


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
    return [
        _chance(verdict.state, verdict.reason) for verdict in decide(keys, choice.standing, choice.places, "waitlist")
    ]


def _chance(state: str, reason: str | None) -> Chance:
    if reason == ALREADY:
        return "has_place" if state == "confirmed" else "has_wait"
    return "place" if state == "confirmed" else "waits" if state == "waitlisted" else "no_place"


def _whole(verdict: Verdict, units: Set[str], chances: Mapping[str, tuple[Chance, ...]]) -> Verdict:
    row = verdict.row
    unknown = bool(units and row.unit) and row.unit.casefold() not in units
    if not verdict.is_ready or row.key is None:
        return verdict._replace(unit_is_unknown=unknown)
    return Verdict(row, (), None, unknown, chances.get(row.key, ()))
