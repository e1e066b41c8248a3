"""One act of registering, decided person by person: who gets a place, who waits, who is told no."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from services.registration.rules.room import FULL, OVER_QUOTA, Limits, Seat

ALREADY = "already_registered"
TWICE = "same_person_twice"
AWAITS = "awaits_approval"


class NotEnoughPlaces(Exception):
    """All were to get a place or nobody, and there are too few; or too few for their organisation's people."""

    def __init__(self, wanted: int, free: int, *, is_over_quota: bool = False) -> None:
        super().__init__(f"{wanted} wanted, {free} free")
        self.wanted = wanted
        self.free = free
        self.is_over_quota = is_over_quota


@dataclass(frozen=True, slots=True)
class Places:
    """An offering's places at this moment. Those who waited have had their turn: nobody waits beside a free place."""

    #: null: no limit
    free: int | None
    waiting: int
    #: whether one may wait
    waitlist: bool
    #: what else decides; null: nothing does
    limits: Limits | None = None

    def seats(self, keys: Sequence[str]) -> list[Seat]:
        """A place for each, in the order given, or why there is none."""
        if self.limits is not None:
            return self.limits.seats(keys)
        fitting = len(keys) if self.free is None else min(len(keys), self.free)
        return [Seat()] * fitting + [Seat(FULL)] * (len(keys) - fitting)

    @property
    def needs_yes(self) -> bool:
        """Whether the organiser has to say yes before anybody gets a place."""
        return self.limits is not None and self.limits.needs_yes


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
    #: where the place comes from
    hold_id: UUID | None = None
    #: whether the organiser's yes is missing
    awaits_approval: bool = False


def decide(keys: Sequence[str], standing: Mapping[str, Standing], places: Places, if_full: str) -> list[Verdict]:
    """A verdict per given person, in the given order. Earlier lines get places before later ones.

    ``keys`` are normalised addresses; ``if_full`` is waitlist, reject or all-or-nothing. Who is registered already
    keeps what they have and takes no second place; who is named twice is registered once.
    Raises NotEnoughPlaces when it is all or nothing and not all fit. Where the organiser has to say yes, everybody
    asks for a place, whatever is free.
    """
    newcomers = [key for key in dict.fromkeys(keys) if key not in standing]
    seats = places.seats(newcomers)
    refused = sum(seat.refusal is not None for seat in seats)
    if if_full == "all-or-nothing" and refused and not places.needs_yes:
        is_over_quota = any(seat.refusal == OVER_QUOTA for seat in seats)
        raise NotEnoughPlaces(len(newcomers), len(newcomers) - refused, is_over_quota=is_over_quota)
    fresh = dict(zip(newcomers, _newcomers(newcomers, seats, places, if_full), strict=True))
    verdicts: list[Verdict] = []
    seen: set[str] = set()
    for key in keys:
        verdicts.append(_as_it_stands(key, standing) if key in standing else _once(fresh[key], seen))
        seen.add(key)
    return verdicts


def unrepeated(verdicts: Sequence[Verdict], refused: Mapping[tuple[str, str | None], Standing]) -> list[Verdict]:
    """The verdicts, with nothing to be written for whom was told the same no before, given by address and reason."""
    return [
        replace(verdict, is_new=False)
        if verdict.state == "rejected" and verdict.is_new and (verdict.key, verdict.reason) in refused
        else verdict
        for verdict in verdicts
    ]


def states_of(newcomers: int, places: Places, if_full: str) -> list[str]:
    """What becomes of so many people who are new to the offering, in their order, where only what is free decides."""
    fitting = newcomers if places.free is None else min(newcomers, places.free)
    others = "waitlisted" if if_full == "waitlist" and places.waitlist else "rejected"
    return ["confirmed"] * fitting + [others] * (newcomers - fitting)


def _newcomers(keys: Sequence[str], seats: Sequence[Seat], places: Places, if_full: str) -> Iterator[Verdict]:
    position = places.waiting
    for key, seat in zip(keys, seats, strict=True):
        if places.needs_yes:
            yield _asks(key, seat, places)
        elif seat.refusal is None:
            yield Verdict(key, "confirmed", hold_id=seat.hold_id)
        elif if_full == "waitlist" and places.waitlist:
            position += 1
            yield Verdict(key, "waitlisted", seat.refusal if seat.refusal == OVER_QUOTA else None, position)
        else:
            yield Verdict(key, "rejected", seat.refusal)


def _asks(key: str, seat: Seat, places: Places) -> Verdict:
    if seat.refusal is not None and not places.waitlist:
        return Verdict(key, "rejected", seat.refusal)
    return Verdict(key, "waitlisted", AWAITS, awaits_approval=True)


def _as_it_stands(key: str, standing: Mapping[str, Standing]) -> Verdict:
    return Verdict(key, standing[key].state, ALREADY, is_new=False)


def _once(verdict: Verdict, seen: set[str]) -> Verdict:
    if verdict.key not in seen:
        return verdict
    return replace(verdict, reason=TWICE, is_new=False)
