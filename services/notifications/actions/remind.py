"""Reminders: worked out when they fall due, from the rules and the sessions as they are then."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from services.notifications.actions.new_messages import NewMessage, add_messages
from services.notifications.queries.desired import Scope, desired
from services.notifications.queries.row_id import words
from services.notifications.rules import kinds
from shared import clock
from shared.database import Database
from shared.schema.catalogue import Series, Session
from shared.schema.notifications import Message, ReminderRule
from shared.schema.registration import Registration
from shared.web import dates

#: the anchors that are read, and the time of a session that each means
_ANCHORS: dict[str, Any] = {"session-start": Session.starts_at, "session-end": Session.ends_at}


def remind(database: Database) -> int:
    """Queue what is due now, also what fell due while no clock ran; returns how many reminders are new.

    A session's reminder is one act per rule and start: whoever registers after its moment needs none. A moment after
    the start, counted from the end, reminds nobody: the mail says what is coming up.
    """
    now, total = clock.now(), 0
    with database.reading() as db:
        due = [(rule, session) for rule in _rules(db) for session in _due_sessions(db, rule, now)]
    for rule, session in due:
        with database.writing() as db:
            total += _remind_of(db, rule, session, now)
    return total


def _rules(db: Connection) -> list[Any]:
    return list(db.execute(select(ReminderRule.__table__).where(ReminderRule.anchor.in_(_ANCHORS))))


def _due_sessions(db: Connection, rule: Row[Any], now: datetime) -> list[Any]:
    """Sessions ahead whose reminder's moment has come and that nobody was reminded of yet."""
    anchor, latest = _ANCHORS[rule.anchor], now - timedelta(minutes=rule.offset_minutes)
    sessions = db.execute(
        select(Session.id, Session.starts_at, Session.series_id, anchor.label("anchored_at"))
        .join(Series, Series.id == Session.series_id)
        .where(
            Session.state == "scheduled",
            Session.starts_at > now,
            anchor <= latest,
            Series.state != "draft",
            (Session.series_id == rule.series_id) if rule.series_id else True,  # type: ignore[arg-type]
        )
    )
    return [session for session in sessions if not _is_done(db, rule, session)]


def _is_done(db: Connection, rule: Row[Any], session: Any) -> bool:
    of_session = (Message.session_id == session.id) & (Message.kind == kinds.REMINDER)
    found = select(Message.id).where(of_session, Message.once.startswith(f"{_key(rule, session)}:", autoescape=True))
    return db.scalar(found.limit(1)) is not None


def _remind_of(db: Connection, rule: Row[Any], session: Any, now: datetime) -> int:
    wanted = desired(Scope([session.id], now))
    moment = session.anchored_at + timedelta(minutes=rule.offset_minutes)
    people = (
        select(wanted.c.email)
        .outerjoin(Registration, Registration.id == wanted.c.subject_id)
        .where((wanted.c.rank == 0) | (Registration.created_at < moment))
    )
    message = NewMessage(
        kind=kinds.REMINDER,
        once=words(_key(rule, session), wanted.c.email),
        recipient_email=wanted.c.email,
        recipient_name=wanted.c.name,
        language=wanted.c.language,
        journal_id=None,
        series_id=session.series_id,
        session_id=session.id,
        offering_id=wanted.c.offering_id,
        subject_id=wanted.c.subject_id,
    )
    return add_messages(db, now, message, people)


def _key(rule: Row[Any], session: Any) -> str:
    return f"{kinds.REMINDER}:{rule.id}:{session.id}:{dates.machine(session.starts_at, 'UTC')}"
