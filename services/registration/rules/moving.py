"""Moving people to another offering of their series, decided person by person: nobody overtakes who waits there."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from services.registration.rules.batch import NotEnoughPlaces, Places

#: what becomes of those who don't fit: they stay, they wait there, or nobody is moved
IfFull = Literal["stay", "wait", "all-or-nothing"]
#: gets a place there; waits there; stays here since there is no place; is registered there already, so stays
Becomes = Literal["moves", "waits", "stays", "already"]


@dataclass(frozen=True, slots=True)
class Mover:
    """Somebody to be moved. ``key`` is the normalised address."""

    registration_id: UUID
    key: str


def decide(movers: Sequence[Mover], there: Set[str], places: Places, if_full: IfFull) -> dict[UUID, Becomes]:
    """What becomes of each, in the given order; ``there`` are the addresses that stand in the other offering.

    Raises NotEnoughPlaces when it is all or nothing and not all fit.
    """
    coming = [mover for mover in movers if mover.key not in there]
    free = len(coming) if places.free is None else min(len(coming), max(0, places.free - places.waiting))
    if if_full == "all-or-nothing" and free < len(coming):
        raise NotEnoughPlaces(len(coming), free)
    rest: Becomes = "waits" if if_full == "wait" and places.waitlist else "stays"
    decided: dict[UUID, Becomes] = {mover.registration_id: "already" for mover in movers}
    decided.update((mover.registration_id, "moves" if number < free else rest) for number, mover in enumerate(coming))
    return decided
