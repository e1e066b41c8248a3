"""What organisers wrote or plan to write, and how many it reaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, func, insert, select

from shared.audiences import Audience, People, addressees, people_of, wants_mail
from shared.schema.announcements import WAITING, Announcement, AnnouncementRecipient
from shared.schema.catalogue import Offering, Series, Session
from shared.schema.journal import JournalLine

#: shown at most
MOST = 50
#: still to be sent: what it says may be changed, and it may be taken back
IS_PLANNED = (
    ~Announcement.is_test,
    Announcement.send_at.is_not(None),
    Announcement.sent_at.is_(None),
    Announcement.withdrawn_at.is_(None),
    Announcement.problem.is_(None),
)
_ALL = (
    select(
        Announcement.__table__,
        Offering.name.label("offering_name"),
        Session.title.label("session_title"),
        Series.slug,
        Series.state.label("series_state"),
        Series.organiser_id,
        JournalLine.detail.label("told"),
    )
    .join(Series, Series.id == Announcement.series_id)
    .outerjoin(Offering, Offering.id == Announcement.offering_id)
    .outerjoin(Session, Session.id == Announcement.session_id)
    .outerjoin(JournalLine, (JournalLine.subject_id == Announcement.id) & (JournalLine.kind == "announcement.sent"))
    .where(~Announcement.is_test)
)
_ONE = _ALL.where(Announcement.id == bindparam("announcement_id"))
_OF_SERIES = _ALL.where(Announcement.series_id == bindparam("series_id")).order_by(Announcement.id.desc())
_DUE = (
    select(Announcement.id)
    .where(WAITING, Announcement.send_at <= bindparam("now", type_=Announcement.send_at.type))
    .order_by(Announcement.send_at, Announcement.id)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Reached:
    """How many get a mail, by the language it is framed in, and how many were left out."""

    languages: dict[str, int]
    #: they want no more of such mail
    unsubscribed: int

    @property
    def count(self) -> int:
        """All who get one."""
        return sum(self.languages.values())


def one(db: Connection, announcement_id: UUID) -> Row[Any] | None:
    """An announcement with what its series is now; None for a copy to its writer, and when there is none."""
    return db.execute(_ONE, {"announcement_id": announcement_id}).one_or_none()


def known(db: Connection, announcement_id: UUID) -> Row[Any]:
    """The same of one that is there."""
    return db.execute(_ONE, {"announcement_id": announcement_id}).one()


def of_series(db: Connection, series_id: UUID, limit: int = MOST, after: UUID | None = None) -> Sequence[Row[Any]]:
    """The newest first, older than ``after``."""
    statement = _OF_SERIES if after is None else _OF_SERIES.where(Announcement.id < after)
    return db.execute(statement.limit(limit), {"series_id": series_id}).all()


def due(db: Connection, now: datetime, most: int) -> list[UUID]:
    """Those whose time has come, the longest due first."""
    return list(db.scalars(_DUE, {"now": now, "most": most}))


def people(announcement: Row[Any], now: datetime) -> People:
    """A SELECT of those whom one is for, as ``shared.audiences`` gives them."""
    if announcement.audience == "chosen":
        ticked = select(AnnouncementRecipient.registration_id).where(
            AnnouncementRecipient.announcement_id == announcement.id
        )
        return people_of(ticked)
    said = announcement
    meant = Audience(said.series_id, said.audience, said.among, said.offering_id, said.session_id)
    return addressees(meant, now)


def reached(db: Connection, whom: People, series_id: UUID) -> Reached:
    """How many of these get a mail, by language."""
    meant = whom.subquery("meant")
    wants = wants_mail(meant.c.email, series_id)
    rows = db.execute(
        select(meant.c.language, wants.label("wants"), func.count()).group_by(meant.c.language, wants)
    ).all()
    languages = {language: count for language, wants_it, count in rows if wants_it}
    return Reached(languages, sum(count for _language, wants_it, count in rows if not wants_it))


def somebody(db: Connection, whom: People, language: str) -> UUID | None:
    """The newest of these who reads this language."""
    meant = whom.subquery("meant")
    newest = select(meant.c.subject_id).where(meant.c.language == language).order_by(meant.c.subject_id.desc())
    return db.scalar(newest.limit(1))


def settle(db: Connection, announcement_id: UUID, whom: People, series_id: UUID) -> None:
    """Write down the participants among whom it goes to, whatever becomes of the lists later: one statement for all."""
    meant = whom.subquery("meant")
    rows = select(bindparam("announcement_id", announcement_id, Announcement.id.type), meant.c.subject_id).where(
        wants_mail(meant.c.email, series_id)
    )
    db.execute(insert(AnnouncementRecipient).from_select(["announcement_id", "registration_id"], rows))
