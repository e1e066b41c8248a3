"""How long personal data is kept: whole months of the calendar."""

from calendar import monthrange
from datetime import datetime

MONTHS_IN_YEAR = 12


def months_before(moment: datetime, months: int) -> datetime:
    """The same day and time so many months earlier; the month's last day when it has no such day."""
    year, month = divmod(moment.year * MONTHS_IN_YEAR + moment.month - 1 - months, MONTHS_IN_YEAR)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
