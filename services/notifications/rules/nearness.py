"""When a participant's calendar entry goes out, where a series has them come one by one."""

from datetime import datetime, timedelta


def is_near(starts_at: datetime, days_before: int | None, now: datetime) -> bool:
    """Whether the entry of a session may go out. ``days_before``: the series' own, None sends all of them at once."""
    return days_before is None or goes_out_at(starts_at, days_before) <= now


def goes_out_at(starts_at: datetime, days_before: int) -> datetime:
    """The moment at which it does."""
    return starts_at - timedelta(days=days_before)
