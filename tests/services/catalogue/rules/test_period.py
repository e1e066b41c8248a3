from datetime import date

import pytest

from services.catalogue.rules.period import View, period_of, weeks


def numbers(view: View, day: date) -> list[int]:
    return [week.number for week in weeks(period_of(view, day), {})]


def test_month_is_whole_weeks_that_begin_on_mondays() -> None:
    found = weeks(period_of(View.MONTH, date(2027, 1, 31)), {date(2027, 1, 4): ["a"]})
    assert [week.number for week in found] == [53, 1, 2, 3, 4]
    assert (found[0].days[0].date, found[-1].days[-1].date) == (date(2026, 12, 28), date(2027, 1, 31))
    assert {len(week.days) for week in found} == {7}
    assert [day.is_outside for day in found[0].days] == [True] * 4 + [False] * 3
    assert [day.date for week in found for day in week.days if day.entries] == [date(2027, 1, 4)]


def test_list_goes_over_three_months_and_begins_with_the_first() -> None:
    found = weeks(period_of(View.LIST, date(2026, 12, 24)), {})
    days = [day.date for week in found for day in week.days]
    assert (days[0], days[-1], len(days)) == (date(2026, 12, 1), date(2027, 2, 28), 90)
    assert [week.number for week in found][:6] == [49, 50, 51, 52, 53, 1]


@pytest.mark.parametrize(
    ("view", "before", "after"),
    [
        (View.MONTH, (date(2026, 12, 1), date(2026, 12, 31)), (date(2027, 2, 1), date(2027, 2, 28))),
        (View.WEEK, (date(2027, 1, 4), date(2027, 1, 10)), (date(2027, 1, 18), date(2027, 1, 24))),
        (View.LIST, (date(2026, 10, 1), date(2026, 12, 31)), (date(2027, 4, 1), date(2027, 6, 30))),
    ],
)
def test_pages_follow_each_other_without_gap(view: View, before: tuple[date, date], after: tuple[date, date]) -> None:
    here = period_of(view, date(2027, 1, 13))
    for day, wanted in ((here.previous, before), (here.following, after)):
        found = period_of(view, day)
        assert (found.first, found.last) == wanted


@pytest.mark.parametrize("view", list(View))
def test_pages_end_where_sessions_can_not_be_held(view: View) -> None:
    for day in (date.min, date.max):
        found = period_of(view, day)
        assert 1999 <= found.previous.year <= found.following.year <= 2100
        assert weeks(found, {})
