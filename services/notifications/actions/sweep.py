"""The sweep: turns journal lines into messages, each line once, in the transaction that says so."""

import time
from collections import deque
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from prometheus_client import Counter
from sqlalchemy import Connection, Row, delete, func, select, update
from sqlalchemy.dialects import postgresql

from services.notifications.actions.handle_lines import Lines, grouped, handle
from services.notifications.actions.unexpected import AWAY, UNEXPECTED
from services.notifications.queries.journal_lines import MARK, is_handled, mark, unhandled
from services.notifications.rules.retries import next_line_try
from shared import clock
from shared.database import Database
from shared.database.connection import after_commit
from shared.schema.journal import JournalLine
from shared.schema.notifications import JournalHandled, JournalMark, JournalProblem
from shared.settings import Settings

LINES_AT_ONCE = 200
#: people at their forms wait while the sweep writes, so its turns are short
LINES_IN_GROUP = 25
TURN_SECONDS = 0.03
#: who did what the demo programme begins with; its people are invented, so no real mail server hears of them
DEMO = "demo"
#: no transaction lasts this long, so no line can appear any more below one as old as this
SETTLED_AFTER = timedelta(hours=1)

BAD_LINES = Counter("kierros_journal_lines_failed_total", "Journal lines that could not be turned into messages")
log = structlog.get_logger(__name__)


def sweep(database: Database, settings: Settings) -> int:
    """Handle every line there is to handle now; returns how many were. Safe to run in several places at once.

    The lines are read anew for each turn: what came meanwhile may be in greater haste than what was left over.
    """
    total = 0
    while True:
        with database.reading() as db:
            lines = unhandled(db, clock.now(), LINES_AT_ONCE)
        if not lines:
            return total
        groups = deque(part for group in grouped(lines) for part in _parts(group))
        with database.writing() as db:
            total += _take_turn(db, groups, settings)


def _take_turn(db: Connection, groups: deque[Lines], settings: Settings) -> int:
    """Handle groups for a short while, at least one; returns how many lines were ours to handle."""
    began, taken, done = time.monotonic(), 0, list[int]()
    while groups and (not taken or time.monotonic() - began < TURN_SECONDS):
        lines = _claim(db, groups.popleft())
        taken += len(lines)
        if lines:
            done += _handled(db, lines, settings)
    if done:
        db.execute(delete(JournalProblem).where(JournalProblem.journal_id.in_(done)))
    return taken


def _parts(lines: Lines) -> list[Lines]:
    return [lines[start : start + LINES_IN_GROUP] for start in range(0, len(lines), LINES_IN_GROUP)]


def advance_mark(database: Database) -> None:
    """Move the mark over handled lines that are too old for another to commit below them."""
    settled = clock.now() - SETTLED_AFTER
    with database.reading() as db:
        start = mark(db)
        open_line = select(func.min(JournalLine.id)).where(
            JournalLine.id > start, ~is_handled() | (JournalLine.at > settled)
        )
        first_open = db.scalar(open_line)
        last = db.scalar(select(func.max(JournalLine.id))) or 0
    reached = last if first_open is None else first_open - 1
    with database.writing() as db:
        # only what an earlier round put below the mark: a sweep may still go by the mark as it was a moment ago
        db.execute(delete(JournalHandled).where(JournalHandled.journal_id <= start))
        db.execute(
            update(JournalMark)
            .where(JournalMark.name == MARK, JournalMark.journal_id < reached)
            .values(journal_id=reached)
        )


def _claim(db: Connection, lines: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    """Those lines that nobody else handles: the key of ``journal_handled`` decides, when both commit."""
    construct = postgresql.insert(JournalHandled).on_conflict_do_nothing().returning(JournalHandled.journal_id)
    now = clock.now()
    mine = set(db.scalars(construct, [{"journal_id": line.id, "at": now} for line in lines]))
    return [line for line in lines if line.id in mine]


def _handled(db: Connection, lines: Lines, settings: Settings) -> list[int]:
    """Handle lines that go together; the ids of those that went well.

    If that fails each is handled alone, and the one at fault is undone and waits for another try.
    """
    if lines[0].actor != DEMO or settings.mail_url.startswith("maildir:"):
        try:
            with db.begin_nested():
                handle(db, lines, settings.default_language)
        except AWAY:
            raise
        except UNEXPECTED as error:
            if len(lines) > 1:
                return [line_id for line in lines for line_id in _handled(db, [line], settings)]
            BAD_LINES.inc()
            _put_aside(db, lines[0], error)
            return []
        after_commit(db, partial(_tell_handled, lines))
    return [line.id for line in lines]


def _tell_handled(lines: Lines) -> None:
    """Which requests these lines come from; what no request did, such as a command, has none."""
    asked = sorted({line.request_id for line in lines if line.request_id})
    if asked:
        log.info("journal_lines_handled", kind=lines[0].kind, journal_lines=len(lines), request_ids=asked)


def _put_aside(db: Connection, line: Row[Any], error: Exception) -> None:
    tries = 1 + (db.scalar(select(JournalProblem.tries).where(JournalProblem.journal_id == line.id)) or 0)
    now = clock.now()
    again = next_line_try(tries, now)
    log.error(
        "journal_line_failed",
        journal_id=line.id,
        kind=line.kind,
        request_id=line.request_id,
        tries=tries,
        given_up=again is None,
        exc_info=error,
    )
    values = {
        "tries": tries,
        "next_try_at": again,
        "problem": f"{type(error).__name__}: {error}"[:500],
        "changed_at": now,
    }
    upsert = postgresql.insert(JournalProblem).values(journal_id=line.id, **values)
    db.execute(upsert.on_conflict_do_update(index_elements=["journal_id"], set_=values))
    if again is not None:
        db.execute(delete(JournalHandled).where(JournalHandled.journal_id == line.id))
