"""Reminders: worked out when they fall due, from the rules and the sessions as they are then."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Subquery, exists, select

from services.notifications.actions.collect_closings import collect_closings
from services.notifications.actions.new_messages import NewMessage, add_messages
from services.notifications.queries.due_reminders import meetings
from services.notifications.queries.reminded import people
from services.notifications.queries.row_id import words
from services.notifications.rules import kinds
from services.notifications.rules.quiet_hours import QuietHours
from services.notifications.rules.reminders import COMING, FEEDBACK, MATERIAL, Meeting, Rule, is_due, latest, moment
from shared import clock
from shared.database import Database
from shared.schema.notifications import Message
from shared.settings import Settings
from shared.web import dates

KINDS = {COMING: kinds.REMINDER, MATERIAL: kinds.MATERIAL, FEEDBACK: kinds.FEEDBACK}


@dataclass(frozen=True)
class _Due:
    """One rule that speaks about one session now; not to the people of the offerings ``but``."""

    rule: Rule
    meeting: Meeting
    but: frozenset[UUID] = frozenset()

    @property
    def key(self) -> str:
        """How ``once`` begins for each of its people: one act per rule, session and start."""
        start = dates.machine(self.meeting.starts_at, "UTC")
        return f"{KINDS[self.rule.says]}:{self.rule.told_as}:{self.meeting.id}:{start}"


def remind(database: Database, settings: Settings) -> int:
    """Queue what is due now, also what fell due while no clock ran; returns how many reminders are new.

    Safe to run in several places at once: what makes each reminder once is its key in the table.
    """
    now = clock.now()
    with database.reading() as db:
        due = [one for one in _due(db, now, QuietHours.of(settings.quiet_hours)) if _is_to_tell(db, one, now)]
    total = 0
    for one in due:
        with database.writing() as db:
            total += _tell(db, one, now)
    collect_closings(database, settings.default_language, now)
    return total


def _due(db: Connection, now: datetime, quiet: QuietHours | None) -> Iterator[_Due]:
    coming: dict[Meeting, list[tuple[datetime, Rule]]] = defaultdict(list)
    for rule, meeting in meetings(db, now):
        if not is_due(rule, meeting, now, quiet):
            continue
        if rule.says == COMING:
            coming[meeting].append((moment(rule, meeting), rule))
        else:
            yield _Due(rule, meeting)
    for meeting, rules in coming.items():
        for rule, but in latest(rules):
            yield _Due(rule, meeting, but)


def _is_to_tell(db: Connection, due: _Due, now: datetime) -> bool:
    """Whether anybody is untold, also one who got a place since the others were: only then it is worth writing."""
    them = people(due.rule, due.meeting, now, due.but).subquery("them")
    is_told = exists().where(Message.once == words(due.key, them.c.email))
    return db.scalar(select(them.c.email).where(~is_told).limit(1)) is not None


def _tell(db: Connection, due: _Due, now: datetime) -> int:
    them: Subquery = people(due.rule, due.meeting, now, due.but).subquery("them")
    each: Any = them.c
    message = NewMessage(
        kind=KINDS[due.rule.says],
        once=words(due.key, each.email),
        recipient_email=each.email,
        recipient_name=each.name,
        language=each.language,
        journal_id=None,
        series_id=due.meeting.series_id,
        session_id=due.meeting.id,
        offering_id=each.offering_id,
        subject_id=each.subject_id,
    )
    return add_messages(db, now, message, them)
