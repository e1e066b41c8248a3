"""Who of a session's people has been told of its present version, and what their calendars answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Row,
    Select,
    Subquery,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from services.notifications.queries.choices import by_feed
from services.notifications.queries.desired import Scope, desired
from services.notifications.queries.ledger import Reach
from services.notifications.queries.nearness import far_ahead
from services.notifications.queries.told_removed import newest_mail, no_longer, under_way
from services.notifications.rules import kinds, told
from shared.schema.catalogue import Presenter, Series, Session
from shared.schema.inbound import Inbound
from shared.schema.notifications import CalendarCopy, Message
from shared.schema.session_moves import SessionMove


@dataclass(frozen=True)
class Looked:
    """A session that is looked at, and how it stands with it now."""

    id: UUID
    revision: int
    is_draft: bool
    is_cancelled: bool
    is_over: bool
    #: whether participants' entries wait until it comes near
    is_far: bool
    row: Row[Any]


def _changes_told() -> ColumnElement[int]:
    """How often time or place changed, but for what was taken back before anybody heard of it: neither of the two."""
    undone = select(func.count()).where(SessionMove.session_id == Session.id, SessionMove.revision_undone.is_not(None))
    return Session.revision - 2 * undone.correlate(Session).scalar_subquery()


def session(db: Connection, reach: Reach, session_id: UUID, now: datetime) -> Looked | None:
    """A session that the asker organises: its columns, slug, series_title, language, changes; None: not the asker's."""
    row = db.execute(
        select(Session.__table__, Series.slug, Series.title.label("series_title"), Series.language,
               Series.entries_days_before,
               Series.state.label("series_state"),
               _changes_told().label("changes"))
        .join(Series, Series.id == Session.series_id)
        .where(Session.id == session_id, reach.holds(Session.series_id))
    ).one_or_none()  # fmt: skip
    if row is None:
        return None
    is_far = session_id in far_ahead(db, [session_id], now)
    return Looked(
        row.id, row.revision, row.series_state == "draft", row.state == "cancelled", row.ends_at <= now, is_far, row
    )


def counts(db: Connection, looked: Looked, now: datetime) -> dict[tuple[bool, str, str], int]:
    """How many (presents, status, reply) there are: one statement, however many people."""
    everyone = _everyone(looked, now).subquery()
    presents = (everyone.c.rank == 0).label("presents")
    rows = db.execute(
        select(presents, everyone.c.status, everyone.c.reply, func.count()).group_by(
            everyone.c.rank, everyone.c.status, everyone.c.reply
        )
    )
    return {(bool(row[0]), row[1], row[2]): row[3] for row in rows}


def people(db: Connection, looked: Looked, now: datetime, limit: int, skip: int) -> Sequence[Row[Any]]:
    """Those who need something first: email, name, rank, subject_id, offering_id, status, reply, is_removed,
    message_id, problem, sent_at, proposes."""
    everyone = _everyone(looked, now).subquery()
    is_lost = everyone.c.status.in_((told.FAILED, told.BOUNCED))
    declined = and_(everyone.c.rank == 0, everyone.c.reply == "declined")
    proposes = (
        exists()
        .where(Inbound.session_id == looked.id, Inbound.proposal == "open")
        .where(func.coalesce(Inbound.attendee, Inbound.sender) == everyone.c.email)
    )
    need = case(
        (is_lost, 0), (declined, 1), (proposes, 1), (everyone.c.status == told.RETRYING, 2),
        (everyone.c.status == told.WAITING, 3), else_=4,
    )  # fmt: skip
    return db.execute(
        select(everyone, Message.problem, Message.sent_at, proposes.label("proposes"))
        .outerjoin(Message, Message.id == everyone.c.message_id)
        .order_by(need, everyone.c.rank, func.lower(everyone.c.name), everyone.c.email)
        .limit(limit)
        .offset(skip)
    ).all()


def _everyone(looked: Looked, now: datetime) -> CompoundSelect[Any]:
    """Each person once: those whose session it is, and those removed from it who may not know that yet."""
    return union_all(_people(looked, now), no_longer(looked.id, _wanted(looked, now)))


def _wanted(looked: Looked, now: datetime) -> Subquery:
    return desired(replace(Scope([looked.id], now), at_any_time=True))


def _people(looked: Looked, now: datetime) -> Select[Any]:
    """Each with the mail that told them last of this version."""
    wanted = _wanted(looked, now)
    sequence = func.coalesce(CalendarCopy.sequence, looked.revision)
    direct = newest_mail(Message.session_id == looked.id, Message.recipient_email == wanted.c.email,
                     Message.sequence == sequence)  # fmt: skip
    of_place = newest_mail(
        Message.subject_id == wanted.c.subject_id,
        Message.kind.in_((kinds.REGISTRATION_CONFIRMED, kinds.REGISTRATION_PROMOTED)),
    )
    found = (
        select(wanted, CalendarCopy.sequence, CalendarCopy.ahead, CalendarCopy.reply, CalendarCopy.reply_sequence,
               direct.label("direct"), case((direct.is_(None), of_place)).label("of_place"))
        .select_from(wanted)
        .outerjoin(
            CalendarCopy, (CalendarCopy.session_id == wanted.c.session_id) & (CalendarCopy.email == wanted.c.email)
        )
        .subquery("found")
    )  # fmt: skip
    mail = aliased(Message)
    message_id = func.coalesce(found.c.direct, found.c.of_place)
    return (
        select(
            found.c.email, found.c.name, found.c.rank, found.c.subject_id, found.c.offering_id,
            message_id.label("message_id"), _status(looked, found, mail).label("status"), _reply(found).label("reply"),
            false().label("is_removed"),
        )
        .outerjoin(mail, mail.id == message_id)
        .outerjoin(Presenter, Presenter.id == found.c.subject_id)
    )  # fmt: skip


def _status(looked: Looked, found: Any, mail: Any) -> ColumnElement[str]:
    """One of ``rules.told.STATUSES``."""
    is_behind = found.c.sequence - found.c.ahead < looked.revision
    return case(
        # the change itself is not a mail yet
        (is_behind & literal(not looked.is_over), told.WAITING),
        *under_way(mail),
        (found.c.direct.is_not(None), told.SENT),
        (literal(looked.is_over), told.UNNEEDED),
        (literal(looked.is_cancelled), told.WAITING),
        # nobody knows of it before the confirmation
        (found.c.of_place.is_(None), told.WAITING),
        (by_feed(found.c.email), told.FEED),
        (literal(looked.is_far) & found.c.sequence.is_(None), told.LATER),
        else_=told.WAITING,
    )


def _reply(found: Any) -> ColumnElement[str]:
    """A presenter's answer is the catalogue's; a participant's counts when it was given to this version."""
    theirs = case((found.c.reply_sequence >= found.c.sequence, found.c.reply))
    return func.coalesce(case((found.c.rank == 0, Presenter.reply), else_=theirs), "needs-action")
