"""Participants divided into small groups, evenly."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

#: colleagues of one unit are spread over the groups, or stay in one
How = Literal["apart", "together"]
HOWS: tuple[How, ...] = ("apart", "together")
MOST_GROUPS = 50


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody to put into a group; without a unit they belong with nobody."""

    id: UUID
    unit: str | None


def divide(people: Sequence[Member], count: int, how: How) -> list[list[UUID]]:
    """As many groups as asked for. ``apart``: no two differ by more than one person. ``together``: nobody is parted
    from their colleagues, and each unit goes where the fewest are, the largest first."""
    units = _units(people)
    groups: list[list[UUID]] = [[] for _ in range(count)]
    if how == "apart":
        for place, one in enumerate(one for unit in units for one in unit):
            groups[place % count].append(one)
        return groups
    for unit in units:
        min(groups, key=len).extend(unit)
    return groups


def _units(people: Sequence[Member]) -> list[list[UUID]]:
    """Who belongs together, the largest unit first; in the order given otherwise."""
    found: dict[object, list[UUID]] = defaultdict(list)
    for one in people:
        found[" ".join((one.unit or "").casefold().split()) or one.id].append(one.id)
    return sorted(found.values(), key=len, reverse=True)
