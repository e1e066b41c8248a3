from dataclasses import dataclass
from decimal import Decimal

import pytest

from services.catalogue.rules.paths import credits_in_all, is_in_order


@dataclass(frozen=True)
class Stage:
    rule: str
    credits_from: Decimal | None
    credits_to: Decimal | None


def test_what_is_for_some_only_adds_to_the_most_alone() -> None:
    stages = [
        Stage("all", Decimal(5), Decimal(5)),
        Stage("one", Decimal(10), None),
        Stage("some", Decimal(20), Decimal(30)),
        Stage("all", None, None),
    ]
    assert credits_in_all(stages) == (Decimal(15), Decimal(45))


@pytest.mark.parametrize(
    ("least", "most", "good"),
    [(None, None, True), (20, None, True), (20, 30, True), (20, 20, True), (30, 20, False), (None, 20, False)],
)
def test_credits_go_from_the_lower_to_the_higher(least: int | None, most: int | None, good: bool) -> None:
    one, other = (None if value is None else Decimal(value) for value in (least, most))
    assert is_in_order(one, other) is good
