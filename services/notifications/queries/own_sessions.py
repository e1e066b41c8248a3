"""What a person, or an organisation's people, take part in and present, as a feed holds it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, exists, func, literal, null, select, type_coerce, union_all

from services.notifications.queries.feed import IS_SHOWN
from services.notifications.queries.left_out import COMES
from services.notifications.queries.session_facts import SessionFacts, sessions
from services.notifications.rules import kinds
from shared.schema.base import Instant
from shared.schema.catalogue import OfferingSession, Presenter, Series, Session
from shared.schema.notifications import CalendarCopy, Message
from shared.schema.registration import Person, Registration, SessionWithdrawal
from shared.schema.session_moves import SessionMove

#: what somebody gave up stays so long, marked as cancelled: a calendar that looks seldom hears of it too
GONE_FOR = timedelta(days=30)
#: session_id, gone_at, presents
Part = Select[UUID, datetime, bool]
_STANDING: Any = type_coerce(null(), Instant())


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A session of somebody's, with all that its entry goes by."""

    id: UUID
    version: int
    series_version: int
    #: how far this person's SEQUENCE in feeds runs ahead of the session's revision
    ahead: int
    changed_at: datetime
    #: when they gave it up; None: they come
    gone_at: datetime | None
    #: whether they present it, or did until they gave it up
    presents: bool

    @property
    def mark(self) -> str:
        """Equal for equal entries."""
        return f"{self.id}:{self.version}:{self.series_version}:{self.ahead}:{self.gone_at or ''}:{self.presents}"

    @property
    def last_change(self) -> datetime:
        """Of the session, or of their coming to it."""
        return max(self.changed_at, self.gone_at) if self.gone_at else self.changed_at


def of_person(db: Connection, email: str, now: datetime, *, only_presenting: bool = False) -> list[OwnSession]:
    """What they have a place in and what they present, cancelled sessions among it, and what they gave up lately."""
    parts = [_presented(email), _no_longer_presented(email, now - GONE_FOR)]
    if not only_presenting:
        parts += _taken_part_in(Person.email_key == email, now - GONE_FOR)
    return _rows(db, parts, email)


def of_organisation(db: Connection, organisation_id: UUID, now: datetime) -> list[OwnSession]:
    """What any of an organisation's people has a place in, and what the last of them gave up lately."""
    return _rows(db, _taken_part_in(Registration.organisation_id == organisation_id, now - GONE_FOR), None)


def presents(db: Connection, email: str) -> bool:
    """Whether somebody presents anything."""
    return db.scalar(select(Presenter.id).where(Presenter.email == email).limit(1)) is not None


def facts_of(db: Connection, own: Iterable[OwnSession]) -> list[SessionFacts]:
    """These sessions, in the order of time."""
    return sessions(db, Session.id.in_([one.id for one in own]))


def last_change(own: Sequence[OwnSession]) -> datetime | None:
    """When any of these last changed."""
    return max((one.last_change for one in own), default=None)


def _taken_part_in(whose: ColumnElement[bool], since: datetime) -> list[Part]:
    told = exists().where(
        Message.subject_id == Registration.id,
        Message.kind.in_((kinds.REGISTRATION_CONFIRMED, kinds.REGISTRATION_PROMOTED)),
    )
    left = SessionWithdrawal.registration_id == Registration.id
    confirmed = Registration.state == "confirmed"
    return [
        _covered(_STANDING).where(whose, confirmed, COMES),
        # whoever only waited never had a place to give up
        _covered(Registration.changed_at).where(
            whose, Registration.state == "cancelled", Registration.changed_at > since, told
        ),
        _covered(SessionWithdrawal.created_at)
        .join(SessionWithdrawal, left & (SessionWithdrawal.session_id == OfferingSession.session_id))
        .where(whose, confirmed, SessionWithdrawal.created_at > since),
    ]


def _covered(gone_at: Any) -> Part:
    return (
        select(
            OfferingSession.session_id.label("session_id"), gone_at.label("gone_at"), literal(False).label("presents")
        )
        .select_from(OfferingSession)
        .join(Registration, Registration.offering_id == OfferingSession.offering_id)
        .join(Person, Person.id == Registration.person_id)
    )


def _presented(email: str) -> Part:
    return select(
        Presenter.session_id.label("session_id"), _STANDING.label("gone_at"), literal(True).label("presents")
    ).where(Presenter.email == email)


def _no_longer_presented(email: str, since: datetime) -> Part:
    """A presenter who was taken off leaves no row; what their calendar was told does."""
    invited = exists().where(
        Message.session_id == CalendarCopy.session_id,
        Message.recipient_email == email,
        Message.kind == kinds.PRESENTER_INVITED,
    )
    return select(
        CalendarCopy.session_id.label("session_id"),
        CalendarCopy.stamp.label("gone_at"),
        literal(True).label("presents"),
    ).where(CalendarCopy.email == email, CalendarCopy.state == "withdrawn", CalendarCopy.stamp > since, invited)


def _undone() -> Any:
    """By how much undone moves let this person's mails fall behind the session's revision: feeds have shown the moves,
    and their SEQUENCE never falls."""
    told = CalendarCopy.sequence - CalendarCopy.ahead
    steps = func.coalesce(func.sum(SessionMove.revision_undone - SessionMove.revision_before), 0)
    return (
        select(steps)
        .where(SessionMove.session_id == Session.id, SessionMove.revision_undone <= told)
        .correlate(Session, CalendarCopy)
        .scalar_subquery()
    )


def _rows(db: Connection, parts: Sequence[Part], email: str | None) -> list[OwnSession]:
    own = union_all(*parts).subquery()
    ahead: Any = literal(0) if email is None else func.coalesce(CalendarCopy.ahead + _undone(), 0)
    found = (
        select(
            Session.id, Session.version, Series.version.label("series_version"), ahead.label("ahead"),
            Session.changed_at, own.c.gone_at, own.c.presents,
        )
        .join(own, own.c.session_id == Session.id)
        .join(Series, Series.id == Session.series_id)
        .where(IS_SHOWN)
        .order_by(Session.id, own.c.presents.desc(), own.c.gone_at)
    )  # fmt: skip
    if email is not None:
        found = found.outerjoin(CalendarCopy, (CalendarCopy.session_id == Session.id) & (CalendarCopy.email == email))
    by_id: dict[UUID, OwnSession] = {}
    for row in db.execute(found):
        before = by_id.get(row.id)
        # coming by any way is coming
        if before is None or (before.gone_at is not None and (row.gone_at is None or row.gone_at > before.gone_at)):
            by_id[row.id] = OwnSession(*row)
    return list(by_id.values())
