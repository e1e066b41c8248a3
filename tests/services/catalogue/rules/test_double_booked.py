from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from services.catalogue.rules.double_booked import Booking, Clash, bookings, presenters_twice, venues_twice
from tests.support.factories import NOON


def hour(number: float) -> datetime:
    return NOON + timedelta(hours=number)


def booking(session: int, starts: float, ends: float, title: str | None, email: str = "bo@example.org") -> Booking:
    return Booking(email, f"Bo {session}", UUID(int=session), title, hour(starts), hour(ends))


def meeting(session: int, starts: float, ends: float, venue: str | None, mode: str = "onsite") -> Any:
    times = {"starts_at": hour(starts), "ends_at": hour(ends)}
    return SimpleNamespace(id=UUID(int=session), title=f"Meeting {session}", venue=venue, mode=mode, **times)


def test_one_person_in_two_places_is_told_of_at_both() -> None:
    found = presenters_twice(
        [
            booking(1, 0, 2, "One"),
            booking(2, 1, 3, None),
            booking(3, 3, 4, "Begins when another ends"),
            booking(4, 0, 9, "Somebody else", "eva@example.org"),
        ]
    )
    assert found == {
        UUID(int=1): [Clash("presenter", "Bo 1", None)],
        UUID(int=2): [Clash("presenter", "Bo 2", "One")],
    }


@pytest.mark.parametrize(
    ("starts", "ends", "meets"),
    [(-1, 0, False), (2, 3, False), (-1, 0.5, True), (1.5, 3, True), (0.5, 1, True), (-1, 3, True), (0, 2, True)],
)
def test_times_meet_where_they_overlap(starts: float, ends: float, meets: bool) -> None:
    assert bool(presenters_twice([booking(1, 0, 2, "One"), booking(2, starts, ends, "Other")])) is meets


def test_rehearsal_takes_time_of_its_own_and_is_said_as_one() -> None:
    rehearsed = SimpleNamespace(**vars(meeting(1, 2, 3, None)), timezone="Europe/Helsinki")
    rehearsed.rehearsal_before, rehearsed.rehearsal_minutes = 120, 30
    own = bookings("bo@example.org", "Bo", rehearsed, "One")
    assert [(one.what, one.starts_at, one.ends_at) for one in own] == [
        ("session", hour(2), hour(3)),
        ("rehearsal", hour(0), hour(0.5)),
    ]
    booked = [*own, booking(2, 0, 1, "Other"), booking(3, 2.5, 3, "Later"), booking(4, 0.5, 2, "Between them")]
    assert presenters_twice(booked)[UUID(int=1)] == [
        Clash("presenter", "Bo", "Later", "session", "session"),
        Clash("presenter", "Bo", "Other", "rehearsal", "session"),
    ]
    assert presenters_twice(booked)[UUID(int=2)][0] == Clash("presenter", "Bo 2", "One", "session", "rehearsal")
    assert list(presenters_twice(booked, by_rehearsals=True)) == [UUID(int=1), UUID(int=2)]


def test_rehearsals_of_sessions_that_meet_say_nothing_new() -> None:
    def rehearsed(session: int, starts: float) -> list[Booking]:
        title, early = f"Session {session}", Booking("bo@example.org", "Bo", UUID(int=session), None, hour(0), hour(1))
        return [booking(session, starts, starts + 1, title), replace(early, title=title, what="rehearsal")]

    both, apart = [*rehearsed(1, 2), *rehearsed(2, 2.5)], [*rehearsed(1, 2), *rehearsed(2, 3)]
    assert presenters_twice(both)[UUID(int=1)] == [Clash("presenter", "Bo 1", "Session 2")]
    assert presenters_twice(both, by_rehearsals=True) == {}
    of_rehearsals = [Clash("presenter", "Bo", "Session 2", "rehearsal", "rehearsal")]
    assert presenters_twice(apart)[UUID(int=1)] == presenters_twice(apart, by_rehearsals=True)[UUID(int=1)]
    assert presenters_twice(apart)[UUID(int=1)] == of_rehearsals


def test_what_others_organise_is_not_said_to_be_a_rehearsal() -> None:
    other = Booking("bo@example.org", "Bo", UUID(int=2), None, hour(0), hour(1), "rehearsal")
    assert presenters_twice([booking(1, 0, 2, "One"), other])[UUID(int=1)] == [Clash("presenter", "Bo 1", None)]


def test_venue_is_the_same_however_it_is_written() -> None:
    found = venues_twice(
        [
            meeting(1, 0, 2, "Kuntokatu 3"),
            meeting(2, 1, 3, " kuntokatu  3", "hybrid"),
            meeting(3, 0, 3, "Kuntokatu 3", "online"),
            meeting(4, 0, 3, None),
            meeting(5, 0, 3, None),
            meeting(6, 0, 3, "Kuntokatu 4"),
        ]
    )
    assert {key.int: [clash.title for clash in value] for key, value in found.items()} == {
        1: ["Meeting 2"],
        2: ["Meeting 1"],
    }
