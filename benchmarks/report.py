"""The table: each figure beside its yardstick, their ratio, and whether it reaches what it should."""

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_ROW = "{:<44} {:>10} {:>10} {:<5} {:>6}  {:<8} {}"


@dataclass(frozen=True)
class Figure:
    """One figure. With a yardstick the ratio of both is judged, without one the figure itself.

    Without a target neither is.
    """

    what: str
    value: float
    unit: str
    #: None: nothing to compare with
    yardstick: float | None = None
    at_least: float | None = None
    at_most: float | None = None

    @property
    def judged(self) -> float:
        """The number that must reach the target."""
        return self.value / self.yardstick if self.yardstick else self.value

    @property
    def target(self) -> str:
        """As in the table: ``>= 0.5``; empty when there is none."""
        if self.at_least is not None:
            return f">= {self.at_least:g}"
        return f"<= {self.at_most:g}" if self.at_most is not None else ""

    @property
    def is_reached(self) -> bool:
        """Whether the target is met."""
        if self.at_least is not None:
            return self.judged >= self.at_least
        return self.at_most is None or self.judged <= self.at_most


def table(figures: Iterable[Figure]) -> str:
    """All figures as plain text."""
    lines = [machine(), "", _ROW.format("what", "Kierros", "yardstick", "unit", "ratio", "target", "")]
    lines += [_line(figure) for figure in figures]
    return "\n".join(lines)


def _line(figure: Figure) -> str:
    return _ROW.format(
        figure.what,
        _number(figure.value),
        _number(figure.yardstick) if figure.yardstick else "",
        figure.unit,
        f"{figure.judged:.2f}" if figure.yardstick else "",
        figure.target,
        ("reached" if figure.is_reached else "MISSED") if figure.target else "",
    ).rstrip()


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:,.2f}"


def machine() -> str:
    """The machine that the figures are of, in one line."""
    cores = len(os.sched_getaffinity(0))
    return f"{_processor()}, {cores} cores, {platform.system()}, Python {platform.python_version()}"


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    names = [line for line in information.read_text().splitlines() if line.startswith("model name")]
    return names[0].partition(": ")[2] if names else platform.machine()
