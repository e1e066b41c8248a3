"""How many mails go to one domain at once and in a minute."""

from datetime import timedelta

from services.notifications.rules.pace import Pace, domain_of
from tests.support.factories import NOON


def test_without_limits_everything_may_go() -> None:
    pace = Pace()
    for _mail in range(100):
        assert pace.may_go("example.org", NOON)
        pace.begins("example.org", NOON)


def test_no_more_at_once_than_the_limit_and_domains_apart() -> None:
    pace = Pace(at_once=2)
    pace.begins("example.org", NOON)
    pace.begins("example.org", NOON)
    assert not pace.may_go("example.org", NOON)
    assert pace.may_go("example.com", NOON)
    pace.ends("example.org")
    assert pace.may_go("example.org", NOON)


def test_no_more_in_a_minute_than_the_limit() -> None:
    pace, went = Pace(per_minute=30), 0
    for second in range(120):
        now = NOON + timedelta(seconds=second)
        while pace.may_go("example.org", now):
            pace.begins("example.org", now)
            pace.ends("example.org")
            went += 1
    assert went == 60


def test_slot_says_when_the_mails_behind_may_go() -> None:
    pace = Pace(per_minute=60)
    pace.begins("example.org", NOON)
    assert pace.slot("example.org", 0, NOON) == NOON + timedelta(seconds=1)
    assert pace.slot("example.org", 9, NOON) == NOON + timedelta(seconds=10)
    assert pace.slot("example.com", 0, NOON) == NOON


def test_domain_is_told_without_regard_to_case() -> None:
    assert domain_of("Anna@Example.ORG") == "example.org"


def test_mails_that_are_put_off_are_spread_over_the_minutes_they_need_whenever_that_is_asked() -> None:
    pace, slots = Pace(per_minute=60), []
    for moment in (NOON, NOON + timedelta(seconds=3)):
        pace.begins("example.org", moment)
        slots += [pace.put_off("example.org", pace.slot("example.org", 6 + ahead, moment)) for ahead in range(50)]
        pace = pace.again()
    assert slots == sorted(slots)
    assert slots[-1] - slots[0] == timedelta(seconds=99)
    assert pace.slot("example.org", 0, NOON) > NOON, "a new run doesn't forget the minute"
