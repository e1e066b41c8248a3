"""The ledger of messages, as far as the asker may read it: an organiser their series', an administrator all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from services.notifications.rules.erased import ERASED
from services.notifications.rules.kinds import CONFIDING, SIGN_IN
from services.notifications.rules.retries import RETRYABLE
from shared.rules.partners import Right
from shared.schema.catalogue import Series, Session
from shared.schema.notifications import LOST, Attempt, Message, MessageContent
from shared.web.rights import within

#: more are not counted: that would take longer than the number is worth
MOST_COUNTED = 10_000
#: looked for at once
MOST_WORDS = 5


@dataclass(frozen=True)
class Reach:
    """Of which series: those on which these organisations' organisers hold the right; None is every one."""

    organisations: frozenset[UUID] | None
    #: reads everything, sign-in mails too
    is_administrator: bool
    #: what is to be done with them
    right: Right = Right.MANAGE

    def holds(self, series_id: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
        """SQL that is true for a row of a series within reach."""
        if self.is_administrator:
            return true()
        if self.organisations is None:
            return series_id.is_not(None)
        own = select(Series.id).where(within(self.organisations, self.right))
        return series_id.in_(own)


@dataclass(frozen=True)
class Counts:
    """How many messages fit, by state. ``is_more``: more than are counted; only those that were lost are then told."""

    states: dict[str, int]
    is_more: bool = False


@dataclass(frozen=True)
class Wanted:
    """Which messages are asked for; None: all."""

    state: str | None = None
    kind: str | None = None
    #: a whole address, or a part of an address or name
    recipient: str | None = None
    #: the series' slug
    series: str | None = None
    session_id: UUID | None = None


def page(db: Connection, reach: Reach, wanted: Wanted, limit: int, after: UUID | None) -> Sequence[Row[Any]]:
    """The newest first, at most ``limit`` of them, older than ``after``. Ids rise with the time they were made."""
    older = Message.id < after if after else true()
    # found by the messages alone, what is shown beside them is looked up afterwards: so an index gives their order
    found = select(Message.id).where(_readable(reach), _fits(wanted), older).order_by(Message.id.desc()).limit(limit)
    chosen = found.subquery("chosen")
    return db.execute(_all().join(chosen, chosen.c.id == Message.id).order_by(Message.id.desc())).all()


def counts(db: Connection, reach: Reach, wanted: Wanted) -> Counts:
    """How many messages are in each state, of those that fit apart from their state; counted as far as MOST_COUNTED."""
    any_state = replace(wanted, state=None)
    some = select(Message.state).where(_readable(reach), _fits(any_state)).limit(MOST_COUNTED + 1)
    states = _by_state(db, some)
    if sum(states.values()) <= MOST_COUNTED:
        return Counts(states)
    return Counts(lost(db, reach, any_state), is_more=True)


def lost(db: Connection, reach: Reach, wanted: Wanted) -> dict[str, int]:
    """How many of those that fit failed or came back, by state; counted as far as MOST_COUNTED."""
    return _by_state(db, select(Message.state).where(is_lost(reach, wanted)).limit(MOST_COUNTED))


def is_lost(reach: Reach, wanted: Wanted) -> ColumnElement[bool]:
    """SQL that is true for a message that fits, failed or came back, and is to somebody who was not erased."""
    return _readable(reach) & _fits(wanted) & and_(LOST) & (Message.recipient_email != ERASED)


def _by_state(db: Connection, states: Select[str]) -> dict[str, int]:
    found = states.subquery("found")
    rows = db.execute(select(found.c.state, func.count()).group_by(found.c.state))
    return {state: count for state, count in rows}  # noqa: C416 - rows are pairs, not a mapping's items


def one(db: Connection, reach: Reach, message_id: UUID) -> Row[Any] | None:
    """A message with what it says; ``prepared_at`` is null while that has not been written yet."""
    more = (
        MessageContent.text,
        MessageContent.html,
        MessageContent.method,
        MessageContent.calendar,
        MessageContent.created_at.label("prepared_at"),
    )
    return db.execute(_all().add_columns(*more).where(_readable(reach), Message.id == message_id)).one_or_none()


def attempts(db: Connection, message_id: UUID) -> Sequence[Row[Any]]:
    """Every try to hand it to the mail server, the first one first."""
    return db.execute(select(Attempt).where(Attempt.message_id == message_id).order_by(Attempt.at, Attempt.id)).all()


def series_choices(db: Connection, reach: Reach) -> Sequence[Row[str, str]]:
    """The series to choose from, by title: slug, title."""
    return db.execute(select(Series.slug, Series.title).where(reach.holds(Series.id)).order_by(Series.title)).all()


def session_choices(db: Connection, reach: Reach, slug: str) -> Sequence[Row[UUID, str, datetime, str]]:
    """The sessions of a series to choose from, by time: id, title, starts_at, timezone."""
    return db.execute(
        select(Session.id, Session.title, Session.starts_at, Session.timezone)
        .join(Series, Series.id == Session.series_id)
        .where(reach.holds(Series.id), Series.slug == slug)
        .order_by(Session.starts_at, Session.id)
    ).all()


def _all() -> Select[Any]:
    return (
        select(
            Message.__table__,
            MessageContent.subject,
            Series.slug,
            Series.title.label("series_title"),
            Series.language.label("series_language"),
            Session.title.label("session_title"),
        )
        .select_from(Message)
        .outerjoin(MessageContent, MessageContent.message_id == Message.id)
        .outerjoin(Series, Series.id == Message.series_id)
        .outerjoin(Session, Session.id == Message.session_id)
    )


def _readable(reach: Reach) -> ColumnElement[bool]:
    """What a presenter or a participant confided to the organisers is read by those alone, as where it came in."""
    within = reach.holds(Message.series_id)
    if reach.is_administrator:
        return within
    readable = within & (Message.kind != SIGN_IN)
    if reach.right is Right.MANAGE:
        return readable
    leads = replace(reach, right=Right.MANAGE).holds(Message.series_id)
    return readable & or_(Message.kind.not_in(CONFIDING), leads)


def _fits(wanted: Wanted) -> ColumnElement[bool]:
    fits: ColumnElement[bool] = true()
    if wanted.state:
        fits &= Message.state == wanted.state
        if wanted.state in RETRYABLE:
            # the words of the index of these
            fits &= and_(LOST)
    if wanted.kind:
        fits &= Message.kind == wanted.kind
    if wanted.series:
        fits &= Message.series_id == select(Series.id).where(Series.slug == wanted.series).scalar_subquery()
    if wanted.session_id:
        fits &= Message.session_id == wanted.session_id
    return fits & _is_to(wanted.recipient) if wanted.recipient else fits


def _is_to(recipient: str) -> ColumnElement[bool]:
    """A whole address is looked up; of anything else each word is looked for in addresses and names."""
    local, _at, domain = recipient.rpartition("@")
    if local and "." in domain:
        return Message.recipient_email == recipient.lower()
    return and_(true(), *(_has(word) for word in recipient.split()[:MOST_WORDS]))


def _has(word: str) -> ColumnElement[bool]:
    """SQLite knows capitals and small letters of ASCII only, so other letters are looked for as names have them too."""
    spellings = {word} if word.isascii() else {word, word.lower(), word.capitalize(), word.upper()}
    in_name = (Message.recipient_name.icontains(one, autoescape=True) for one in sorted(spellings))
    return or_(Message.recipient_email.icontains(word, autoescape=True), *in_name)
