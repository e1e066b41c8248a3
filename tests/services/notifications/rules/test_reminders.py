"""When a rule speaks, how late it still does, and which of several."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.notifications.rules.quiet_hours import QuietHours
from services.notifications.rules.reminders import (
    CLOSING,
    COMING,
    FEEDBACK,
    MATERIAL,
    Meeting,
    Rule,
    flaw,
    is_due,
    latest,
    moment,
    planned,
)

START = datetime(2027, 1, 18, 10, 0, tzinfo=UTC)
END = START + timedelta(hours=2)
MEETING = Meeting(UUID(int=1), UUID(int=2), START, END, "Europe/Helsinki")
NIGHT = QuietHours(21, 7)
DAY, HOUR = -24 * 60, -60


def rule(offset: int, says: Any = COMING, number: int = 1, **more: Any) -> Rule:
    anchor = more.pop("anchor", "session-start" if says == COMING else "session-end")
    return Rule(UUID(int=number), UUID(int=number), says, anchor, offset, **more)


def test_moment_is_counted_from_the_start_or_the_end() -> None:
    assert moment(rule(DAY), MEETING) == START - timedelta(days=1)
    assert moment(rule(-180, anchor="session-end"), MEETING) == START - timedelta(hours=1)
    assert moment(rule(30, FEEDBACK), MEETING) == END + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (START - timedelta(days=1, seconds=1), False),
        (START - timedelta(days=1), True),
        (START - timedelta(seconds=1), True),
        (START, False),
    ],
)
def test_what_comes_is_told_from_its_moment_until_it_begins(now: datetime, due: bool) -> None:
    assert is_due(rule(DAY), MEETING, now, None) is due


@pytest.mark.parametrize(("says", "days"), [(FEEDBACK, 7), (MATERIAL, 14)])
def test_what_was_is_told_for_some_days_only(says: Any, days: int) -> None:
    after = rule(0, says)
    times = [END - timedelta(seconds=1), END, END + timedelta(days=days, seconds=-1), END + timedelta(days=days)]
    assert [is_due(after, MEETING, now, None) for now in times] == [False, True, True, False]


def test_what_is_counted_from_the_start_is_told_while_it_goes_on() -> None:
    after = rule(30, FEEDBACK, anchor="session-start")
    times = [START + timedelta(minutes=29), START + timedelta(minutes=30), END + timedelta(days=7)]
    assert [is_due(after, MEETING, now, None) for now in times] == [False, True, False]


def test_what_was_is_not_told_before_its_moment() -> None:
    assert not is_due(rule(60, FEEDBACK), MEETING, END + timedelta(minutes=59), None)


def test_reminder_due_at_night_waits_for_the_morning() -> None:
    early = Meeting(UUID(int=1), UUID(int=2), START - timedelta(hours=4), END, "Europe/Helsinki")  # eight o'clock
    two_hours = rule(2 * HOUR)
    assert planned(two_hours, early, NIGHT) == early.starts_at - timedelta(hours=1)
    times = [early.starts_at - timedelta(minutes=minutes) for minutes in (120, 61, 60)]
    assert [is_due(two_hours, early, now, NIGHT) for now in times] == [False, False, True]


def test_reminder_that_the_morning_would_be_too_late_for_goes_at_night() -> None:
    dawn = Meeting(UUID(int=1), UUID(int=2), START - timedelta(hours=5), END, "Europe/Helsinki")  # seven o'clock
    assert planned(rule(HOUR), dawn, NIGHT) == dawn.starts_at - timedelta(hours=1)
    assert is_due(rule(HOUR), dawn, dawn.starts_at - timedelta(hours=1), NIGHT)


def test_late_reminder_waits_for_the_morning_too() -> None:
    night_before = START - timedelta(hours=13)  # 23.00, the moment was at noon
    assert not is_due(rule(DAY), MEETING, night_before, NIGHT)


def test_feedback_is_not_asked_for_at_night() -> None:
    evening = END + timedelta(hours=7)  # 21.00
    assert not is_due(rule(0, FEEDBACK), MEETING, evening, NIGHT)
    assert planned(rule(7 * 60, FEEDBACK), MEETING, NIGHT) == evening + timedelta(hours=10)


def test_of_two_overdue_rules_the_later_one_speaks() -> None:
    day, hour = rule(DAY, number=1), rule(HOUR, number=2)
    due = [(moment(one, MEETING), one) for one in (day, hour)]
    assert latest(due) == [(hour, frozenset())]
    assert latest(due[:1]) == [(day, frozenset())]


def test_rule_of_one_offering_speaks_instead_of_the_general_one_to_its_people_alone() -> None:
    offering = UUID(int=9)
    day, hour = rule(DAY, number=1), rule(HOUR, number=2, offering_id=offering)
    late = rule(-30, number=3, offering_id=offering)
    due = [(moment(one, MEETING), one) for one in (day, hour, late)]
    assert latest(due) == [(late, frozenset()), (day, frozenset({offering}))]


@pytest.mark.parametrize(
    ("says", "anchor", "offset", "link", "wrong"),
    [
        (COMING, "session-start", -1, None, None),
        (COMING, "session-start", 0, None, "offset"),
        (COMING, "session-start", 60, None, "offset"),
        (COMING, "session-end", -180, None, None),
        (COMING, "offering-close", -60, None, "anchor"),
        (COMING, "session-start", -60 * 24 * 60, None, None),
        (COMING, "session-start", -60 * 24 * 60 - 1, None, "offset"),
        (MATERIAL, "session-end", 0, None, None),
        (MATERIAL, "session-end", -1, None, "offset"),
        (MATERIAL, "session-start", 60, None, None),
        (FEEDBACK, "session-start", -60, "https://example.org/f", "offset"),
        (MATERIAL, "offering-close", 60, None, "anchor"),
        (FEEDBACK, "session-end", 60, "https://example.org/f", None),
        (FEEDBACK, "session-end", 60, None, "link"),
        (FEEDBACK, "session-end", 6 * 24 * 60, "https://example.org/f", "offset"),
        (CLOSING, "offering-close", -3 * 24 * 60, None, None),
        (CLOSING, "session-end", -60, None, "anchor"),
    ],
)
def test_rule_that_makes_no_sense_is_told_apart(
    says: Any, anchor: str, offset: int, link: str | None, wrong: str | None
) -> None:
    assert flaw(says, anchor, offset, link) == wrong
