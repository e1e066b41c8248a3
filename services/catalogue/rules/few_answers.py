"""Which numbers of an answered question can be told without telling who it was."""

from collections.abc import Mapping
from dataclasses import dataclass

#: of an option that fewer chose, no number is told
LEAST_CHOSEN = 3


@dataclass(frozen=True)
class Shown:
    """Options with how often they were chosen, the most chosen first; and those without, by the alphabet."""

    told: list[tuple[str, int]]
    untold: list[str]


def shown(options: Mapping[str, int], one_each: bool) -> Shown:
    """Hides what few chose. Where everybody chose one, the sum gives a single hidden number away: then the next
    smallest is hidden with it (complementary suppression, as official statistics call it)."""
    by_number = sorted(options.items(), key=lambda one: (one[1], one[0]))
    few = sum(number < LEAST_CHOSEN for _option, number in by_number)
    hidden = 2 if one_each and few == 1 else few
    return Shown(
        told=sorted(by_number[hidden:], key=lambda one: (-one[1], one[0])),
        untold=sorted(option for option, _number in by_number[:hidden]),
    )
