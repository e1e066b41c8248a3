from uuid import UUID

import pytest

from services.registration.rules.path_standing import Stage, stand

COMMON, PSYCHIATRY, OPEN_CARE, EXTENDED = (UUID(int=number) for number in range(4))
PATH = [
    Stage("all", frozenset({COMMON})),
    Stage("one", frozenset({PSYCHIATRY, OPEN_CARE})),
    Stage("some", frozenset({EXTENDED})),
]


@pytest.mark.parametrize(
    ("completed", "taking", "expected"),
    [
        (set(), set(), ["next", "later", "later"]),
        (set(), {COMMON}, ["here", "next", "later"]),
        ({COMMON}, set(), ["completed", "next", "later"]),
        ({COMMON}, {OPEN_CARE}, ["completed", "here", "next"]),
        ({COMMON, OPEN_CARE}, {PSYCHIATRY}, ["completed", "completed", "next"]),
        ({PSYCHIATRY}, set(), ["next", "completed", "later"]),
        ({COMMON, PSYCHIATRY, EXTENDED}, set(), ["completed", "completed", "completed"]),
    ],
)
def test_stages_stand_by_what_was_completed(completed: set[UUID], taking: set[UUID], expected: list[str]) -> None:
    assert stand(PATH, completed, taking) == expected


def test_all_of_a_stage_is_needed_and_an_empty_one_is_never_done() -> None:
    both = [Stage("all", frozenset({COMMON, PSYCHIATRY})), Stage("all", frozenset())]
    assert stand(both, {COMMON}, set()) == ["next", "later"]
    assert stand(both, {COMMON, PSYCHIATRY}, set()) == ["completed", "next"]
