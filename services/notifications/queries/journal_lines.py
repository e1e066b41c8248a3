"""Reading the journal as an inbox: what no sweep has handled yet."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, func, or_, select

from shared.schema.journal import JournalLine
from shared.schema.notifications import JournalHandled, JournalMark, JournalProblem

MARK = "journal"
#: lines somebody waits for before the screen
URGENT = ("sign_in.requested", "registration.link_requested")
#: handled before lines about sessions, so that the confirmation is what brings the entry into the calendar
PERSONAL = ("registrations.made", "registration.promoted", "registration.cancelled")


def unhandled(db: Connection, now: datetime, most: int) -> Sequence[Row[Any]]:
    """Lines to handle now, in the order of their haste. Lines that failed wait until their next try, and those that
    can still be undone until they may be told.

    Every line after the mark is looked at, whatever its id: ids are not the order of commits.
    """
    waiting = (
        select(JournalProblem.journal_id)
        .where(JournalProblem.journal_id == JournalLine.id, JournalProblem.next_try_at > now)
        .exists()
    )
    may_be_told = or_(JournalLine.tell_at.is_(None), JournalLine.tell_at <= now)
    haste = case((JournalLine.kind.in_(URGENT), 0), (JournalLine.kind.in_(PERSONAL), 1), else_=2)
    return db.execute(
        select(JournalLine.__table__)
        .where(JournalLine.id > mark(db), may_be_told, ~is_handled(), ~waiting)
        .order_by(haste, JournalLine.id)
        .limit(most)
    ).all()


def is_handled() -> ColumnElement[bool]:
    """SQL that is true for a line whose messages are rows."""
    return select(JournalHandled.journal_id).where(JournalHandled.journal_id == JournalLine.id).exists()


def mark(db: Connection) -> int:
    """The line up to which every one is handled and too old for another to appear below."""
    return db.scalar(select(JournalMark.journal_id).where(JournalMark.name == MARK)) or 0


def given_up(db: Connection) -> Sequence[Row[str, int]]:
    """Lines that failed too often and wait for a person: how many of each kind."""
    return db.execute(
        select(JournalLine.kind, func.count())
        .join(JournalProblem, JournalProblem.journal_id == JournalLine.id)
        .where(JournalProblem.next_try_at.is_(None))
        .group_by(JournalLine.kind)
        .order_by(JournalLine.kind)
    ).all()
