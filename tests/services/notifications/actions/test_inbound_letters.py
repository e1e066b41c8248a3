import pytest

from services.notifications.messages.wire import message_id
from services.notifications.rules import kinds
from shared.schema.notifications import Message
from tests.services.notifications.actions.came import come, kept
from tests.services.notifications.incoming.returned import letter
from tests.support.deliveries import Office

pytestmark = pytest.mark.takes_turns

KAISA, BOSS, VICE = "kaisa@example.org", "boss@example.org", "vice@example.org"


@pytest.fixture
def asked(office: Office) -> str:
    """Kaisa got a mail about a series that two organise; gives its Message-ID."""
    organiser = office.given.organisation("Sospro Oy")
    for email in (BOSS, VICE):
        office.given.member(office.given.account(email, language="en"), organiser)
    series = office.given.series(organiser, title="Kierros")
    office.register(office.given.offering(series), KAISA)
    [mail] = office.deliver()
    return str(mail.parsed["Message-ID"])


def test_letter_goes_to_the_organisers_who_answer_its_writer(office: Office, asked: str) -> None:
    assert come(office, letter(reply_to=asked)).outcome == "forwarded"
    mails = office.deliver()
    assert sorted(mail.recipient for mail in mails) == [BOSS, VICE]
    for mail in mails:
        assert mail.subject == "kaisa@example.org writes: Kysymys ilmoittautumisesta"
        assert mail.parsed["Reply-To"] == KAISA
        assert "mistä löydän ilmoittautumislinkin?" in mail.text
        assert mail.calendar is None
    [row] = kept(office)
    assert (row.kind, row.subject, row.text) == (
        "letter",
        "Kysymys ilmoittautumisesta",
        "Hei,\n\nmistä löydän ilmoittautumislinkin?",
    )
    assert message_id(row.message_id, office.settings) == asked


def test_letter_is_matched_by_its_references_too(office: Office, asked: str) -> None:
    raw = letter(reply_to="<unknown@example.org>", headers=f"References: {asked.upper()} <x@example.org>\n")
    assert come(office, raw).outcome == "forwarded"


def test_organiser_who_writes_is_not_told_of_it(office: Office, asked: str) -> None:
    come(office, letter(reply_to=asked, sender=BOSS))
    assert [mail.recipient for mail in office.deliver()] == [VICE]


def test_same_letter_again_goes_to_nobody(office: Office, asked: str) -> None:
    come(office, letter(reply_to=asked))
    office.deliver()
    assert come(office, letter(reply_to=asked)).outcome == "duplicate"
    assert office.deliver() == []


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"headers": "Auto-Submitted: auto-replied\n"}, "automatic"),
        ({"headers": "X-Auto-Response-Suppress: All\n"}, "automatic"),
        ({"sender": "Kierros <kierros@localhost.example>"}, "other"),
        ({"sender": "<>"}, "other"),
        ({"reply_to": "<019571f4-0000-7000-8000-000000000001@localhost>"}, "letter"),
        ({"reply_to": "<x@example.org>"}, "letter"),
    ],
)
def test_what_no_person_wrote_to_us_about_our_mail_leads_to_no_mail(
    office: Office, asked: str, changes: dict[str, str], kind: str
) -> None:
    made = come(office, letter(**{"reply_to": asked, **changes}))
    assert (made.kind, made.outcome in ("noted", "not_a_reply")) == (kind, True)
    assert office.deliver() == []
    [row] = kept(office)
    assert (row.text is None) == (kind != "letter")


def test_automatic_reply_is_kept_with_what_it_answers_and_without_its_text(office: Office, asked: str) -> None:
    come(office, letter("Olen lomalla.", reply_to=asked, headers="Auto-Submitted: auto-replied\n"))
    [row] = kept(office)
    assert (row.sender, row.subject, row.text, row.comment) == (KAISA, None, None, None)
    assert message_id(row.message_id, office.settings) == asked


def test_letter_can_write_no_header_and_open_no_link_of_its_reader(office: Office, asked: str) -> None:
    text = "Hei \ue000feed\ue001 <script>x</script>\nBcc: eve@example.com\n.\nBEGIN:VCALENDAR"
    subject = "=?utf-8?q?Hei=0D=0ABcc:_eve=40example.com=0D=0A=0D=0Ax?="
    raw = letter(text, reply_to=asked).replace(b"=?utf-8?q?Kysymys_ilmoittautumisesta?=", subject.encode())
    come(office, raw)
    for mail in office.deliver():
        assert "Bcc" not in mail.parsed
        assert mail.subject == "kaisa@example.org writes: Hei Bcc: eve@example.com x"
        assert "/feeds/person/" not in mail.raw.decode()
        html = mail.parsed.get_body(("html",))
        assert html is not None
        assert "<script>" not in html.get_content()


def test_letter_about_a_series_without_organisers_is_kept(office: Office) -> None:
    office.register(office.given.offering(office.given.series()), KAISA)
    [mail] = office.deliver()
    made = come(office, letter(reply_to=str(mail.parsed["Message-ID"])))
    assert (made.outcome, made.reason) == ("noted", "nobody_to_tell")
    assert office.messages(Message.kind == kinds.LETTER_RECEIVED) == []
