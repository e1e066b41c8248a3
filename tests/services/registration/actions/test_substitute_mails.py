"""What people's mail and calendars get when a place goes to a colleague."""

from dataclasses import replace

import pytest

from services.registration.actions.order import Contact, Order
from services.registration.actions.register import register
from services.registration.actions.substitute import Swap, substitute
from shared.database import Database
from shared.schema.base import new_id
from tests.services.registration.acts import applicant
from tests.support import itip
from tests.support.deliveries import Office

ACTOR = f"account:{new_id()}"
ANNA, EEVA, SIRPA = "anna@example.org", "eeva@example.org", "sirpa@example.org"


@pytest.fixture
def order(office: Office) -> Order:
    """Anna is registered by a contact for a session in a week."""
    offering = office.given.offering(office.given.series(language="en"), capacity=1)
    organisation = office.given.organisation("Sospro Oy")
    contact = Contact(SIRPA, "Sirpa Yhteys", "en")
    return Order(offering, [applicant("anna")], "waitlist", ACTOR, organisation, contact)


def test_one_calendar_is_cleared_and_the_other_filled(office: Office, registration: Database, order: Order) -> None:
    with registration.writing() as db:
        [old] = register(db, order).results
    [invitation] = [mail for mail in office.deliver() if mail.recipient == ANNA]
    for _time in range(2):
        with registration.writing() as db:
            substitute(db, Swap(old.registration_id, applicant("eeva"), ACTOR))
    mails = office.deliver()
    assert sorted((mail.recipient, mail.method) for mail in mails if mail.method) == [
        (ANNA, "CANCEL"),
        (EEVA, "REQUEST"),
    ]
    assert sorted(mail.recipient for mail in mails) == [ANNA, EEVA, SIRPA]
    assert [problem for mail in mails for problem in itip.check_message(mail.raw)] == []
    [gone] = [mail for mail in mails if mail.recipient == ANNA]
    assert itip.check_sequence([invitation.raw, gone.raw]) == []
    assert gone.subject == "Your place went to a colleague: Nepsy arjessa"
    assert "Ask whoever registered you: Sirpa Yhteys, Sospro Oy." in " ".join(gone.text.split())
    assert "Changed your mind" not in gone.text
    [come] = [mail for mail in mails if mail.recipient == EEVA]
    assert come.subject == "You have a place: Nepsy arjessa"
    assert "Sirpa Yhteys, Sospro Oy registered you" in " ".join(come.text.split())
    [told] = [mail for mail in mails if mail.recipient == SIRPA]
    assert told.subject == "The place has a new holder: Tutustumiskierros sote-alan ratkaisuihin"
    assert "The place passed on: Anna → Eeva" in told.text
    assert "registered:" not in told.text


def test_the_place_in_the_line_goes_by_mail_too(office: Office, registration: Database, order: Order) -> None:
    with registration.writing() as db:
        register(db, order)
        [old] = register(db, replace(order, people=[applicant("berta")])).results
    office.deliver()
    with registration.writing() as db:
        substitute(db, Swap(old.registration_id, applicant("eeva"), ACTOR))
    mails = {mail.recipient: mail for mail in office.deliver()}
    assert set(mails) == {"berta@example.org", EEVA, SIRPA}
    assert "number 1 on the waiting list" in " ".join(mails[EEVA].text.split())
    assert [mail.method for mail in mails.values()] == [None] * 3


def test_a_place_given_there_and_back_leaves_one_entry(office: Office, registration: Database, order: Order) -> None:
    with registration.writing() as db:
        [old] = register(db, order).results
    office.deliver()
    with registration.writing() as db:
        there = substitute(db, Swap(old.registration_id, applicant("eeva"), ACTOR)).registration_id
    with registration.writing() as db:
        substitute(db, Swap(there, applicant("anna"), ACTOR))
    mails = office.deliver()
    assert [mail.method for mail in mails if mail.recipient == EEVA] == [None]
    assert "CANCEL" not in [mail.method for mail in mails]
    assert [problem for mail in mails for problem in itip.check_message(mail.raw)] == []
