"""Two versions of a text beside each other, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import ndiff
from typing import Literal


@dataclass(frozen=True, slots=True)
class Line:
    """A line that stayed, went or came."""

    fate: Literal["same", "gone", "new"]
    text: str


def compared(before: Sequence[str], after: Sequence[str]) -> list[Line]:
    """All lines of both, in order; of a changed one first how it was."""
    fates: dict[str, Literal["same", "gone", "new"]] = {" ": "same", "-": "gone", "+": "new"}
    return [Line(fates[line[0]], line[2:]) for line in ndiff(before, after) if line[0] in fates]
