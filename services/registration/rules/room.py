"""What is free at a moment, in common and for whom, and who of those in the line it goes to."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

FULL = "full"
OVER_QUOTA = "over_quota"


class Seat(NamedTuple):
    """A place, or why there is none."""

    #: null: there is one
    refusal: str | None = None
    #: the hold that it comes from; null: from those that are for everybody
    hold_id: UUID | None = None


class Waiter(NamedTuple):
    """Somebody in the line whom nothing but a place is missing."""

    registration_id: UUID
    #: whom they count to
    organisation_id: UUID | None
    #: those who came in one act came at the same instant, and nobody else did
    queued_at: datetime


@dataclass(slots=True)
class Room:
    """What is left, and what is left of it when somebody takes a place."""

    #: for everybody; null: no limit
    free: int | None
    #: organisation -> its holds with what is left of each
    held: dict[UUID, dict[UUID, int]] = field(default_factory=dict)
    #: organisation -> how many more of its people may get a place
    quotas: dict[UUID, int] = field(default_factory=dict)

    @property
    def is_used_up(self) -> bool:
        """Whether nobody gets anything any more."""
        return self.free == 0 and not self.held

    def copy(self) -> "Room":
        """One to try things out with."""
        held = {organisation_id: dict(holds) for organisation_id, holds in self.held.items()}
        return Room(self.free, held, dict(self.quotas))

    def take(self, organisation_id: UUID | None) -> Seat:
        """A place for somebody of an organisation: of its holds as long as they last, then of what is for everybody."""
        if organisation_id in self.quotas and self.quotas[organisation_id] < 1:
            return Seat(OVER_QUOTA)
        hold_id = self._from_hold(organisation_id)
        if hold_id is None and self.free is not None:
            if self.free < 1:
                return Seat(FULL)
            self.free -= 1
        if organisation_id in self.quotas:
            self.quotas[organisation_id] -= 1
        return Seat(hold_id=hold_id)

    def close(self, organisation_id: UUID | None) -> None:
        """Somebody of this organisation waits: what they wait for goes to nobody who came later."""
        self.free = 0
        if organisation_id is not None:
            self.held.pop(organisation_id, None)

    def _from_hold(self, organisation_id: UUID | None) -> UUID | None:
        if organisation_id is None:
            return None
        holds = self.held.get(organisation_id, {})
        hold_id = next(iter(holds), None)
        if hold_id is not None:
            holds[hold_id] -= 1
            if holds[hold_id] < 1:
                del holds[hold_id]
            if not holds:
                del self.held[organisation_id]
        return hold_id


@dataclass(frozen=True, slots=True)
class Promoting:
    """How an offering lets people move up."""

    #: false: nobody does, so everybody who could keeps their turn
    goes_on: bool = True
    #: those who came in one act move up together or not at all
    whole_groups: bool = False
    #: all places there are; null: no limit
    capacity: int | None = None
    #: organisation -> its quota
    quotas: Mapping[UUID, int] = field(default_factory=dict)

    def groups(self, line: Iterable[Waiter]) -> Iterable[list[Waiter]]:
        """Who moves up together. Too many for ever fitting in at once go one by one, or they would wait for ever."""
        for _instant, some in groupby(line, key=_came_at):
            group = list(some)
            if self.whole_groups and self._can_fit(group):
                yield group
            else:
                yield from ([one] for one in group)

    def _can_fit(self, group: Sequence[Waiter]) -> bool:
        counted = Counter(one.organisation_id for one in group)
        return (self.capacity is None or len(group) <= self.capacity) and all(
            counted[organisation_id] <= places for organisation_id, places in self.quotas.items()
        )


def move_up(line: Iterable[Waiter], room: Room, how: Promoting) -> list[tuple[UUID, Seat]]:
    """Who gets which place, in the order of the line; ``room`` is afterwards what is left for those who come now.

    Nobody passes anybody who waits for the same places. Whoever waits for their organisation's quota waits for no
    place, so that others pass them.
    """
    moved: list[tuple[UUID, Seat]] = []
    for group in how.groups(line):
        if room.is_used_up:
            break
        moved += _seat(group, room, how)
    return moved


def _seat(group: Sequence[Waiter], room: Room, how: Promoting) -> list[tuple[UUID, Seat]]:
    if len(group) == 1 and how.goes_on:
        # most of the line: nothing is taken where there is none, so nothing has to be tried out
        return _seat_one(group[0], room)
    trial = room.copy()
    seats = [(one, trial.take(one.organisation_id)) for one in group]
    refusals = {seat.refusal for _one, seat in seats}
    if how.goes_on and refusals == {None}:
        room.free, room.held, room.quotas = trial.free, trial.held, trial.quotas
        return [(one.registration_id, seat) for one, seat in seats]
    if not how.goes_on or FULL in refusals:
        for one, seat in seats:
            if seat.refusal != OVER_QUOTA:
                room.close(one.organisation_id)
    return []


def _seat_one(one: Waiter, room: Room) -> list[tuple[UUID, Seat]]:
    seat = room.take(one.organisation_id)
    if seat.refusal == FULL:
        room.close(one.organisation_id)
    return [] if seat.refusal else [(one.registration_id, seat)]


@dataclass(frozen=True, slots=True)
class Limits:
    """What decides about those who come now, beside how many places are free."""

    room: Room
    #: by normalised address
    organisation_of: Callable[[str], UUID | None]
    #: whether each of them waits for the organiser's yes
    needs_yes: bool = False

    def seats(self, keys: Sequence[str]) -> list[Seat]:
        """A place for each, in the order given, or why there is none."""
        room = self.room.copy()
        return [room.take(self.organisation_of(key)) for key in keys]


def _came_at(one: Waiter) -> datetime:
    return one.queued_at
