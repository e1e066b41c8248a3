"""What an organiser writes: one mail to each, answered to the organiser, and harmless whatever was typed."""

from email.message import EmailMessage
from uuid import UUID

import pytest

from services.notifications.rules import kinds
from shared.schema.notifications import Message
from shared.schema.registration import Person, Registration
from tests.support.deliveries import Office
from tests.support.mail_server import Mail

ANNA, BO = "anna@example.org", "bo@example.org"


def html_of(mail: Mail) -> str:
    part = mail.parsed.get_body(("html",))
    assert isinstance(part, EmailMessage)
    return str(part.get_content())


@pytest.fixture
def offering(office: Office) -> UUID:
    return office.given.offering(office.given.series(slug="kierros"))


@pytest.fixture
def people(office: Office, offering: UUID) -> list[UUID]:
    found = office.register(offering, ANNA, BO)
    office.deliver()
    return found


def test_everybody_gets_one_mail_that_answers_to_the_organiser(
    office: Office, offering: UUID, people: list[UUID]
) -> None:
    office.announce(
        offering, *people, subject="Sali vaihtui", text="Hei,\n\ntulkaa saliin 2.", reply_to="o@example.org"
    )
    mails = office.deliver()
    assert sorted(mail.recipient for mail in mails) == [ANNA, BO]
    for mail in mails:
        assert (mail.parsed["Subject"], mail.parsed["Reply-To"]) == ("Sali vaihtui", "o@example.org")
        assert "tulkaa saliin 2." in mail.text
        assert "/own/" in mail.text
        assert mail.parsed["To"].addresses[0].addr_spec == mail.recipient
    assert office.deliver() == []


def test_a_line_that_is_handled_again_writes_nobody_twice(office: Office, offering: UUID, people: list[UUID]) -> None:
    made = office.announce(offering, *people, subject="Sali vaihtui", text="Hei")
    office.deliver()
    office.line("announcement.sent", offering_id=offering, subject_id=made)
    assert office.deliver() == []


def test_what_was_typed_is_no_header_and_no_markup(office: Office, offering: UUID, people: list[UUID]) -> None:
    subject = "Hei\r\nBcc: spy@example.org"
    office.announce(offering, people[0], subject=subject, text="<script>alert(1)</script> & <a href=x>", reply_to=None)
    [mail] = office.deliver()
    assert mail.parsed["Bcc"] is None
    assert "Bcc" in mail.parsed["Subject"]
    html = html_of(mail)
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;a href=x&gt;" in html
    assert "<script>alert(1)</script> & <a href=x>" in mail.text


def test_whoever_left_meanwhile_gets_none(office: Office, offering: UUID, people: list[UUID]) -> None:
    office.announce(offering, *people, subject="Sali vaihtui", text="Hei")
    office.change(Registration, people[0], state="cancelled")
    assert [mail.recipient for mail in office.deliver()] == [BO]


def test_whoever_was_erased_meanwhile_gets_none(office: Office, offering: UUID, people: list[UUID]) -> None:
    office.announce(offering, *people, subject="Sali vaihtui", text="Hei")
    office.change(Person, office.person(ANNA), email_key="erased:1", email="", name="")
    assert [mail.recipient for mail in office.deliver()] == [BO]


def test_a_copy_goes_to_its_writer_alone(office: Office, offering: UUID, people: list[UUID]) -> None:
    assert people
    writer = office.given.account("olga@example.org", name="Olga")
    office.announce(
        offering, subject="Sali vaihtui", text="Hei", actor=f"account:{writer}", reply_to="olga@example.org"
    )
    [mail] = office.deliver()
    assert (mail.recipient, mail.parsed["Reply-To"]) == ("olga@example.org", "olga@example.org")
    assert "/own/" not in mail.text
    assert len(office.messages(Message.kind == kinds.ANNOUNCEMENT_TEST)) == 1


def test_a_copy_is_forgotten_with_what_it_is_a_copy_of(office: Office, offering: UUID) -> None:
    writer = office.given.account("olga@example.org", name="Olga")
    made = office.announce(offering, subject="Sali vaihtui", text="Hei", actor=f"account:{writer}")
    office.deliver()
    assert len(office.contents()) == 1
    office.line("announcement.erased", offering_id=offering, subject_id=made)
    office.deliver()
    assert office.contents() == []
