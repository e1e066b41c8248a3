"""What people and their contact get when an offering needs the organiser's yes."""

from sqlalchemy import update

from services.registration.actions import answer_requests, register
from services.registration.actions.answer_requests import Declining
from services.registration.actions.order import Contact, Order
from shared.database import Database
from shared.schema.catalogue import Offering
from tests.services.registration.acts import Acts, applicant
from tests.support import itip
from tests.support.deliveries import Office

SIRPA = "sirpa@example.org"


def test_request_yes_and_no_are_told_to_the_person_and_the_contact(office: Office, registration: Database) -> None:
    given = office.given
    series = given.series(language="en")
    offering_id = given.offering(series, [given.session(series, title="Oulu")], capacity=1, needs_approval=True)
    order = Order(
        offering_id,
        [applicant(name) for name in ("anna", "berta", "cecilia")],
        "waitlist",
        "account:1",
        given.organisation("Sospro Oy"),
        Contact(SIRPA, "Sirpa Yhteys", "en"),
    )
    with registration.writing() as db:
        register.register(db, order)
    first = {mail.recipient.split("@")[0]: mail for mail in office.deliver()}
    assert first["anna"].subject.startswith("We have your request")
    assert first["anna"].method is None
    assert "3 wait for the organiser's yes" in first["sirpa"].text

    one = Acts(registration, offering_id)
    ids = one.standing()
    with registration.writing() as db:
        answer_requests.confirm(db, offering_id, [ids["anna"], ids["berta"]], "account:1")
        answer_requests.decline(db, offering_id, Declining([ids["cecilia"]], "The group is full."), "account:1")
    mails = office.deliver()
    told = {mail.recipient.split("@")[0]: mail for mail in mails if mail.recipient != SIRPA}
    assert told["anna"].subject.startswith("You have a place")
    assert told["anna"].method == "REQUEST"
    assert itip.check_message(told["anna"].raw) == []
    assert "number 1 on the waiting list" in told["berta"].text
    assert "The group is full." in told["cecilia"].text
    assert {mail.subject.split(":")[0] for mail in mails if mail.recipient == SIRPA} == {"The organiser has answered"}


def test_a_yes_that_is_asked_for_no_more_is_told_as_a_yes(office: Office, registration: Database) -> None:
    given = office.given
    series = given.series(language="en")
    one = Acts(registration, given.offering(series, [given.session(series)], capacity=1, needs_approval=True))
    one.register("anna", "berta", contact=Contact(SIRPA, "Sirpa Yhteys", "en"))
    office.deliver()
    with given.database.writing() as db:
        db.execute(update(Offering).values(needs_approval=False))
    one.promote()
    mails = office.deliver()
    told = {mail.recipient.split("@")[0]: mail for mail in mails}
    assert len(mails) == len(told) == 3
    assert told["anna"].subject.startswith("You have a place")
    assert "number 1 on the waiting list" in told["berta"].text
    assert told["sirpa"].subject.startswith("The organiser has answered")
