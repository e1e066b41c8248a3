"""Presenters: who is added and who removed, and which of two answers counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Roll:
    """Addresses sorted by what becomes of them when one list of presenters replaces another."""

    added: list[str]
    kept: list[str]
    removed: list[str]


def compare_rolls(before: Iterable[str], after: Iterable[str]) -> Roll:
    """Which addresses are new, which stay, which go; each in the order of its list."""
    old, new = list(before), list(after)
    return Roll(
        added=[email for email in new if email not in old],
        kept=[email for email in new if email in old],
        removed=[email for email in old if email not in new],
    )


@dataclass(frozen=True)
class Answered:
    """Which invitation an answer was given to (SEQUENCE), and when (DTSTAMP)."""

    sequence: int
    stamp: datetime


def answer_counts(new: Answered, before: Answered | None, revision: int) -> bool:
    """Whether an answer replaces the one before: not if older, or given to an older time (RFC 5546 section 2.1.5).

    Stamps count whole seconds: of two answers within one second the one that arrives later counts.
    """
    if new.sequence < revision:
        return False
    return before is None or (new.sequence, new.stamp) >= (before.sequence, before.stamp)
