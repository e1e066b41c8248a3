"""How people chose to get sessions into their calendars."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, exists, select

from shared.schema.mail_choices import DELIVERIES, CalendarChoice

BY_MAIL, FEED_ALONE = DELIVERIES

_CHOICE = select(CalendarChoice.delivery).where(CalendarChoice.email == bindparam("email"))


def delivery_of(db: Connection, email: str) -> str:
    """``mail`` or ``feed``; who never chose gets mail."""
    return db.scalar(_CHOICE, {"email": email}) or BY_MAIL


def is_by_feed(db: Connection, email: str) -> bool:
    """Whether somebody wants no entries by mail. What they present comes by mail all the same."""
    return delivery_of(db, email) == FEED_ALONE


def any_by_feed(db: Connection, emails: Sequence[str]) -> bool:
    """Whether any of these people, as they wrote their addresses, does."""
    keys = [email.lower() for email in emails]
    found = select(CalendarChoice.email).where(CalendarChoice.email.in_(keys), CalendarChoice.delivery == FEED_ALONE)
    return db.scalar(found.limit(1)) is not None


def by_feed(email: Any) -> ColumnElement[bool]:
    """The same in SQL, of a column."""
    return exists().where(CalendarChoice.email == email, CalendarChoice.delivery == FEED_ALONE)
