"""Who comes first: the urgent before the others, and every act in turn, however much another act has queued."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from services.notifications.actions.claim import claim, come_of_age
from services.notifications.rules import kinds
from shared.schema.base import new_id
from shared.schema.notifications import Message
from tests.support.database import OpenDatabase
from tests.support.factories import NOON, Given

MINUTE = timedelta(minutes=1)


def message(given: Given, email: str, *, turn: int = 0, due_at: datetime = NOON, kind: str = kinds.REMINDER) -> UUID:
    return given.row(
        Message,
        kind=kind,
        once=str(new_id()),
        recipient_email=email,
        recipient_name="",
        language="en",
        state="queued",
        priority=kinds.PRIORITIES.get(kind, 5),
        turn=turn,
        is_due=due_at <= NOON,
        due_at=due_at,
        attempts=0,
        created_at=NOON,
    )


def claimed(database: OpenDatabase, most: int, *, urgent_only: bool = False) -> list[str]:
    with database("notifications").writing() as db:
        return [row.recipient_email for row in claim(db, new_id(), NOON, most, urgent_only=urgent_only)]


def test_few_who_came_last_do_not_wait_for_the_many_before_them(given: Given, database: OpenDatabase) -> None:
    for turn in range(6):
        message(given, f"many-{turn}@example.org", turn=turn, due_at=NOON - 10 * MINUTE)
    for turn in range(2):
        message(given, f"few-{turn}@example.org", turn=turn, due_at=NOON - MINUTE)
    order = ["many-0", "few-0", "many-1", "few-1", "many-2", "many-3", "many-4", "many-5"]
    assert claimed(database, 3) == [f"{name}@example.org" for name in order[:3]]
    assert claimed(database, 10) == [f"{name}@example.org" for name in order[3:]]


def test_urgent_goes_before_everything_and_can_be_asked_for_alone(given: Given, database: OpenDatabase) -> None:
    message(given, "reminder@example.org", due_at=NOON - 10 * MINUTE)
    message(given, "second@example.org", turn=7, kind=kinds.SIGN_IN)
    message(given, "first@example.org", kind=kinds.SIGN_IN)
    assert claimed(database, 1, urgent_only=True) == ["first@example.org"]
    assert claimed(database, 1) == ["second@example.org"]
    assert claimed(database, 9, urgent_only=True) == []
    assert claimed(database, 9) == ["reminder@example.org"]


def test_what_is_not_due_yet_is_left_until_it_comes_of_age(given: Given, database: OpenDatabase) -> None:
    message(given, "later@example.org", due_at=NOON + MINUTE)
    assert claimed(database, 9) == []
    for now, expected in ((NOON + MINUTE - timedelta(seconds=1), []), (NOON + MINUTE, ["later@example.org"])):
        with database("notifications").writing() as db:
            come_of_age(db, now)
        assert claimed(database, 9) == expected


@pytest.mark.parametrize("urgent_only", [False, True])
def test_what_somebody_holds_is_nobody_elses(given: Given, database: OpenDatabase, urgent_only: bool) -> None:
    message(given, "a@example.org", kind=kinds.SIGN_IN)
    assert claimed(database, 9) == ["a@example.org"]
    assert claimed(database, 9, urgent_only=urgent_only) == []
