from datetime import UTC, datetime, timedelta

import pytest

from services.catalogue.rules.holding import told_from, undone_until


@pytest.mark.parametrize(
    ("now", "told"), [("12:00:00", "12:01:00"), ("12:00:01", "12:02:00"), ("12:00:59", "12:02:00")]
)
def test_move_is_told_at_a_full_minute_after_one_at_least(now: str, told: str) -> None:
    day = "2027-01-18T"
    found = told_from(datetime.fromisoformat(f"{day}{now}").replace(tzinfo=UTC))
    assert found == datetime.fromisoformat(f"{day}{told}").replace(tzinfo=UTC)
    assert undone_until(found) == found - timedelta(seconds=5)
