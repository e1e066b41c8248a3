import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.registration.rules.batch import ALREADY, TWICE, NotEnoughPlaces, Places, Standing, decide
from services.registration.rules.room import FULL
from shared.schema.base import new_id

KEYS = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=12)


def states(keys: str, places: Places, if_full: str = "waitlist") -> list[str]:
    return [verdict.state for verdict in decide(list(keys), {}, places, if_full)]


def test_everybody_fits_without_a_limit() -> None:
    assert states("abc", Places(None, 0, True)) == ["confirmed"] * 3


def test_earlier_lines_get_places_and_later_ones_wait_behind_those_who_wait() -> None:
    verdicts = decide(list("abcd"), {}, Places(2, 0, True), "waitlist")
    assert [(v.state, v.position) for v in verdicts] == [
        ("confirmed", None), ("confirmed", None), ("waitlisted", 1), ("waitlisted", 2),
    ]  # fmt: skip
    behind = decide(["e"], {}, Places(0, 3, True), "waitlist")
    assert behind[0].position == 4


@pytest.mark.parametrize(("waitlist", "if_full"), [(False, "waitlist"), (True, "reject")])
def test_who_does_not_fit_is_rejected_where_nobody_waits(waitlist: bool, if_full: str) -> None:
    verdicts = decide(list("ab"), {}, Places(1, 0, waitlist), if_full)
    assert [(v.state, v.reason) for v in verdicts] == [("confirmed", None), ("rejected", FULL)]


def test_all_or_nothing_refuses_when_one_does_not_fit() -> None:
    with pytest.raises(NotEnoughPlaces) as few:
        states("abc", Places(2, 0, True), "all-or-nothing")
    assert (few.value.wanted, few.value.free) == (3, 2)
    assert states("ab", Places(2, 0, True), "all-or-nothing") == ["confirmed", "confirmed"]


def test_same_person_twice_takes_one_place() -> None:
    verdicts = decide(list("aab"), {}, Places(2, 0, False), "reject")
    assert [(v.state, v.reason, v.is_new) for v in verdicts] == [
        ("confirmed", None, True), ("confirmed", TWICE, False), ("confirmed", None, True),
    ]  # fmt: skip


def test_who_is_registered_keeps_what_they_have() -> None:
    standing = {"a": Standing(new_id(), "waitlisted", new_id())}
    verdicts = decide(list("ab"), standing, Places(1, 1, True), "all-or-nothing")
    assert [(v.state, v.reason, v.is_new) for v in verdicts] == [
        ("waitlisted", ALREADY, False), ("confirmed", None, True),
    ]  # fmt: skip


@given(keys=KEYS, free=st.integers(0, 8), waiting=st.integers(0, 3), waitlist=st.booleans(), reject=st.booleans())
def test_decision_gives_no_more_places_than_there_are(
    keys: list[str], free: int, waiting: int, waitlist: bool, reject: bool
) -> None:
    verdicts = decide(keys, {}, Places(free, waiting, waitlist), "reject" if reject else "waitlist")
    new = [verdict for verdict in verdicts if verdict.is_new]
    assert [verdict.key for verdict in verdicts] == keys
    assert [verdict.key for verdict in new] == list(dict.fromkeys(keys))
    assert sum(verdict.state == "confirmed" for verdict in new) == min(free, len(new))
    positions = [verdict.position for verdict in new if verdict.state == "waitlisted"]
    assert positions == list(range(waiting + 1, waiting + 1 + len(positions)))
    assert all(verdict.state != "rejected" for verdict in new) or reject or not waitlist
