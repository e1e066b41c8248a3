"""Who is to be in two places at once, and which venue is taken twice."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any, Literal
from uuid import UUID

from shared.rules.rehearsals import rehearsal_of

What = Literal["session", "rehearsal"]


@dataclass(frozen=True)
class Booking:
    """That somebody presents a session, or rehearses for it. ``email`` says who they are; what others organise has no
    ``title``."""

    email: str
    name: str
    session_id: UUID
    title: str | None
    starts_at: datetime
    ends_at: datetime
    what: What = "session"


@dataclass(frozen=True)
class Meeting:
    """A session where it is held, to be compared with others."""

    id: UUID
    title: str
    mode: str
    venue: str | None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Clash:
    """What stands against a session: a presenter's name or the venue, and what else they are booked for, if the reader
    may know."""

    kind: Literal["presenter", "venue"]
    name: str
    title: str | None
    #: whether the session itself is meant or the rehearsal before it, here and at the other
    during: What = "session"
    other: What = "session"


def bookings(email: str, name: str, session: Any, title: str | None) -> list[Booking]:
    """What presenting a session takes of a person's time: the session, and its rehearsal."""
    held = Booking(email, name, session.id, title, session.starts_at, session.ends_at)
    before = rehearsal_of(session)
    return [held] if before is None else [held, Booking(email, name, session.id, title, *before, "rehearsal")]


def presenters_twice(booked: Iterable[Booking], *, by_rehearsals: bool = False) -> dict[UUID, list[Clash]]:
    """By session: who of its presenters is booked for another one at the same time; ``by_rehearsals`` alone where two
    sessions are compared elsewhere. Of sessions that meet themselves, their rehearsals would say nothing new."""
    by_person: dict[str, list[Booking]] = defaultdict(list)
    for booking in booked:
        by_person[booking.email].append(booking)
    found: dict[UUID, list[Clash]] = defaultdict(list)
    for theirs in by_person.values():
        pairs = [(one, other) for one, other in _overlapping(theirs) if one.session_id != other.session_id]
        meeting = {_both(one, other) for one, other in pairs if _are_held(one, other)}
        for one, other in pairs:
            if (not by_rehearsals) if _are_held(one, other) else (_both(one, other) not in meeting):
                found[one.session_id].append(_seen_from(one, other))
                found[other.session_id].append(_seen_from(other, one))
    return found


def _are_held(one: Booking, other: Booking) -> bool:
    return one.what == other.what == "session"


def _both(one: Booking, other: Booking) -> frozenset[UUID]:
    return frozenset((one.session_id, other.session_id))


def _seen_from(one: Booking, other: Booking) -> Clash:
    # of what others organise not even that it is a rehearsal
    return Clash("presenter", one.name, other.title, one.what, "session" if other.title is None else other.what)


def venues_twice(sessions: Iterable[Any]) -> dict[UUID, list[Clash]]:
    """By session: which others are held in its venue at the same time."""
    by_venue: dict[str, list[Any]] = defaultdict(list)
    for session in sessions:
        if session.venue and session.mode != "online":
            by_venue[" ".join(session.venue.casefold().split())].append(session)
    found: dict[UUID, list[Clash]] = defaultdict(list)
    for there in by_venue.values():
        for one, other in _overlapping(there):
            found[one.id].append(Clash("venue", one.venue, other.title))
            found[other.id].append(Clash("venue", other.venue, one.title))
    return found


def _overlapping(ones: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """A time that begins when another ends doesn't overlap it."""
    for one, other in combinations(ones, 2):
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at:
            yield one, other
