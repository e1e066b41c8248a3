"""What an organiser writes: one mail to each, answered to the organiser, and harmless whatever was typed."""

from datetime import timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from services.notifications.rules import kinds
from shared.schema.announcements import Announcement
from shared.schema.catalogue import Offering
from shared.schema.mail_choices import Unsubscription
from shared.schema.notifications import Message
from shared.schema.registration import Person, Registration
from tests.support.deliveries import Office
from tests.support.factories import NOON
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


def announce_to(office: Office, offering: UUID, audience: str, among: str = "all", **more: Any) -> UUID:
    """An organiser writes to all of a kind in the offering's series."""
    with office.own.reading() as db:
        series = db.scalars(select(Offering.series_id).where(Offering.id == offering)).one()
    said = {"audience": audience, "among": among, "subject": "Sali vaihtui", "text": "Hei", "actor": "key:1", **more}
    made = office.given.row(Announcement, series_id=series, created_at=NOON, **said)
    office.line("announcement.sent", series_id=series, subject_id=made, actor="key:1")
    return made


def sessions_of(office: Office, offering: UUID) -> tuple[UUID, UUID, UUID]:
    """Of its series: one still ahead, another one, and one that is over."""
    with office.own.reading() as db:
        series = db.scalars(select(Offering.series_id).where(Offering.id == offering)).one()
    later, over = NOON + timedelta(days=30), NOON - timedelta(days=1)
    made = [office.given.session(series, at, title=title) for title, at in (("Ensi", later), ("Sama", later))]
    return made[0], made[1], office.given.session(series, over, title="Ohi")


def test_a_presenter_of_three_sessions_gets_one_mail_that_lists_them(office: Office, offering: UUID) -> None:
    first, second, over = sessions_of(office, offering)
    for session in (first, second, over):
        office.given.presenter(session, "aino@example.org")
    office.given.presenter(over, "ohi@example.org")
    gone = office.given.presenter(second, "pois@example.org")
    announce_to(office, offering, "presenters", "ahead")
    office.given.presenter(first, "liian-myohaan@example.org")
    office.remove_presenter(second, gone)
    mails = [mail for mail in office.deliver() if mail.parsed["Subject"] == "Sali vaihtui"]
    assert sorted(mail.recipient for mail in mails) == ["aino@example.org", "liian-myohaan@example.org"]
    [mail] = [mail for mail in mails if mail.recipient == "aino@example.org"]
    assert all(title in mail.text for title in ("Ensi", "Sama", "Ohi"))
    assert "/own/" not in mail.text
    assert "/series/kierros" in mail.text
    announce_to(office, offering, "presenters", "all")
    mails = [mail for mail in office.deliver() if mail.parsed["Subject"] == "Sali vaihtui"]
    assert "ohi@example.org" in [mail.recipient for mail in mails]


def test_what_is_about_one_session_shows_it_to_its_people_alone(office: Office, offering: UUID) -> None:
    first, second, _over = sessions_of(office, offering)
    office.given.presenter(first, "ensi@example.org")
    office.given.presenter(second, "sama@example.org")
    office.deliver()
    announce_to(office, offering, "presenters", session_id=first)
    [mail] = office.deliver()
    assert mail.recipient == "ensi@example.org"
    # the day it is about stands on top, and the mail among those of the session
    assert mail.text.index("10.2.2027") < mail.text.index("Hei")
    assert [row.session_id for row in office.messages(Message.kind == kinds.ANNOUNCEMENT)] == [first]


def test_a_contact_of_two_organisations_gets_one_mail(office: Office, offering: UUID, people: list[UUID]) -> None:
    contact = office.given.account("kaisa@example.org", name="Kaisa", language="en")
    ours, theirs, neither = (office.given.organisation(name) for name in ("Ours Oy", "Theirs Oy", "Neither Oy"))
    for organisation in (ours, theirs, neither):
        office.given.member(contact, organisation, "contact")
    office.given.member(office.given.account("olli@example.org"), ours, "organiser")
    office.given.member(office.given.account("nobody@example.org"), neither, "contact")
    for registration, organisation in zip(people, (ours, theirs), strict=True):
        office.change(Registration, registration, organisation_id=organisation)
    announce_to(office, offering, "contacts")
    [mail] = office.deliver()
    assert mail.recipient == "kaisa@example.org"
    assert "Ours Oy, Theirs Oy" in mail.text
    assert "/organisations\r\n" in mail.text
    office.change(Registration, people[1], state="cancelled")
    announce_to(office, offering, "contacts")
    [mail] = office.deliver()
    assert f"/organisations/{ours}" in mail.text


@pytest.mark.parametrize("audience", ["chosen", "presenters", "contacts"])
def test_whoever_wants_no_such_mail_gets_none(
    office: Office, offering: UUID, people: list[UUID], audience: str
) -> None:
    ours = office.given.organisation("Ours Oy")
    for email in ("a@example.org", "b@example.org"):
        office.given.presenter(sessions_of(office, offering)[0], email)
        office.given.member(office.given.account(email), ours, "contact")
    office.change(Registration, people[0], organisation_id=ours)
    office.deliver()
    series = office.messages()[0].series_id
    for email in (ANNA, "a@example.org"):
        office.given.row_without_id(Unsubscription, email=email, scope=f"series:{series}", since=NOON)
    if audience == "chosen":
        office.announce(offering, *people, subject="Sali vaihtui", text="Hei")
    else:
        announce_to(office, offering, audience)
    wanted = BO if audience == "chosen" else "b@example.org"
    assert [mail.recipient for mail in office.deliver()] == [wanted]
    # nor is a row made, which would count as a mail
    assert [row.recipient_email for row in office.messages(Message.kind == kinds.ANNOUNCEMENT)] == [wanted]


def test_a_series_wide_line_that_is_handled_again_writes_nobody_twice(office: Office, offering: UUID) -> None:
    office.given.presenter(sessions_of(office, offering)[0], "a@example.org")
    made = announce_to(office, offering, "presenters")
    assert len(office.deliver()) == 1
    office.line("announcement.sent", subject_id=made)
    assert office.deliver() == []


def test_a_programs_copy_goes_to_the_account_it_names(office: Office, offering: UUID) -> None:
    office.given.account("olga@example.org", name="Olga")
    office.announce(offering, subject="Sali vaihtui", text="Hei", reply_to="olga@example.org")
    assert [mail.recipient for mail in office.deliver()] == ["olga@example.org"]
    office.announce(offering, subject="Sali vaihtui", text="Hei", reply_to="stranger@example.org")
    assert office.deliver() == []


def test_what_was_said_is_forgotten_in_every_mail(office: Office, offering: UUID) -> None:
    office.given.presenter(sessions_of(office, offering)[0], "a@example.org")
    made = announce_to(office, offering, "presenters")
    office.deliver()
    assert len(office.contents()) == 1
    office.line("announcement.erased", subject_id=made)
    office.deliver()
    assert office.contents() == []


def test_a_copy_is_forgotten_with_what_it_is_a_copy_of(office: Office, offering: UUID) -> None:
    writer = office.given.account("olga@example.org", name="Olga")
    made = office.announce(offering, subject="Sali vaihtui", text="Hei", actor=f"account:{writer}")
    office.deliver()
    assert len(office.contents()) == 1
    office.line("announcement.erased", offering_id=offering, subject_id=made)
    office.deliver()
    assert office.contents() == []
