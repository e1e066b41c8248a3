"""Which days a page of the schedule shows, and how they fall into weeks. Weeks are those of ISO 8601."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

WEEK = timedelta(days=7)
#: over so many months a page goes
MONTHS = {"month": 1, "list": 3, "timeline": 6}
#: days that one can come to: those on which sessions may be held, with room for a page before and after
EARLIEST, LATEST = date(2000, 7, 1), date(2099, 6, 30)


class View(StrEnum):
    """How the schedule is looked at."""

    MONTH = "month"
    WEEK = "week"
    LIST = "list"
    TIMELINE = "timeline"


@dataclass(frozen=True)
class Period:
    """The days that a page is about, both of them counted."""

    view: View
    first: date
    last: date

    @property
    def shown(self) -> tuple[date, date]:
        """The days that it shows: whole weeks, except in a list."""
        if self.view is View.LIST:
            return self.first, self.last
        monday = _monday(self.first)
        return monday, _monday(self.last) + timedelta(days=6)

    @property
    def previous(self) -> date:
        """A day of the page before."""
        if self.view is View.WEEK:
            return self.first - WEEK
        return _month_after(self.first, -MONTHS[self.view])

    @property
    def following(self) -> date:
        """A day of the page after."""
        return self.last + timedelta(days=1)


@dataclass(frozen=True)
class Day:
    """A day with what begins, goes on or ends on it; ``is_outside``: only there to fill a week."""

    date: date
    entries: Sequence[Any]
    is_outside: bool


@dataclass(frozen=True)
class Week:
    """A week, or what of it a list shows."""

    number: int
    days: list[Day]


def period_of(view: View, day: date) -> Period:
    """The page on which a day is; days that are too far count as the farthest."""
    day = min(max(day, EARLIEST), LATEST)
    if view is View.WEEK:
        return Period(view, _monday(day), _monday(day) + timedelta(days=6))
    first = day.replace(day=1)
    return Period(view, first, _month_after(first, MONTHS[view]) - timedelta(days=1))


def weeks(period: Period, by_day: Mapping[date, Sequence[Any]]) -> list[Week]:
    """The weeks of a page, Monday first; ``by_day``: what is on each day."""
    found: list[Week] = []
    first, last = period.shown
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if not found or day.weekday() == 0:
            found.append(Week(day.isocalendar().week, []))
        found[-1].days.append(Day(day, by_day.get(day, ()), not period.first <= day <= period.last))
    return found


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _month_after(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
