"""When preliminary assignments are due, and for whom they are."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from shared.rules.assignments import concerns, due_before

#: Monday 29 March 2027, 9:00 in Helsinki: the clocks were put forward the day before
STARTS = datetime(2027, 3, 29, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "due"),
    [
        (0, STARTS),
        (1, datetime(2027, 3, 28, 20, 59, 59, tzinfo=UTC)),
        (2, datetime(2027, 3, 27, 21, 59, 59, tzinfo=UTC)),
    ],
)
def test_due_at_the_end_of_a_day_where_the_session_is(days: int, due: datetime) -> None:
    assert due_before(STARTS, days, "Europe/Helsinki") == due


def test_concerns_those_who_come_to_its_session_and_are_in_its_cohort() -> None:
    oulu, national, session = uuid4(), uuid4(), uuid4()
    assert concerns(oulu, [session], None, session)
    assert not concerns(oulu, [], None, session)
    assert concerns(oulu, [], oulu, None)
    assert not concerns(national, [session], oulu, session)
