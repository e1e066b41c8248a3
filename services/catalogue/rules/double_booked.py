"""Who is to be in two places at once, and which venue is taken twice."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any, Literal
from uuid import UUID


@dataclass(frozen=True)
class Booking:
    """That somebody presents a session. ``email`` says who they are; what others organise has no ``title``."""

    email: str
    name: str
    session_id: UUID
    title: str | None
    starts_at: datetime
    ends_at: datetime


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


def presenters_twice(bookings: Iterable[Booking]) -> dict[UUID, list[Clash]]:
    """By session: who of its presenters is booked for another one at the same time."""
    by_person: dict[str, list[Booking]] = defaultdict(list)
    for booking in bookings:
        by_person[booking.email].append(booking)
    found: dict[UUID, list[Clash]] = defaultdict(list)
    for theirs in by_person.values():
        for one, other in _overlapping(theirs):
            found[one.session_id].append(Clash("presenter", one.name, other.title))
            found[other.session_id].append(Clash("presenter", other.name, one.title))
    return found


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
