"""What the confirmation says of questions that the person has not been asked yet."""

from dataclasses import replace
from datetime import timedelta

from services.registration.actions.order import Contact, Order
from services.registration.actions.register import register
from shared.database import Database
from tests.services.registration.acts import applicant
from tests.support.deliveries import Office
from tests.support.factories import NOON


def test_confirmation_says_how_many_questions_wait(office: Office, registration: Database) -> None:
    series = office.given.series(language="en")
    offering = office.given.offering(series, [office.given.session(series, NOON + timedelta(days=7))], capacity=2)
    for key, required in (("group", True), ("years", True), ("why", False)):
        office.given.question(offering, key, required=required)
    people = [applicant("anna"), replace(applicant("berta"), answers={"group": "a", "years": "b"}), applicant("carl")]
    with registration.writing() as db:
        contact = Contact("sirpa@example.org", "Sirpa", "en")
        register(db, Order(offering, people, "waitlist", "account:1", None, contact))
    texts = {mail.recipient.split("@")[0]: mail.text for mail in office.deliver()}
    for name, is_told in (("anna", True), ("berta", False), ("carl", True), ("sirpa", False)):
        assert ("2 questions of the organiser wait for your answers" in " ".join(texts[name].split())) == is_told, name
