"""What organisers write: one mail to each whom it was sent to, or one copy to its writer."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, func, literal, select

from services.notifications.actions.new_messages import NewMessage, add_messages
from services.notifications.queries.row_id import words
from services.notifications.rules import kinds
from shared import clock
from shared.schema.accounts import Account
from shared.schema.announcements import Announcement, AnnouncementRecipient
from shared.schema.catalogue import Series
from shared.schema.journal import JournalLine
from shared.schema.notifications import Message, MessageContent
from shared.schema.registration import Person, Registration

Lines = Sequence[Row[Any]]


def tell_announced(db: Connection, lines: Lines) -> None:
    """To each of its people."""
    people = (
        select(Registration.id)
        .select_from(JournalLine)
        .join(Announcement, Announcement.id == JournalLine.subject_id)
        .join(AnnouncementRecipient, AnnouncementRecipient.announcement_id == Announcement.id)
        .join(Registration, Registration.id == AnnouncementRecipient.registration_id)
        .join(Person, Person.id == Registration.person_id)
        .where(JournalLine.id.in_([line.id for line in lines]))
    )
    message = NewMessage(
        kind=kinds.ANNOUNCEMENT,
        once=words(kinds.ANNOUNCEMENT, Announcement.id, Registration.id),
        recipient_email=Person.email_key,
        recipient_name=Person.name,
        language=Person.language,
        journal_id=JournalLine.id,
        series_id=JournalLine.series_id,
        offering_id=Registration.offering_id,
        subject_id=Registration.id,
    )
    add_messages(db, clock.now(), message, people)


def tell_tested(db: Connection, line: Row[Any]) -> None:
    """To the account that wrote it."""
    who, _colon, account_id = line.actor.partition(":")
    if who != "account":
        return
    writer = (
        select(Account.id)
        .select_from(Announcement)
        .join(Account, Account.id == UUID(account_id))
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
        offering_id=Announcement.offering_id,
        subject_id=Announcement.id,
    )
    add_messages(db, clock.now(), message, writer)


def forget_erased(db: Connection, lines: Lines) -> None:
    """Its time is over: what the copies to its writer said goes too. Those to its people go with each person's data."""
    copies = select(Message.id).where(Message.subject_id.in_([line.subject_id for line in lines]))
    db.execute(delete(MessageContent).where(MessageContent.message_id.in_(copies)))
