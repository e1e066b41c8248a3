"""Preliminary assignments: by when they are due, and whom they concern."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.local_time import end_of_day

#: how many days before its session an assignment may be due
MOST_DAYS_BEFORE = 90
#: how many days before it is due people may be reminded of it
MOST_REMIND_DAYS, USUAL_REMIND_DAYS = 30, 3


def due_before(starts_at: datetime, days_before: int, zone: str) -> datetime:
    """By when what belongs to a session is due: when it starts, or at the end of a day so many days before its own.

    ``zone``: the IANA name of the zone that the session is held in. It follows a session that is moved.
    """
    if days_before == 0:
        return starts_at
    day = starts_at.astimezone(ZoneInfo(zone)).date()
    return end_of_day(day - timedelta(days=days_before), zone)


def concerns(
    offering_id: UUID, covered: Collection[UUID], of_offering: UUID | None, before_session: UUID | None
) -> bool:
    """Whether an assignment is for those of an offering that covers these sessions.

    One of an offering alone is for its people; one before a session for those who come to that.
    """
    if of_offering is not None and of_offering != offering_id:
        return False
    return before_session is None or before_session in covered
