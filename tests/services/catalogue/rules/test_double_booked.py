from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from services.catalogue.rules.double_booked import Booking, Clash, presenters_twice, venues_twice
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
