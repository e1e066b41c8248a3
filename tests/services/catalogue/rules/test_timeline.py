from datetime import date
from types import SimpleNamespace

from services.catalogue.rules.period import View, period_of
from services.catalogue.rules.timeline import lines, mondays, months


def test_timeline_puts_each_session_into_the_week_it_begins_in() -> None:
    weeks = mondays(period_of(View.TIMELINE, date(2027, 2, 14)))
    assert (weeks[0], weeks[-1]) == (date(2027, 2, 1), date(2027, 7, 26))
    assert sum(month.weeks for month in months(weeks)) == len(weeks)
    assert [month.first.month for month in months(weeks)] == [2, 3, 4, 5, 6, 7]
    series = [SimpleNamespace(slug="a"), SimpleNamespace(slug="b")]
    held = [
        SimpleNamespace(slug="a", days=[date(2027, 2, 7)]),
        SimpleNamespace(slug="a", days=[date(2027, 2, 8), date(2027, 2, 15)]),
        SimpleNamespace(slug="a", days=[date(2027, 8, 2)]),
        SimpleNamespace(slug="away", days=[date(2027, 2, 8)]),
    ]
    first, second = lines(weeks, series, held)
    assert [len(cell) for cell in first.cells[:3]] == [1, 1, 0]
    assert sum(map(len, first.cells)) == 2
    assert not any(second.cells)


def test_months_go_by_the_thursday_of_a_week() -> None:
    weeks = mondays(period_of(View.TIMELINE, date(2026, 11, 23)))
    assert weeks[0] == date(2026, 10, 26)
    assert months(weeks)[0].first == date(2026, 10, 1)
