"""How people are divided into small groups."""

from uuid import UUID, uuid4

from services.registration.rules.small_groups import Member, divide

PEOPLE = [Member(uuid4(), unit) for unit in ("A", "a ", "A", "B", "B", None, None, "", "C", None)]
UNIT = {one.id: (one.unit or "").strip().casefold() for one in PEOPLE}


def units(group: list[UUID]) -> list[str]:
    return [UNIT[one] for one in group if UNIT[one]]


def test_apart_is_even_and_parts_colleagues() -> None:
    groups = divide(PEOPLE, 3, "apart")
    assert sorted(map(len, groups)) == [3, 3, 4]
    assert sorted(one for group in groups for one in group) == sorted(UNIT)
    assert all(len(units(group)) == len(set(units(group))) for group in groups)


def test_together_keeps_colleagues_in_one_group() -> None:
    groups = divide(PEOPLE, 3, "together")
    assert sorted(map(len, groups)) == [3, 3, 4]
    for unit in ("a", "b"):
        assert sum(unit in units(group) for group in groups) == 1


def test_more_groups_than_people_leaves_some_empty() -> None:
    assert [len(group) for group in divide(PEOPLE[:1], 3, "apart")] == [1, 0, 0]
