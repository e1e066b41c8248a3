import email.policy
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifications.calendar.address import UnmailableAddressError
from services.notifications.calendar.feed import feed
from services.notifications.calendar.mime import assemble
from tests.services.notifications.calendar.samples import AINO, SESSION, invite, mail, refusal, withdrawal
from tests.support.itip import check_message

PAGE = "https://kierros.example.org/series/tutustumiskierros"
INJECTED = "Kutsu\r\nBcc: eve@example.com\r\n\r\n<b>x</b>\u2028X-Evil: 1\x00"


def _read(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _tree(part: MIMEPart) -> Any:
    inner = [_tree(child) for child in part.iter_parts()] if part.is_multipart() else []
    return (part.get_content_type(), inner) if inner else part.get_content_type()


@pytest.mark.parametrize(
    ("method", "calendar"), [("REQUEST", invite()), ("CANCEL", withdrawal()), ("DECLINECOUNTER", refusal())]
)
def test_m01_to_m15_mail_with_an_invitation_keeps_every_rule(method: str, calendar: bytes) -> None:
    assert check_message(assemble(mail(calendar, method))) == []


def test_m04_m05_m10_parts_stand_in_the_order_that_outlook_needs() -> None:
    alternative = ("multipart/alternative", ["text/plain", "text/html", "text/calendar"])
    assert _tree(_read(assemble(mail(invite())))) == ("multipart/mixed", [alternative, "application/ics"])


def test_m03_m06_m07_calendar_part_says_its_method_and_is_no_attachment() -> None:
    raw = assemble(mail(invite()))
    assert b"\r\nContent-Type: text/calendar; charset=UTF-8; method=REQUEST; component=VEVENT\r\n" in raw
    (part,) = [part for part in _read(raw).walk() if part.get_content_type() == "text/calendar"]
    assert part["Content-Disposition"] is None


def test_s01_calendar_bytes_arrive_as_they_were_and_as_the_attached_copy() -> None:
    parts = {part.get_content_type(): part for part in _read(assemble(mail(invite()))).walk()}
    assert parts["text/calendar"].get_payload(decode=True) == invite()
    assert parts["application/ics"].get_payload(decode=True) == invite()
    assert parts["application/ics"].get_filename() == "invite.ics"


def test_mail_without_a_calendar_is_an_alternative_only() -> None:
    raw = assemble(mail(None))
    assert _tree(_read(raw)) == ("multipart/alternative", ["text/plain", "text/html"])
    assert check_message(raw) == []


def test_m02_plain_entry_is_attached_and_does_not_act() -> None:
    content = feed("Tutustumiskierros", [SESSION], PAGE)
    raw = assemble(mail(content, "PUBLISH"))
    assert _tree(_read(raw)) == (
        "multipart/mixed",
        [("multipart/alternative", ["text/plain", "text/html"]), "text/calendar"],
    )
    (part,) = _read(raw).iter_attachments()
    assert (part.get_filename(), part.get_payload(decode=True)) == ("event.ics", content)
    assert check_message(raw) == []


def test_calendar_without_a_method_is_refused() -> None:
    with pytest.raises(ValueError, match="needs its method"):
        assemble(mail(invite(), None))


def test_same_parts_give_the_same_bytes_and_other_messages_other_boundaries() -> None:
    assert assemble(mail(invite())) == assemble(mail(invite()))
    other = assemble(mail(invite(), message_id="<other@kierros.example.org>"))
    assert _read(other).get_boundary() != _read(assemble(mail(invite()))).get_boundary()


def test_headers_say_what_they_were_given() -> None:
    message = _read(
        assemble(
            mail(
                None,
                reply_to="vastaukset@example.org",
                in_reply_to="<first@kierros.example.org>",
                references=tuple(f"<{number:050}@kierros.example.org>" for number in range(40)),
                list_unsubscribe="https://kierros.example.org/notifications/unsubscribe/" + "t" * 80,
                one_click=True,
            )
        )
    )
    assert message["Reply-To"] == "vastaukset@example.org"
    assert message["In-Reply-To"] == "<first@kierros.example.org>"
    assert len(message["References"].split()) == 40
    assert message["List-Unsubscribe"] == f"<https://kierros.example.org/notifications/unsubscribe/{'t' * 80}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"] == "Mon, 02 Feb 2026 09:30:00 +0000"
    assert message["Message-ID"] == "<0192f3c4-7a00-7000-8000-0000000000aa@kierros.example.org>"
    assert "Auto-Submitted" not in _read(assemble(mail(None, auto_submitted=None)))


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Aino Virtanen", b"To: Aino Virtanen <aino.makela@example.org>\r\n"),
        ("Virtanen, Aino", b'To: "Virtanen, Aino" <aino.makela@example.org>\r\n'),
        ("", b"To: aino.makela@example.org\r\n"),
        ("Mäkelä, Aino", b"To: =?utf-8?"),
        ('"<eve@example.com>', b'To: "\\"<eve@example.com>" <aino.makela@example.org>\r\n'),
    ],
)
def test_m08_display_name_is_encoded_and_names_one_address(name: str, header: bytes) -> None:
    raw = assemble(mail(None, to_name=name))
    assert b"\r\n" + header in raw
    (mailbox,) = _read(raw)["To"].addresses
    assert (mailbox.display_name, mailbox.addr_spec) == (name, AINO.email)


@pytest.mark.parametrize("subject", ["=?utf-8?q?=41?=", "ä" * 300, "x" * 2000, "Kutsu, ti 2.6. 😀"])
def test_m08_subject_is_read_back_as_written(subject: str) -> None:
    raw = assemble(mail(None, subject=subject))
    assert check_message(raw) == []
    assert str(make_header(decode_header(message_from_bytes(raw)["Subject"]))) == subject


def test_address_in_a_domain_with_umlauts_is_written_in_ascii() -> None:
    assert b"<aino@xn--ty-gka.example.org>" in assemble(mail(None, to_email="aino@työ.example.org"))


@pytest.mark.parametrize("field", ["from_email", "to_email", "reply_to"])
@pytest.mark.parametrize(
    "address", ["mäkelä@example.org", "a@example.org\r\nBcc: eve@example.com", "a@b.org, eve@example.com"]
)
def test_address_that_mail_cannot_carry_is_refused(field: str, address: str) -> None:
    with pytest.raises(UnmailableAddressError):
        assemble(mail(None, **{field: address}))


@pytest.mark.parametrize("field", ["message_id", "in_reply_to"])
@pytest.mark.parametrize("value", ["x", "<a b@c>", "<a@b>\r\nBcc: eve@example.com", "<@>", "<" + "a" * 300 + "@b>"])
def test_identifier_that_is_none_is_refused(field: str, value: str) -> None:
    with pytest.raises(ValueError, match="Not a message identifier"):
        assemble(mail(None, **{field: value}))


def test_p02_no_text_begins_a_header() -> None:
    raw = assemble(mail(None, subject=INJECTED, to_name=INJECTED, from_name=INJECTED, text=INJECTED, html=INJECTED))
    message = _read(raw)
    assert "Bcc" not in message
    assert "X-Evil" not in message
    assert len(message["To"].addresses) == 1
    assert message["Subject"] == "Kutsu Bcc: eve@example.com <b>x</b> X-Evil: 1"
    assert check_message(raw) == []


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=150), st.text(max_size=120), st.text(max_size=300))
def test_m01_any_text_makes_a_well_formed_mail(subject: str, name: str, text: str) -> None:
    raw = assemble(mail(None, subject=f"x{subject}", to_name=name, from_name=name, text=text, html=text))
    assert check_message(raw) == []
    assert [address for _, address in getaddresses([message_from_bytes(raw)["To"]])] == [AINO.email]
    expected = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"]
    assert [name for name in _read(raw) if name not in {"Content-Type", "MIME-Version"}] == expected
