"""What people's mail and calendars get when they are moved to another offering of the series."""

from uuid import UUID

from services.registration.actions import move, register
from services.registration.actions.move import Move
from services.registration.actions.order import Contact, Order
from shared.database import Database
from tests.services.registration.acts import applicant
from tests.support import itip
from tests.support.deliveries import Office
from tests.support.mail_server import Mail

ANNA, SIRPA = "anna@example.org", "sirpa@example.org"


def moved(office: Office, registration: Database, from_id: UUID, to_id: UUID) -> tuple[Mail, list[Mail]]:
    """Anna's first mail, and all that is sent when she is moved."""
    contact = Contact(SIRPA, "Sirpa Yhteys", "en")
    organisation = office.given.organisation("Sospro Oy")
    order = Order(from_id, [applicant("anna")], "waitlist", "account:1", organisation, contact)
    with registration.writing() as db:
        [old] = register.register(db, order).results
    [first] = [mail for mail in office.deliver() if mail.recipient == ANNA]
    with registration.writing() as db:
        move.move(db, Move(from_id, to_id, [old.registration_id], "stay", "account:1"))
    return first, office.deliver()


def test_the_old_entry_goes_and_the_new_one_comes(office: Office, registration: Database) -> None:
    given = office.given
    series = given.series(language="en")
    here = given.offering(series, [given.session(series, title="Oulu")])
    there = given.offering(series, [given.session(series, title="Tampere")])
    first, mails = moved(office, registration, here, there)
    assert sorted((mail.recipient, mail.method) for mail in mails if mail.method) == [
        (ANNA, "CANCEL"),
        (ANNA, "REQUEST"),
    ]
    assert [problem for mail in mails for problem in itip.check_message(mail.raw)] == []
    [gone] = [mail for mail in mails if mail.method == "CANCEL"]
    assert itip.check_sequence([first.raw, gone.raw]) == []
    assert [mail.recipient for mail in mails if not mail.method] == [SIRPA]


def test_a_session_that_both_cover_stays_in_the_calendar(office: Office, registration: Database) -> None:
    given = office.given
    series = given.series(language="en")
    shared = given.session(series, title="Both")
    here, there = given.offering(series, [shared]), given.offering(series, [shared])
    _first, mails = moved(office, registration, here, there)
    assert "CANCEL" not in [mail.method for mail in mails]
    assert [problem for mail in mails for problem in itip.check_message(mail.raw)] == []
