"""Putting away what notifications no longer needs."""

from datetime import timedelta

from sqlalchemy import delete

from services.notifications.actions.domain_limits import forget_turns
from services.notifications.actions.forget import forget
from services.notifications.actions.forget_inbound import forget_old
from services.notifications.actions.forget_reasons import forget_reasons
from services.notifications.actions.send_copy import forget_copies
from services.notifications.actions.sweep import advance_mark
from shared import clock
from shared.database import Database
from shared.schema.idempotency import NotificationsAnswer

ANSWERS_KEPT = timedelta(hours=48)


def clean_up(database: Database) -> None:
    """Move the journal's mark on, forget old remembered answers, old letters, copies and reasons, and people who
    were erased."""
    advance_mark(database)
    forgotten = 1
    while forgotten:
        # a transaction for each part: people who register wait for none longer than that
        with database.writing() as db:
            forgotten = forget(db)
    emptied = 1
    while emptied:
        with database.writing() as db:
            emptied = forget_old(db, clock.now())
    with database.writing() as db:
        forget_copies(db, clock.now())
        forget_reasons(db, clock.now())
        forget_turns(db, clock.now())
        db.execute(delete(NotificationsAnswer).where(NotificationsAnswer.at < clock.now() - ANSWERS_KEPT))
