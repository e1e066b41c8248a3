"""What an organisation's people are registered for, in the order in which it matters to their contact."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any


def is_past(offering: Any, now: datetime) -> bool:
    """Whether all of it was held or called off: its last session that is on has ended, or none of them is on."""
    if offering.last_ends_at is None:
        return bool(offering.sessions)
    return bool(offering.last_ends_at <= now)


def by_series(offerings: Iterable[Any]) -> list[tuple[Any, list[Any]]]:
    """Each series, told by one of its offerings, with its offerings; what comes next is first."""
    groups: dict[str, list[Any]] = {}
    for one in sorted(offerings, key=_order):
        groups.setdefault(one.slug, []).append(one)
    return [(several[0], several) for several in groups.values()]


def _order(offering: Any) -> tuple[bool, Any, str, str]:
    soonest = offering.next_starts_at or offering.last_ends_at
    return soonest is None, soonest or 0, offering.title, offering.name
