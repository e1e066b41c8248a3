from datetime import UTC, datetime

import pytest

from services.registration.rules.retention import months_before


@pytest.mark.parametrize(
    ("moment", "months", "then"),
    [
        ((2027, 3, 31), 1, (2027, 2, 28)),
        ((2028, 3, 30), 1, (2028, 2, 29)),
        ((2027, 1, 15), 1, (2026, 12, 15)),
        ((2027, 12, 1), 12, (2026, 12, 1)),
        ((2028, 2, 29), 24, (2026, 2, 28)),
        ((2027, 6, 2), 120, (2017, 6, 2)),
    ],
)
def test_months_are_those_of_the_calendar(
    moment: tuple[int, int, int], months: int, then: tuple[int, int, int]
) -> None:
    assert months_before(datetime(*moment, 14, 30, tzinfo=UTC), months) == datetime(*then, 14, 30, tzinfo=UTC)
