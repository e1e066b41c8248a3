"""Queueing the mails that bring people's calendars to what the copies say: invitations, updates, withdrawals."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Subquery, case, func, literal, select, tuple_, update
from sqlalchemy.orm import aliased

from services.notifications.actions.new_messages import NewMessage, add_messages
from services.notifications.queries.desired import Scope, desired
from services.notifications.queries.last_told import may_have_arrived
from services.notifications.queries.row_id import words
from services.notifications.rules import kinds, problems
from shared.schema.catalogue import Session
from shared.schema.notifications import CalendarCopy, Message


def request_key() -> ColumnElement[str]:
    """What makes an invitation or update once: the session, the SEQUENCE, the person."""
    return words("request", CalendarCopy.session_id, CalendarCopy.sequence, CalendarCopy.email)


def cancel_key() -> ColumnElement[str]:
    """What makes a withdrawal once."""
    return words("cancel", CalendarCopy.session_id, CalendarCopy.sequence, CalendarCopy.email)


def tell_invited(db: Connection, scope: Scope, journal_id: int | None) -> None:
    """An invitation for every copy that no mail has told of yet."""
    wanted = desired(scope)
    kind = case((wanted.c.rank == 0, kinds.PRESENTER_INVITED), else_=kinds.SESSION_INVITATION)
    _tell_desired(db, scope, wanted, kind, journal_id)


def tell_renewed(db: Connection, scope: Scope, journal_id: int | None) -> None:
    """The session as it is now for every copy that no mail has told of yet.

    An invitation still in the queue is queued anew instead: its reader never heard of the earlier time.
    """
    old = aliased(Message)
    copies = _copies(scope, "invited").join(
        old, (old.session_id == CalendarCopy.session_id) & (old.recipient_email == CalendarCopy.email)
    )
    unsent = (old.state == "queued") & (old.sequence < CalendarCopy.sequence) & old.kind.in_(kinds.INVITING)
    again = NewMessage(
        kind=old.kind,
        once=request_key(),
        recipient_email=old.recipient_email,
        recipient_name=old.recipient_name,
        language=old.language,
        journal_id=journal_id,
        series_id=old.series_id,
        session_id=old.session_id,
        offering_id=old.offering_id,
        subject_id=old.subject_id,
        sequence=CalendarCopy.sequence,
        priority=old.priority,
        due_at=_in_turn(db, scope),
    )
    add_messages(db, scope.now, again, copies.where(unsent))
    _supersede(db, scope, "invited", (*kinds.REQUESTING, *kinds.CANCELLING))
    _tell_desired(db, scope, desired(scope), literal(kinds.SESSION_MOVED), journal_id)


def tell_withdrawn(db: Connection, scope: Scope, journal_id: int | None) -> None:
    """A withdrawal for every copy taken back, to those whom any mail may have reached; the others need none."""
    told = _told(scope)
    copies = (
        _copies(scope, "withdrawn")
        .join(told, (told.c.session_id == CalendarCopy.session_id) & (told.c.recipient_email == CalendarCopy.email))
        .where(told.c.place == 1)
    )
    kind = case(
        (Session.state == "cancelled", kinds.SESSION_CANCELLED),
        (told.c.offering_id.is_(None), kinds.PRESENTER_REMOVED),
        else_=kinds.SESSION_WITHDRAWN,
    )
    message = NewMessage(
        kind=kind,
        once=cancel_key(),
        recipient_email=CalendarCopy.email,
        recipient_name=told.c.recipient_name,
        language=told.c.language,
        journal_id=journal_id,
        series_id=Session.series_id,
        session_id=CalendarCopy.session_id,
        offering_id=told.c.offering_id,
        subject_id=told.c.subject_id,
        sequence=CalendarCopy.sequence,
        priority=_priority_of(kind),
        due_at=_in_turn(db, scope),
    )
    add_messages(db, scope.now, message, copies)
    _supersede(db, scope, "withdrawn", [kind for kind in kinds.REQUESTING if kind not in kinds.NEWS])


def _tell_desired(
    db: Connection, scope: Scope, wanted: Subquery, kind: ColumnElement[str], journal_id: int | None
) -> None:
    copies = _copies(scope, "invited").join(
        wanted, (wanted.c.session_id == CalendarCopy.session_id) & (wanted.c.email == CalendarCopy.email)
    )
    message = NewMessage(
        kind=kind,
        once=request_key(),
        recipient_email=CalendarCopy.email,
        recipient_name=wanted.c.name,
        language=wanted.c.language,
        journal_id=journal_id,
        series_id=Session.series_id,
        session_id=CalendarCopy.session_id,
        offering_id=wanted.c.offering_id,
        subject_id=wanted.c.subject_id,
        sequence=CalendarCopy.sequence,
        priority=_priority_of(kind),
        due_at=_in_turn(db, scope),
    )
    add_messages(db, scope.now, message, copies)


def _supersede(db: Connection, scope: Scope, state: str, overtaken: Any) -> None:
    """Take out of the queue what a copy of this state has gone past."""
    message = Message.__table__.c
    newest = (
        select(CalendarCopy.sequence)
        .where(CalendarCopy.session_id == Message.session_id, CalendarCopy.email == Message.recipient_email)
        .scalar_subquery()
    )
    copies = select(CalendarCopy.session_id, CalendarCopy.email).where(
        CalendarCopy.state == state, scope.holds(CalendarCopy.__table__.c.session_id, CalendarCopy.__table__.c.email)
    )
    db.execute(
        update(Message)
        .where(
            Message.session_id.in_(scope.session_ids),
            Message.state == "queued",
            Message.kind.in_(overtaken),
            tuple_(message.session_id, message.recipient_email).in_(copies),
            Message.sequence < newest,
        )
        .values(state="superseded", problem=problems.OVERTAKEN)
    )


def _copies(scope: Scope, state: str) -> Select[Any]:
    return (
        select(CalendarCopy.email)
        .select_from(CalendarCopy)
        .join(Session, Session.id == CalendarCopy.session_id)
        .where(
            CalendarCopy.state == state,
            scope.holds(CalendarCopy.__table__.c.session_id, CalendarCopy.__table__.c.email),
        )
    )


def _told(scope: Scope) -> Subquery:
    """The last mail about each session that may have reached each person, as place 1."""
    place = func.row_number().over(
        partition_by=(Message.session_id, Message.recipient_email), order_by=Message.created_at.desc()
    )
    return (
        select(
            Message.session_id,
            Message.recipient_email,
            Message.recipient_name,
            Message.language,
            Message.offering_id,
            Message.subject_id,
            place.label("place"),
        )
        .where(
            scope.holds(Message.__table__.c.session_id, Message.__table__.c.recipient_email),
            Message.sequence.is_not(None),
            may_have_arrived(),
        )
        .subquery("told")
    )


def _priority_of(kind: ColumnElement[str]) -> ColumnElement[int]:
    return case(kinds.PRIORITIES, value=kind)


def _in_turn(db: Connection, scope: Scope) -> ColumnElement[datetime]:
    """When each mail is due: all of them now, those about the first session a hair's breadth before the next one's.

    Several about one registration then arrive in the order of its sessions, as their numbers say.
    """
    last_first = Session.starts_at.desc(), Session.id.desc()
    in_order = db.scalars(select(Session.id).where(Session.id.in_(scope.session_ids)).order_by(*last_first))
    turns = {
        session_id: literal(scope.now - timedelta(microseconds=turn), Message.__table__.c.due_at.type)
        for turn, session_id in enumerate(in_order)
    }
    now = literal(scope.now, Message.__table__.c.due_at.type)
    return case(turns, value=CalendarCopy.session_id, else_=now) if turns else now
