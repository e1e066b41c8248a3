from datetime import UTC, datetime, timedelta

import pytest

from services.catalogue.rules.offerings import (
    CoveredSession,
    closes_after_last_session,
    closes_before_opening,
    has_more_places,
    is_overtaken,
    last_end,
)

DAY = timedelta(days=1)
NOON = datetime(2027, 1, 18, 12, 0, tzinfo=UTC)


def test_last_end_leaves_out_cancelled_sessions() -> None:
    assert last_end([CoveredSession(NOON), CoveredSession(NOON + DAY, is_cancelled=True)]) == NOON


def test_last_end_without_sessions_is_unknown() -> None:
    assert last_end([]) is None


@pytest.mark.parametrize(
    ("closes_at", "late"), [(None, False), (NOON, False), (NOON - DAY, False), (NOON + timedelta(seconds=1), True)]
)
def test_closes_after_last_session(closes_at: datetime | None, late: bool) -> None:
    assert closes_after_last_session(closes_at, [CoveredSession(NOON - DAY), CoveredSession(NOON)]) is late


def test_deadline_of_an_offering_without_sessions_is_not_late() -> None:
    assert not closes_after_last_session(NOON, [])


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "empty"),
    [(None, NOON, False), (NOON, None, False), (NOON, NOON, True), (NOON + DAY, NOON, True), (NOON, NOON + DAY, False)],
)
def test_closes_before_opening(opens_at: datetime | None, closes_at: datetime | None, empty: bool) -> None:
    assert closes_before_opening(opens_at, closes_at) is empty


@pytest.mark.parametrize(
    ("before", "after", "more"), [(5, 6, True), (5, None, True), (5, 5, False), (6, 5, False), (None, 5, False)]
)
def test_has_more_places(before: int | None, after: int | None, more: bool) -> None:
    assert has_more_places(before, after) is more


@pytest.mark.parametrize(
    ("closes_at", "was_at", "late"),
    [
        (NOON + timedelta(hours=1), NOON + DAY, True),
        (NOON + timedelta(hours=1), NOON + timedelta(minutes=30), False),
        (NOON - DAY, NOON + DAY, False),
        (NOON + timedelta(hours=1), None, False),
        (NOON + 3 * DAY, None, True),
    ],
)
def test_session_that_moves_before_the_deadline(closes_at: datetime, was_at: datetime | None, late: bool) -> None:
    """Deadlines among the sessions may be meant; that all of them come first, or that one moves there, is seldom."""
    covered = [CoveredSession(NOON + timedelta(hours=2)), CoveredSession(NOON + 2 * DAY)]
    assert is_overtaken(closes_at, covered, NOON, was_at) is late
