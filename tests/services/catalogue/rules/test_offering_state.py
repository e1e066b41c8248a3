from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from services.catalogue.rules.offering_state import offering_state, places_left, turns_of
from shared.rules.window import Window

NOW = datetime(2027, 1, 11, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
FAR = NOW + timedelta(days=30)


def of(
    opens_at: datetime | None, closes_at: datetime | None, ends_at: datetime | None, cancelled: bool = False
) -> Window:
    return Window("published", opens_at, closes_at, cancelled or ends_at is not None, ends_at)


@pytest.mark.parametrize(
    ("window", "left", "waitlist", "state"),
    [
        (of(None, None, FAR), None, True, "open"),
        (of(None, None, None), None, True, "open"),
        (of(None, FAR, FAR), 3, True, "open"),
        (of(None, NOW + timedelta(days=7), FAR), 3, True, "closing"),
        (of(None, NOW + timedelta(days=7), FAR), None, True, "closing"),
        (of(None, NOW + timedelta(days=7), FAR), 0, True, "waitlist"),
        (of(None, FAR, FAR), 0, False, "full"),
        (of(NOW + HOUR, FAR, FAR), 3, True, "not-open-yet"),
        (of(NOW, FAR, FAR), 3, True, "open"),
        (of(None, NOW, FAR), 3, True, "closed"),
        (of(None, NOW - HOUR, FAR), 0, True, "closed"),
        (of(None, None, NOW), 3, True, "closed"),
        (of(None, FAR, None, cancelled=True), 3, True, "cancelled"),
    ],
)
def test_state_follows_window_and_places(window: Window, left: int | None, waitlist: bool, state: str) -> None:
    assert offering_state(window, left, waitlist, NOW) == state


@pytest.mark.parametrize(("capacity", "taken", "left"), [(None, 5, None), (5, 3, 2), (5, 5, 0), (0, 0, 0), (5, 6, 0)])
def test_places_left_is_never_negative(capacity: int | None, taken: int, left: int | None) -> None:
    assert places_left(capacity, taken) == left


def test_state_changes_only_at_its_turns() -> None:
    window = of(NOW + HOUR, NOW + timedelta(days=20), FAR)
    turns = sorted(turns_of(window))
    instants = [NOW, *turns, FAR]
    for start, end in pairwise(instants):
        states = {offering_state(window, 3, True, start + (end - start) * part) for part in (0, 0.5, 0.99)}
        assert len(states) == 1
