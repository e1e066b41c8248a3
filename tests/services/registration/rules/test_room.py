"""Who of those who wait gets which place."""

from datetime import timedelta
from uuid import UUID

from services.registration.rules.room import FULL, OVER_QUOTA, Limits, Promoting, Room, Seat, Waiter, move_up
from shared.schema.base import new_id
from tests.support.factories import NOON

OULU, ESPOO = new_id(), new_id()
HOLD = new_id()


def waiters(*groups: str | tuple[str, UUID]) -> list[Waiter]:
    """One group per word, a person per letter."""
    line = []
    for number, group in enumerate(groups):
        names, organisation_id = (group, None) if isinstance(group, str) else group
        line += [Waiter(UUID(int=ord(name)), organisation_id, NOON + timedelta(minutes=number)) for name in names]
    return line


def names(moved: list[tuple[UUID, Seat]]) -> str:
    return "".join(chr(one.int) for one, _seat in moved)


def test_a_hold_is_used_up_before_what_is_free_for_everybody() -> None:
    room = Room(1, {OULU: {HOLD: 1}})
    assert [room.take(OULU), room.take(OULU), room.take(OULU)] == [Seat(hold_id=HOLD), Seat(), Seat(FULL)]


def test_a_quota_ends_what_an_organisation_gets_and_nobody_elses() -> None:
    room = Room(None, quotas={OULU: 1})
    assert [room.take(OULU).refusal, room.take(OULU).refusal, room.take(None).refusal] == [None, OVER_QUOTA, None]


def test_one_by_one_the_first_of_a_group_moves_up_alone() -> None:
    assert names(move_up(waiters("abc", "d"), Room(2), Promoting(capacity=9))) == "ab"


def test_a_whole_group_waits_until_all_fit_and_nobody_passes_it() -> None:
    room = Room(2)
    assert names(move_up(waiters("a", "bcd", "e"), room, Promoting(whole_groups=True, capacity=9))) == "a"
    assert room.free == 0
    assert names(move_up(waiters("bcd", "e"), Room(4), Promoting(whole_groups=True, capacity=9))) == "bcde"


def test_a_group_larger_than_all_places_goes_one_by_one() -> None:
    assert names(move_up(waiters("abc"), Room(2), Promoting(whole_groups=True, capacity=2))) == "ab"


def test_who_waits_for_a_quota_is_passed() -> None:
    line = waiters(("a", OULU), ("b", ESPOO))
    assert names(move_up(line, Room(5, quotas={OULU: 0}), Promoting(capacity=9, quotas={OULU: 3}))) == "b"


def test_a_hold_goes_to_its_own_people_past_those_who_wait_for_others() -> None:
    line = waiters("a", ("b", OULU), ("c", OULU))
    assert move_up(line, Room(0, {OULU: {HOLD: 1}}), Promoting(capacity=9)) == [
        (line[1].registration_id, Seat(hold_id=HOLD))
    ]


def test_after_the_end_of_promotions_who_waits_keeps_the_turn() -> None:
    room = Room(3, {OULU: {HOLD: 1}})
    assert move_up(waiters("a"), room, Promoting(goes_on=False)) == []
    assert room == Room(0, {OULU: {HOLD: 1}})
    assert Limits(room, lambda key: OULU if key == "o" else None).seats(["x", "o"]) == [Seat(FULL), Seat(hold_id=HOLD)]
