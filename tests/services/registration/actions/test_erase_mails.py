"""The last mails of somebody who is erased, and what notifications keeps afterwards."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from services.notifications.actions.forget import forget
from services.notifications.actions.sweep import sweep
from services.registration.actions.erase_due import erase_asked
from services.registration.actions.erase_oneself import erase_oneself
from services.registration.actions.order import Contact, Order
from services.registration.actions.register import register
from shared.database import Database
from shared.schema.mail_choices import Feed
from shared.schema.notifications import Attempt, CalendarCopy, Message, MessageContent, PersonToForget
from shared.schema.registration import Person
from tests.services.registration.acts import applicant
from tests.support.deliveries import Office
from tests.support.factories import NOON

ANNA, BERTA, SIRPA = "anna@example.org", "berta@example.org", "sirpa@example.org"


@pytest.fixture
def anna(office: Office, registration: Database) -> UUID:
    """Anna and Berta are registered by a contact for a session in a week; their mails have gone."""
    series = office.given.series(language="en")
    offering = office.given.offering(series, [office.given.session(series, NOON + timedelta(days=7))])
    people = [applicant("anna"), applicant("berta")]
    with registration.writing() as db:
        register(db, Order(offering, people, "waitlist", "account:1", None, Contact(SIRPA, "Sirpa", "en")))
    office.deliver()
    with registration.reading() as db:
        return db.execute(select(Person.id).where(Person.email_key == ANNA)).scalar_one()


def ask(registration: Database, person_id: UUID) -> None:
    with registration.writing() as db:
        erase_oneself(db, person_id, "person")


def erase_what_is_due(registration: Database) -> int:
    with registration.writing() as db:
        return erase_asked(db, "system")


def test_cancellation_reaches_the_calendar_before_the_address_goes(
    office: Office, registration: Database, anna: UUID
) -> None:
    ask(registration, anna)
    assert erase_what_is_due(registration) == 0
    mails = [mail for mail in office.deliver() if mail.recipient == ANNA]
    assert [mail.method for mail in mails] == ["CANCEL"]
    assert erase_what_is_due(registration) == 1
    assert office.deliver() == []


def test_nothing_of_an_erased_person_is_left_in_the_ledger(
    office: Office, registration: Database, database: Any, anna: UUID
) -> None:
    ask(registration, anna)
    office.deliver()
    erase_what_is_due(registration)
    # however long nobody looked
    office.time.shift(timedelta(days=400))
    sweep(office.own, office.settings)
    notifications = database("notifications")
    with notifications.writing() as db:
        assert forget(db) > 0
    with notifications.writing() as db:
        assert forget(db) == 0
    with notifications.reading() as db:
        for table, column in ((CalendarCopy, CalendarCopy.email), (Feed, Feed.email)):
            assert db.scalar(select(func.count()).select_from(table).where(column == ANNA)) == 0
        stripped = db.execute(select(Message.__table__).where(Message.recipient_email == "erased")).all()
        contents = db.scalars(select(MessageContent.text)).all()
        recipients = set(db.scalars(select(Message.recipient_email)))
        answers = db.scalars(select(Attempt.answer).where(Attempt.message_id.in_([row.id for row in stripped]))).all()
    assert len(stripped) == 2
    assert not any("anna" in str(value).lower() for row in stripped for value in row)
    assert not any("anna" in text.lower() for text in contents)
    assert set(answers) == {""}
    assert recipients == {"erased", BERTA, SIRPA}
    with notifications.reading() as db:
        assert db.scalar(select(func.count()).select_from(PersonToForget)) == 0


def test_messages_wait_while_a_mail_to_the_address_is_to_go_out(
    office: Office, registration: Database, database: Any, anna: UUID
) -> None:
    ask(registration, anna)
    sweep(office.own, office.settings)
    assert erase_what_is_due(registration) == 1
    notifications = database("notifications")
    with notifications.writing() as db:
        forget(db)
    with notifications.reading() as db:
        assert db.scalar(select(CalendarCopy.email).where(CalendarCopy.email == ANNA)) == ANNA
    assert [(mail.recipient, mail.method) for mail in office.deliver()] == [(ANNA, "CANCEL")]
    with notifications.writing() as db:
        forget(db)
    with notifications.reading() as db:
        assert db.scalar(select(CalendarCopy.email).where(CalendarCopy.email == ANNA)) is None
