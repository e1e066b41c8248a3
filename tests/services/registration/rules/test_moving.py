from uuid import UUID

import pytest

from services.registration.rules.batch import NotEnoughPlaces, Places
from services.registration.rules.moving import Mover, decide

A, B, C = (Mover(UUID(int=number), f"{name}@example.org") for number, name in enumerate(("anna", "berta", "cecilia")))


def outcome(free: int | None, if_full: str, waiting: int = 0, waitlist: bool = True, there: str = "") -> list[str]:
    decided = decide([A, B, C], {f"{there}@example.org"}, Places(free, waiting, waitlist), if_full)  # type: ignore[arg-type]
    return [decided[mover.registration_id] for mover in (A, B, C)]


def test_all_move_when_all_fit() -> None:
    assert outcome(3, "stay") == ["moves"] * 3
    assert outcome(None, "all-or-nothing") == ["moves"] * 3


def test_those_who_do_not_fit_stay_or_wait_as_asked() -> None:
    assert outcome(2, "stay") == ["moves", "moves", "stays"]
    assert outcome(2, "wait") == ["moves", "moves", "waits"]
    assert outcome(2, "wait", waitlist=False) == ["moves", "moves", "stays"]


def test_those_who_wait_there_are_not_overtaken() -> None:
    assert outcome(2, "stay", waiting=1) == ["moves", "stays", "stays"]
    assert outcome(1, "stay", waiting=5) == ["stays", "stays", "stays"]


def test_who_is_there_already_takes_no_place() -> None:
    assert outcome(2, "all-or-nothing", there="berta") == ["moves", "already", "moves"]


def test_all_or_nothing_names_what_is_short() -> None:
    with pytest.raises(NotEnoughPlaces) as few:
        outcome(2, "all-or-nothing")
    assert (few.value.wanted, few.value.free) == (3, 2)
