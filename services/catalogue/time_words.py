"""What deserves a second look about a time: sentences in the reader's language."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask_babel import gettext as _

from services.catalogue.rules.finnish_holidays import holiday
from services.catalogue.rules.wall_clock import Span, Trap
from shared.web.dates import local
from shared.web.i18n import current_language


def trap_words(trap: Trap) -> str:
    """What daylight saving does to a time, and how it is then read."""
    return {
        Trap.SKIPPED: _("Clocks are put forward and skip the usual time that day."),
        Trap.TWICE: _("Clocks are put back and show this time twice that day. The first one is meant."),
    }[trap]


def odd_moment(at: datetime, traps: Iterable[Trap], now: datetime) -> list[str]:
    """What is odd about a moment that nobody has been told yet."""
    found = [trap_words(trap) for trap in traps]
    return [*found, _("This time is already past.")] if at <= now else found


def odd_times(times: Span, zone: str, now: datetime) -> list[str]:
    """What is odd about the times of a session that isn't yet in anybody's calendar."""
    return [*odd_moment(times.starts_at, times.traps, now), *holidays_met(times.starts_at, times.ends_at, zone)]


def holidays_met(starts_at: datetime, ends_at: datetime, zone: str) -> list[str]:
    """A sentence for each public holiday of Finland that these times touch."""
    first, last = local(starts_at, zone).date(), local(ends_at - timedelta(microseconds=1), zone).date()
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    names = [name for day in days if (name := holiday(day, current_language()))]
    return [_("It is a holiday in Finland: %(name)s.", name=name) for name in names]
