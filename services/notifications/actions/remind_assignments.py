"""Reminders of preliminary assignments: worked out when they fall due, from the assignments as they are then."""

from typing import Any

from sqlalchemy import Connection, Subquery, exists, select

from services.notifications.actions.new_messages import NewMessage, add_messages
from services.notifications.queries.due_assignments import coming, people
from services.notifications.queries.row_id import words
from services.notifications.rules import kinds
from services.notifications.rules.assignment_reminders import DueAssignment, speaks
from services.notifications.rules.quiet_hours import QuietHours
from shared import clock
from shared.database import Database
from shared.schema.notifications import Message
from shared.settings import Settings
from shared.web import dates


def remind_assignments(database: Database, settings: Settings) -> int:
    """Queue what is due now; returns how many are new. Safe to run in several places at once, as each is made once."""
    now = clock.now()
    quiet = QuietHours.of(settings.quiet_hours)
    with database.reading() as db:
        due = [task for task in coming(db, now) if speaks(task, now, quiet) and _is_to_tell(db, task)]
    total = 0
    for task in due:
        with database.writing() as db:
            total += _tell(db, task)
    return total


def key_of(task: DueAssignment) -> str:
    """How ``once`` begins for each of its people: an assignment that moved with its session is told anew."""
    return f"{kinds.ASSIGNMENT}:{task.id}:{dates.machine(task.due, 'UTC')}"


def _is_to_tell(db: Connection, task: DueAssignment) -> bool:
    them = people(task).subquery("them")
    is_told = exists().where(Message.once == words(key_of(task), them.c.email))
    return db.scalar(select(them.c.email).where(~is_told).limit(1)) is not None


def _tell(db: Connection, task: DueAssignment) -> int:
    them: Subquery = people(task).subquery("them")
    each: Any = them.c
    message = NewMessage(
        kind=kinds.ASSIGNMENT,
        once=words(key_of(task), each.email),
        recipient_email=each.email,
        recipient_name=each.name,
        language=each.language,
        journal_id=None,
        series_id=task.series_id,
        session_id=task.session_id,
        offering_id=each.offering_id,
        subject_id=each.subject_id,
    )
    return add_messages(db, clock.now(), message, them)
