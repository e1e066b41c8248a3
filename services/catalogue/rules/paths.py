"""What a path comes to as a whole."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol

#: stages of one path, and series of one stage
MOST_STAGES, MOST_SERIES = 20, 50


class StageCredits(Protocol):
    """What is needed of a stage here."""

    @property
    def rule(self) -> str:
        """All, one or some."""

    @property
    def credits_from(self) -> Decimal | None:
        """ECTS credits at least."""

    @property
    def credits_to(self) -> Decimal | None:
        """ECTS credits at most."""


def credits_in_all(stages: Iterable[StageCredits]) -> tuple[Decimal, Decimal]:
    """ECTS credits of the whole path, at least and at most: what is for some people only adds to the most alone."""
    least = most = Decimal(0)
    for stage in stages:
        if stage.rule != "some":
            least += stage.credits_from or 0
        most += stage.credits_to or stage.credits_from or 0
    return least, most


def is_in_order(credits_from: Decimal | None, credits_to: Decimal | None) -> bool:
    """Whether the two can stand for a stage: none, both alike, or the lower one first."""
    if credits_from is None:
        return credits_to is None
    return credits_to is None or credits_from <= credits_to
