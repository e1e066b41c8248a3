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
    fit = _fit([mover.key for mover in coming], places)
    if if_full == "all-or-nothing" and sum(fit) < len(coming):
        raise NotEnoughPlaces(len(coming), sum(fit))
    rest: Becomes = "waits" if if_full == "wait" and places.waitlist else "stays"
    decided: dict[UUID, Becomes] = {mover.registration_id: "already" for mover in movers}
    for mover, is_fitting in zip(coming, fit, strict=True):
        decided[mover.registration_id] = "moves" if is_fitting else rest
    return decided


def _fit(keys: Sequence[str], places: Places) -> list[bool]:
    if places.limits is not None:
        return [seat.refusal is None and not places.needs_yes for seat in places.seats(keys)]
    free = len(keys) if places.free is None else max(0, places.free - places.waiting)
    return [number < free for number in range(len(keys))]
