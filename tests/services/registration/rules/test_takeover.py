from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.registration.rules.takeover import next_in_order, obstacle
from shared.rules.window import Window

END = datetime(2027, 1, 18, 12, 0, tzinfo=UTC)
#: registration closed long before the last session
WINDOW = Window("published", None, END - timedelta(days=30), True, END)


@pytest.mark.parametrize(
    ("state", "window", "now", "word"),
    [
        ("confirmed", WINDOW, END - timedelta(seconds=1), None),
        ("waitlisted", WINDOW, END - timedelta(seconds=1), None),
        ("confirmed", WINDOW, END, "over"),
        ("cancelled", WINDOW, END - timedelta(days=1), "not_standing"),
        ("rejected", WINDOW, END, "not_standing"),
        ("confirmed", Window("published", None, None, True, None), END, "cancelled"),
        ("confirmed", Window("published", None, None, False, None), END, None),
    ],
)
def test_a_place_goes_on_until_the_last_session_ends(
    state: str, window: Window, now: datetime, word: str | None
) -> None:
    assert obstacle(state, window, now) == word


def test_nobody_comes_between_an_id_and_the_next() -> None:
    one = UUID("019b0000-0000-7000-8000-0000000000ff")
    assert str(next_in_order(one)) == "019b0000-0000-7000-8000-000000000100"
