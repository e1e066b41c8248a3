"""The route of a series: its sessions as stops on one line, with deadlines as flags between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

StopState = Literal["past", "now", "next", "future", "cancelled"]


@dataclass(frozen=True, slots=True)
class Stop:
    """One session on the route. Instants are aware; `zone` is the IANA name of the zone to show them in."""

    title: str
    starts_at: datetime
    ends_at: datetime | None = None
    zone: str = "Europe/Helsinki"
    href: str | None = None
    note: str | None = None
    cancelled: bool = False
    language: str | None = None
    """The language its title and note are written in, when it may not be the page's."""
    key: str | None = None
    """The stop's id on the page, for links to it; also a handle for what else the page knows of the session."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stop without a time: one stage of a path."""

    title: str
    #: such as "Stage 2 of 3"
    place: str
    #: how the reader stands with it, in words; None: nothing is known of the reader
    word: str | None = None
    language: str | None = None
    key: str | None = None
    href: str | None = None
    note: str | None = None
    starts_at: None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """A deadline on the line, with words such as "Registration closes"."""

    title: str
    at: datetime
    zone: str = "Europe/Helsinki"
    #: what it is the deadline of, where that has a name of its own, and the language of that name
    about: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """What is drawn at one place of the line: a stop or a flag, never both."""

    state: StopState
    stop: Stop | Stage | None = None
    flag: Flag | None = None
    number: int = 0
    """1 for the first stop; 0 for a flag."""
    total: int = 0
    """How many stops the whole route has, cancelled ones among them."""


def mark(stops: Iterable[Stop], now: datetime, flags: Iterable[Flag] = ()) -> list[Point]:
    """Return the points of the route in the order of time, each with its state at `now`.

    A stop is past once it has ended (or begun, when its end is not known). The first one that is neither past nor
    cancelled is `now` while it lasts and `next` before it begins; later ones are `future`. A flag stands before a
    stop of the same instant, and is past from its own instant on.
    """
    ordered = sorted(stops, key=lambda stop: stop.starts_at)
    states = _states(ordered, now)
    points = [
        Point(state=state, stop=stop, number=number, total=len(ordered))
        for number, (stop, state) in enumerate(zip(ordered, states, strict=True), start=1)
    ]
    points += [Point(state="past" if flag.at <= now else "future", flag=flag) for flag in flags]
    return sorted(points, key=_place)


def mark_stages(stages: Iterable[tuple[Stage, StopState]]) -> list[Point]:
    """Return a path's stages as points of a route, in the order given."""
    given = list(stages)
    return [
        Point(state=state, stop=stage, number=number, total=len(given))
        for number, (stage, state) in enumerate(given, start=1)
    ]


def _states(ordered: list[Stop], now: datetime) -> list[StopState]:
    states: list[StopState] = []
    next_found = False
    for stop in ordered:
        if stop.cancelled:
            states.append("cancelled")
        elif (stop.ends_at or stop.starts_at) <= now:
            states.append("past")
        elif next_found:
            states.append("future")
        else:
            states.append("now" if stop.starts_at <= now else "next")
            next_found = True
    return states


def _place(point: Point) -> tuple[datetime, bool]:
    if isinstance(point.stop, Stop):
        return point.stop.starts_at, True
    if point.flag is not None:
        return point.flag.at, False
    raise ValueError("A point is either a stop or a flag.")
