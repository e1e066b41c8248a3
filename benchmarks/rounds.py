"""Measuring in turns: A B A B …, so that what else the machine does meets all of them alike."""

from collections.abc import Callable, Mapping
from statistics import median

Measure = Callable[[], float]


def least(measures: Mapping[str, Measure], rounds: int) -> dict[str, float]:
    """The shortest of each measure over so many rounds: what else the machine does makes short acts longer, never
    shorter."""
    found = {name: float("inf") for name in measures}
    for _round in range(rounds):
        for name, measure in measures.items():
            found[name] = min(found[name], measure())
    return found


def medians(measures: Mapping[str, Measure], rounds: int) -> dict[str, float]:
    """The median of each measure over so many rounds."""
    found: dict[str, list[float]] = {name: [] for name in measures}
    for _round in range(rounds):
        for name, measure in measures.items():
            found[name].append(measure())
    return {name: median(values) for name, values in found.items()}
