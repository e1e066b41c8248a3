"""Organisers' own words: what is said, to whom and when are kept; the journal has each of them mailed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row, bindparam, exists, insert, null, select, update

from services.registration.queries import announcements
from shared import clock, journal
from shared.audiences import Audience
from shared.database import locks
from shared.errors import Conflict, Refusal
from shared.schema.announcements import Announcement, AnnouncementRecipient

_INSERT = insert(Announcement)
_TO = insert(AnnouncementRecipient)
_IS_THERE = select(exists().where(Announcement.id == bindparam("announcement_id")))
_ANY = update(Announcement).where(Announcement.id == bindparam("of"))
_PLANNED = _ANY.where(*announcements.IS_PLANNED)
#: whoever put it off since it was found due is heard
_DUE = _PLANNED.where(Announcement.send_at <= bindparam("by", type_=Announcement.send_at.type))


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody writes. The id is given out with the form, so that sending it twice is sending it once."""

    id: UUID
    #: one line
    subject: str
    text: str
    #: where answers go; null: to the installation's own address
    reply_to: str | None
    actor: str
    #: null: at once
    send_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """Those ticked in one offering's list."""

    kind: ClassVar = "chosen"
    among: ClassVar = "all"
    session_id: ClassVar = None
    series_id: UUID
    offering_id: UUID
    registration_ids: Sequence[UUID]


To = Chosen | Audience


def send(db: Connection, to: To, said: Said) -> bool:
    """Write to them, one mail each, now or when its time comes; False when this was sent already. Raises Refusal.

    Those who were ticked are settled now, everybody else when it goes out.
    """
    locks.hold(db, "announcement", said.id)
    if db.scalar(_IS_THERE, {"announcement_id": said.id}):
        return False
    _keep(db, to, said, is_test=False)
    if isinstance(to, Chosen) and to.registration_ids:
        db.execute(_TO, [{"announcement_id": said.id, "registration_id": one} for one in to.registration_ids])
    _begin(db, said, "announcement.planned")
    return True


def send_test(db: Connection, to: To, said: Said) -> None:
    """A copy for its writer alone, who has an account."""
    _keep(db, to, said, is_test=True)
    subject = journal.Subject(series_id=to.series_id, offering_id=to.offering_id, subject_id=said.id)
    journal.append(db, "announcement.tested", said.actor, subject)


def change(db: Connection, to: Audience | None, said: Said) -> None:
    """Give one that waits for its time other words, another time or other people, or send it now. Raises Refusal.

    ``to`` is None where those who were ticked stay. Whoever changes it is its writer from then on.
    """
    values: dict[str, Any] = {"subject": said.subject, "text": said.text, "reply_to": said.reply_to}
    if to is not None:
        values |= {"audience": to.kind, "among": to.among, "offering_id": to.offering_id, "session_id": to.session_id}
    values |= {"sent_at": clock.now()} if said.send_at is None else {"send_at": said.send_at}
    _require_planned(db.execute(_PLANNED.values(**values, actor=said.actor), {"of": said.id}).rowcount)
    _begin(db, said, "announcement.changed")


def withdraw(db: Connection, announcement_id: UUID, actor: str) -> None:
    """Take one back before it goes out. Raises Conflict once it has; a second time changes nothing."""
    row = announcements.known(db, announcement_id)
    if row.withdrawn_at is None:
        _require_planned(db.execute(_PLANNED.values(withdrawn_at=clock.now()), {"of": announcement_id}).rowcount)
        _tell(db, row, "announcement.withdrawn", actor)


def go_out_as_planned(db: Connection, announcement_id: UUID, actor: str) -> bool:
    """Send one whose time has come. Of two who do it at once one does; for the other it is False."""
    now = clock.now()
    if not db.execute(_DUE.values(sent_at=now), {"of": announcement_id, "by": now}).rowcount:
        return False
    row = announcements.known(db, announcement_id)
    if not _go_out(db, row):
        db.execute(_ANY.values(sent_at=null(), problem="nobody"), {"of": announcement_id})
        _tell(db, row, "announcement.not_sent", actor)
    return True


def hold_back(db: Connection, announcement_id: UUID, problem: str, actor: str) -> bool:
    """Note why one whose time has come is not sent: a word of ``NOT_SENT`` in the schema. False: it waits no more."""
    if not db.execute(_DUE.values(problem=problem), {"of": announcement_id, "by": clock.now()}).rowcount:
        return False
    _tell(db, announcements.known(db, announcement_id), "announcement.not_sent", actor)
    return True


def _begin(db: Connection, said: Said, planned: str) -> None:
    """Have it mailed now, or say that it waits; ``planned`` is what the journal then says."""
    row = announcements.known(db, said.id)
    if said.send_at is None:
        if not _go_out(db, row):
            raise Conflict("nobody", _("There is nobody to write to: nobody of those you mean gets such mail now."))
        return
    if said.send_at <= clock.now():
        raise Refusal("in_the_past", _("This time has passed. Choose a later one, or send it at once."), "send_at")
    if row.series_state == "archived":
        sentence = _("The series is archived, so nothing can be planned for it. Send it at once.")
        raise Refusal("archived", sentence, "send_at")
    _tell(db, row, planned, said.actor)


def _go_out(db: Connection, row: Row[Any]) -> int:
    """Settle who gets it, and have the journal tell; to how many."""
    whom = announcements.people(row, clock.now())
    count = announcements.reached(db, whom, row.series_id).count
    if count:
        if row.audience == "participants":
            announcements.settle(db, row.id, whom, row.series_id)
        _tell(db, row, "announcement.sent", row.actor, recipients=count)
    return count


def _require_planned(rows: int) -> None:
    if not rows:
        raise Conflict("not_planned", _("It waits no more: it has gone out, or was taken back."))


def _keep(db: Connection, to: To, said: Said, *, is_test: bool) -> None:
    db.execute(
        _INSERT,
        {
            "id": said.id,
            "series_id": to.series_id,
            "offering_id": to.offering_id,
            "session_id": to.session_id,
            "audience": to.kind,
            "among": to.among,
            "subject": said.subject,
            "text": said.text,
            "reply_to": said.reply_to,
            "is_test": is_test,
            "actor": said.actor,
            "created_at": clock.now(),
            "send_at": None if is_test else said.send_at,
            "sent_at": clock.now() if is_test or said.send_at is None else None,
        },
    )


def _tell(db: Connection, row: Row[Any], kind: str, actor: str, **detail: int) -> None:
    subject = journal.Subject(
        series_id=row.series_id, offering_id=row.offering_id, subject_id=row.id, detail=dict(detail)
    )
    journal.append(db, kind, actor, subject)
