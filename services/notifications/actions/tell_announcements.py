"""What organisers write: one mail to each whom it was sent to, or one copy to its writer."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, delete, func, literal, select

from services.notifications.actions.new_messages import NewMessage, add_messages
from services.notifications.queries.row_id import words
from services.notifications.queries.unsubscribed import wants
from services.notifications.rules import kinds
from shared import clock
from shared.audiences import Audience, addressees
from shared.schema.accounts import Account
from shared.schema.announcements import Announcement, AnnouncementRecipient
from shared.schema.catalogue import Series
from shared.schema.journal import JournalLine
from shared.schema.notifications import Message, MessageContent
from shared.schema.registration import Person, Registration

Lines = Sequence[Row[Any]]
_WHOM = select(
    Announcement.id,
    Announcement.series_id,
    Announcement.offering_id,
    Announcement.session_id,
    Announcement.audience,
    Announcement.among,
).where(Announcement.id == bindparam("announcement_id"))


def tell_announced(db: Connection, lines: Lines) -> None:
    """To each of its people who still wants such mail. Participants are settled; who else it is for is found now."""
    settled = [line for line in lines if _goes_to(db, line) in ("chosen", "participants")]
    if settled:
        _tell_participants(db, settled)
    for line in lines:
        if line not in settled:
            _tell_others(db, line)


def _goes_to(db: Connection, line: Row[Any]) -> str | None:
    return db.scalar(select(Announcement.audience).where(Announcement.id == line.subject_id))


def _tell_participants(db: Connection, lines: Lines) -> None:
    people = (
        select(Registration.id)
        .select_from(JournalLine)
        .join(Announcement, Announcement.id == JournalLine.subject_id)
        .join(AnnouncementRecipient, AnnouncementRecipient.announcement_id == Announcement.id)
        .join(Registration, Registration.id == AnnouncementRecipient.registration_id)
        .join(Person, Person.id == Registration.person_id)
        .where(JournalLine.id.in_([line.id for line in lines]), wants(Person.email_key, Announcement.series_id))
    )
    message = NewMessage(
        kind=kinds.ANNOUNCEMENT,
        once=words(kinds.ANNOUNCEMENT, Announcement.id, Registration.id),
        recipient_email=Person.email_key,
        recipient_name=Person.name,
        language=Person.language,
        journal_id=JournalLine.id,
        series_id=JournalLine.series_id,
        session_id=Announcement.session_id,
        offering_id=Registration.offering_id,
        subject_id=Registration.id,
    )
    add_messages(db, clock.now(), message, people)


def _tell_others(db: Connection, line: Row[Any]) -> None:
    """Presenters and contacts, each once however many sessions or organisations are theirs."""
    said = db.execute(_WHOM, {"announcement_id": line.subject_id}).one_or_none()
    if said is None:
        return
    audience = Audience(said.series_id, said.audience, said.among, said.offering_id, said.session_id)
    meant = addressees(audience, line.at).subquery()
    message = NewMessage(
        kind=kinds.ANNOUNCEMENT,
        once=words(kinds.ANNOUNCEMENT, literal(said.id), meant.c.email),
        recipient_email=meant.c.email,
        recipient_name=meant.c.name,
        language=meant.c.language,
        journal_id=line.id,
        series_id=said.series_id,
        session_id=said.session_id,
        offering_id=said.offering_id,
        subject_id=meant.c.subject_id,
    )
    add_messages(db, clock.now(), message, select(meant.c.email).where(wants(meant.c.email, said.series_id)))


def tell_tested(db: Connection, line: Row[Any]) -> None:
    """To the account that wrote it, or had a program write it."""
    who, _colon, said = line.actor.partition(":")
    # a program has it sent to the account that answers go to
    is_writer = Account.id == UUID(said) if who == "account" else Account.email == Announcement.reply_to
    writer = (
        select(Account.id)
        .select_from(Announcement)
        .join(Account, is_writer)
        .join(Series, Series.id == line.series_id)
        .where(Announcement.id == line.subject_id)
    )
    message = NewMessage(
        kind=kinds.ANNOUNCEMENT_TEST,
        once=words(kinds.ANNOUNCEMENT_TEST, Announcement.id),
        recipient_email=Account.email,
        recipient_name=Account.name,
        language=func.coalesce(Account.language, Series.language),
        journal_id=literal(line.id),
        series_id=Series.id,
        session_id=Announcement.session_id,
        offering_id=Announcement.offering_id,
        subject_id=Announcement.id,
    )
    add_messages(db, clock.now(), message, writer)


def forget_erased(db: Connection, lines: Lines) -> None:
    """Its time is over: what it said goes, from the mails to its people and from the copies to its writer."""
    its_lines = select(JournalLine.id).where(JournalLine.subject_id.in_([line.subject_id for line in lines]))
    mails = select(Message.id).where(Message.journal_id.in_(its_lines))
    db.execute(delete(MessageContent).where(MessageContent.message_id.in_(mails)))
