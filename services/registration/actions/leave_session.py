"""Staying away from one session of several, and coming to it after all. The place in the offering stays."""

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row, bindparam, delete
from sqlalchemy.dialects import postgresql

from services.registration.queries import sessions_of_one
from shared import clock, journal
from shared.database import locks
from shared.errors import Conflict, NotThere
from shared.schema.registration import SessionWithdrawal

# SQLite knows PostgreSQL's ON CONFLICT
_LEAVE = postgresql.insert(SessionWithdrawal).on_conflict_do_nothing().returning(SessionWithdrawal.session_id)
_RETURN = delete(SessionWithdrawal).where(
    SessionWithdrawal.registration_id == bindparam("of"), SessionWithdrawal.session_id == bindparam("from_session")
)


def leave(db: Connection, registration_id: UUID, session_id: UUID, actor: str) -> bool:
    """Stay away from a session that is to come; whether that is new. Raises NotThere, and Conflict when it has begun,
    when the registration gives no place, or when it is the last one left: then the whole is cancelled instead."""
    found = _coming(db, registration_id, session_id)
    others = [one for one in found.values() if not one.is_left and one.id != session_id]
    if not others:
        raise Conflict("last_session", _("This is the only session left to you. Cancel the registration instead."))
    row = {"registration_id": registration_id, "session_id": session_id, "created_at": clock.now()}
    if db.scalar(_LEAVE, row) is None:
        return False
    _write_journal(db, "registration.session_left", actor, registration_id, found[session_id])
    return True


def come_after_all(db: Connection, registration_id: UUID, session_id: UUID, actor: str) -> bool:
    """Come to a session that was left out; whether that is new. Raises as ``leave`` does."""
    found = _coming(db, registration_id, session_id)
    if db.execute(_RETURN, {"of": registration_id, "from_session": session_id}).rowcount != 1:
        return False
    _write_journal(db, "registration.session_rejoined", actor, registration_id, found[session_id])
    return True


def _coming(db: Connection, registration_id: UUID, session_id: UUID) -> dict[UUID, Row[UUID, str, UUID, UUID, bool]]:
    """The sessions of somebody's registration that haven't begun, this one among them. One at a time for each person,
    so that nobody leaves the last two at once."""
    locks.hold(db, "sessions-of", registration_id)
    found = {one.id: one for one in sessions_of_one.coming(db, registration_id, clock.now())}
    if session_id not in found:
        raise NotThere("no_session", _("This registration covers no such session that is still to begin."))
    if found[session_id].state != "confirmed":
        raise Conflict("no_place", _("This registration gives no place, so there is no session to leave out."))
    return found


def _write_journal(
    db: Connection, kind: str, actor: str, registration_id: UUID, session: Row[UUID, str, UUID, UUID, bool]
) -> None:
    subject = journal.Subject(
        series_id=session.series_id,
        session_id=session.id,
        offering_id=session.offering_id,
        subject_id=registration_id,
    )
    journal.append(db, kind, actor, subject)
