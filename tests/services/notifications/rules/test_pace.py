"""How many mails go to one domain at once and in a minute."""

from datetime import timedelta
from itertools import pairwise

import pytest

from services.notifications.rules.pace import PATIENCE, Pace, domain_of, fair_share, timetable
from tests.support.factories import NOON

SECOND = timedelta(seconds=1)


def test_without_limits_everything_may_go() -> None:
    pace = Pace()
    for _mail in range(100):
        assert pace.may_go("example.org")
        pace.begins("example.org")


def test_no_more_at_once_than_the_limit_and_domains_apart() -> None:
    pace = Pace(at_once=2)
    pace.begins("example.org")
    pace.begins("example.org")
    assert not pace.may_go("example.org")
    assert pace.may_go("example.com")
    assert pace.ends("example.org")
    assert pace.may_go("example.org")


def test_no_more_in_a_minute_than_the_limit_whoever_asks_and_how_often() -> None:
    turns, given = None, []
    for second in range(120):
        table = timetable(turns, 3, 30, NOON + second * SECOND)
        given += table.soon
        turns = table.turns
    assert all(later - earlier >= 2 * SECOND for earlier, later in pairwise(given))
    assert len(given) == (119 * SECOND + PATIENCE) // (2 * SECOND) + 1


def test_mails_that_are_put_off_are_spread_over_the_minutes_they_need_whenever_that_is_asked() -> None:
    first = timetable(None, 50, 60, NOON)
    second = timetable(first.turns, 50, 60, NOON + 3 * SECOND)
    assert first.soon == [NOON + number * SECOND for number in range(6)]
    assert len(second.soon) == 3
    later = first.later + second.later
    assert later == sorted(set(later))
    assert later[-1] - later[0] == (len(later) - 1) * SECOND


def test_urgent_mails_come_back_for_the_next_turns_however_many_were_put_off_before() -> None:
    before = timetable(None, 100, 6, NOON).turns
    table = timetable(before, 3, 6, NOON + SECOND, urgent=2)
    turns = [before.next_at, before.next_at + 10 * SECOND]
    assert table.later == [*(turn - PATIENCE for turn in turns), before.put_off_until]
    assert timetable(table.turns, 1, 6, table.later[0], urgent=1).soon == turns[:1]


def test_domain_that_was_left_in_peace_has_no_turns_to_catch_up_with() -> None:
    before = timetable(None, 3, 60, NOON).turns
    assert timetable(before, 1, 60, NOON + timedelta(hours=1)).soon == [NOON + timedelta(hours=1)]


@pytest.mark.parametrize(
    ("limit", "place", "others", "share"),
    [
        (4, 0, [], 4),
        (4, 1, [4], 0),
        (4, 0, [0], 2),
        (4, 1, [2], 2),
        (3, 0, [0], 2),
        (3, 1, [2], 1),
        (1, 0, [0], 1),
        (1, 1, [1], 0),
        (2, 2, [1, 1], 0),
    ],
)
def test_fair_share(limit: int, place: int, others: list[int], share: int) -> None:
    assert fair_share(limit, place, others) == share


def test_domain_is_told_without_regard_to_case() -> None:
    assert domain_of("Anna@Example.ORG") == "example.org"
