"""Keeping the record of what people's calendars hold in step with who should have which session."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, case, literal, null, select, tuple_, update
from sqlalchemy.sql.dml import Update

from services.notifications.actions.new_messages import insert_once
from services.notifications.actions.undone_moves import let_undone_be
from services.notifications.queries.desired import Scope, desired
from services.notifications.queries.held_moves import held_sessions
from services.notifications.queries.nearness import far_ahead
from shared.schema.catalogue import Session
from shared.schema.notifications import CalendarCopy

_COLUMNS = ["session_id", "email", "state", "sequence", "ahead", "stamp"]


def invite(db: Connection, scope: Scope) -> None:
    """Give a copy to whoever should have one by now and has none, or gave it back.

    Once given it stays and is kept right, however far away the session is moved after that.
    """
    wanted = desired(replace(scope, far=far_ahead(db, scope.session_ids, scope.now)))
    fresh = select(
        wanted.c.session_id,
        wanted.c.email,
        literal("invited"),
        Session.revision,
        literal(0),
        literal(scope.now, CalendarCopy.__table__.c.stamp.type),
    ).join(Session, Session.id == wanted.c.session_id)
    insert_once(db, CalendarCopy, fresh, _COLUMNS)
    db.execute(
        _with_next_sequence(scope, "invited").where(CalendarCopy.state == "withdrawn", _key().in_(_keys(wanted)))
    )


def renew(db: Connection, scope: Scope) -> None:
    """Bring the copies of those invited to the session's present revision, unless its move may still be undone."""
    let_undone_be(db, scope)
    outdated = CalendarCopy.sequence - CalendarCopy.ahead < _revision()
    may_be_told = CalendarCopy.session_id.not_in(held_sessions(scope.session_ids, scope.now))
    db.execute(
        _with_next_sequence(scope, "invited").where(
            CalendarCopy.state == "invited", outdated, may_be_told, _key().in_(_keys(desired(scope)))
        )
    )


def withdraw(db: Connection, scope: Scope) -> None:
    """Take back the copies of those who should have none any more; what is over stays as it was."""
    still_ahead = select(Session.id).where(Session.id.in_(scope.session_ids), Session.ends_at > scope.now)
    db.execute(
        _with_next_sequence(scope, "withdrawn").where(
            CalendarCopy.state == "invited",
            CalendarCopy.session_id.in_(still_ahead),
            _key().not_in(_keys(desired(scope))),
        )
    )


def _with_next_sequence(scope: Scope, state: str) -> Update:
    """Raise SEQUENCE above the one last sent, ahead of the session's revision where needed (RFC 5546 section 3.2.5).

    What a participant answered was about what they were told before.
    """
    by_revision = _revision() + CalendarCopy.ahead
    following = case((by_revision > CalendarCopy.sequence, by_revision), else_=CalendarCopy.sequence + 1)
    return (
        update(CalendarCopy)
        .where(scope.holds(CalendarCopy.__table__.c.session_id, CalendarCopy.__table__.c.email))
        .values(
            state=state,
            sequence=following,
            ahead=following - _revision(),
            reply=null(),
            reply_sequence=null(),
            reply_at=null(),
        )
    )


def _revision() -> Any:
    return select(Session.revision).where(Session.id == CalendarCopy.session_id).scalar_subquery()


def _key() -> Any:
    return tuple_(CalendarCopy.session_id, CalendarCopy.email)


def _keys(wanted: Any) -> Any:
    return select(wanted.c.session_id, wanted.c.email)
