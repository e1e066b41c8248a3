from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from services.registration.rules.staff_groups import by_series, is_past

NOW = datetime(2027, 1, 11, 10, 0, tzinfo=UTC)


@dataclass
class Offering:
    slug: str
    name: str
    days: int | None
    sessions: int = 1
    title: str = ""

    @property
    def next_starts_at(self) -> datetime | None:
        return None if self.days is None else NOW + timedelta(days=self.days)

    last_ends_at = next_starts_at


@pytest.mark.parametrize(
    ("offering", "expected"),
    [
        (Offering("a", "to come", 1), False),
        (Offering("a", "held", -1), True),
        (Offering("a", "ends now", 0), True),
        (Offering("a", "all called off", None, sessions=2), True),
        (Offering("a", "no sessions yet", None, sessions=0), False),
    ],
)
def test_what_was_held_or_called_off_is_past(offering: Offering, expected: bool) -> None:
    assert is_past(offering, NOW) is expected


def test_what_comes_next_is_first_and_a_series_stays_together() -> None:
    several = [
        Offering("b", "third", 3),
        Offering("a", "undated", None, sessions=0),
        Offering("a", "last", 9),
        Offering("b", "first", 1),
    ]
    assert [[one.name for one in offerings] for _series, offerings in by_series(several)] == [
        ["first", "third"],
        ["last", "undated"],
    ]
