"""Series as rows over weeks as columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.catalogue.rules.period import WEEK, Period


@dataclass(frozen=True)
class Month:
    """How many of the weeks begin in a month; ``first`` is a day of it."""

    first: date
    weeks: int


@dataclass(frozen=True)
class Line:
    """A series, and what is held in each of the weeks."""

    series: Any
    cells: list[list[Any]]


def mondays(period: Period) -> list[date]:
    """The first days of the weeks that are shown."""
    first, last = period.shown
    return [first + WEEK * number for number in range((last - first).days // 7 + 1)]


def months(weeks: Sequence[date]) -> list[Month]:
    """The months that these weeks are in, by their Thursdays, as ISO 8601 does with years."""
    found: list[Month] = []
    for monday in weeks:
        first = (monday + timedelta(days=3)).replace(day=1)
        if found and found[-1].first == first:
            found[-1] = Month(first, found[-1].weeks + 1)
        else:
            found.append(Month(first, 1))
    return found


def lines(weeks: Sequence[date], series: Iterable[Any], entries: Iterable[Any]) -> list[Line]:
    """A line for each series, ``entries`` (slug, days) put into the weeks that they begin in."""
    by_slug = {one.slug: Line(one, [[] for _week in weeks]) for one in series}
    for entry in entries:
        place = (entry.days[0] - weeks[0]).days // 7
        if entry.slug in by_slug and 0 <= place < len(weeks):
            by_slug[entry.slug].cells[place].append(entry)
    return list(by_slug.values())
