import pytest

from services.catalogue.rules.few_answers import shown


@pytest.mark.parametrize(
    ("options", "one_each", "told", "untold"),
    [
        ({"a": 5, "b": 7}, True, [("b", 7), ("a", 5)], []),
        ({"a": 2, "b": 7, "c": 4}, True, [("b", 7)], ["a", "c"]),
        ({"a": 2, "b": 7, "c": 4}, False, [("b", 7), ("c", 4)], ["a"]),
        ({"b": 1, "a": 2, "c": 4}, True, [("c", 4)], ["a", "b"]),
        ({"a": 1, "b": 5}, True, [], ["a", "b"]),
        ({"z": 4, "a": 4}, True, [("a", 4), ("z", 4)], []),
        ({}, True, [], []),
    ],
)
def test_no_hidden_number_can_be_reckoned_from_the_others(
    options: dict[str, int], one_each: bool, told: list[tuple[str, int]], untold: list[str]
) -> None:
    assert (shown(options, one_each).told, shown(options, one_each).untold) == (told, untold)
