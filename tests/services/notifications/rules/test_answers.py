from datetime import UTC, datetime, timedelta

import pytest

from services.notifications.rules.answers import EARLIER_TIME, NEWER_ANSWER, Known, why_stale

NOON = datetime(2027, 1, 11, 10, 0, tzinfo=UTC)
SENT = Known(sequence=3, ahead=0)
ANSWERED = Known(sequence=3, ahead=0, answered_sequence=3, answered_at=NOON)


@pytest.mark.parametrize(
    ("known", "sequence", "minutes", "why"),
    [
        (SENT, 3, 0, None),
        (SENT, 4, 0, None),
        (SENT, 2, 0, EARLIER_TIME),
        (ANSWERED, 3, 1, None),
        (ANSWERED, 3, 0, None),
        (ANSWERED, 3, -1, NEWER_ANSWER),
        (ANSWERED, 9, -1, NEWER_ANSWER),
        (Known(4, 0, 3, NOON), 4, -1, None),
        (Known(4, 0, 3, NOON), 3, 1, EARLIER_TIME),
        (Known(5, 2, 3, NOON), 5, 1, None),
        (Known(5, 2, 3, NOON), 5, -1, NEWER_ANSWER),
    ],
)
def test_answer_counts_unless_another_time_or_answer_came_after_it(
    known: Known, sequence: int, minutes: int, why: str | None
) -> None:
    assert why_stale(known, sequence, NOON + timedelta(minutes=minutes)) == why
