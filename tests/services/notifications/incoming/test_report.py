import pytest

from services.notifications.calendar.received_mail import opened
from services.notifications.incoming.report import Report, read_report
from tests.services.notifications.incoming.returned import EXIM, QMAIL, SENT, letter, plain_bounce, report


def read(raw: bytes) -> Report:
    return read_report(opened(raw))


def test_report_says_which_mail_to_whom_and_why() -> None:
    said = read(report(original="k.aberg@example.org"))
    assert (said.returned, said.related) == ([SENT], [])
    [one] = said.recipients
    assert one.addresses == {"kaisa@example.org", "k.aberg@example.org"}
    assert (one.action, one.status) == ("failed", "5.1.1")
    assert one.diagnostic == "550 5.1.1 <kaisa@example.org>: User unknown"


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers", "message/rfc822-headers"])
def test_returned_header_names_our_mail_however_it_is_wrapped(returned: str) -> None:
    assert read(report(returned=returned)).returned == [SENT]


def test_fields_that_are_folded_are_read_whole() -> None:
    [one] = read(report(diagnostic="smtp; 550 5.1.1\n    no such user\n\there")).recipients
    assert one.diagnostic == "550 5.1.1 no such user here"


def test_reader_whose_address_is_none_is_left_out() -> None:
    assert read(report(recipient="unknown")).recipients == []


@pytest.mark.parametrize("text", [EXIM, QMAIL])
def test_server_without_reports_is_understood(text: str) -> None:
    said = read(plain_bounce(text))
    assert said.returned == [SENT]
    [one] = said.recipients
    assert "kaisa@example.org" in one.addresses
    assert one.action == "failed"
    assert "5.1.1" in one.diagnostic


def test_server_without_reports_may_name_the_address_in_a_field() -> None:
    said = read(plain_bounce("No such user.\n", "X-Failed-Recipients: kaisa@example.org\n"))
    assert said.recipients[0].addresses == {"kaisa@example.org"}
    assert said.returned == []


@pytest.mark.parametrize(
    "text",
    ["Message still being retried, no need to send again.\nkaisa@example.org\n", "kaisa@example.org\n451 Greylisted\n"],
)
def test_server_that_still_tries_says_so(text: str) -> None:
    assert read(plain_bounce(text)).recipients[0].action == "delayed"


def test_own_header_of_a_report_may_name_our_mail() -> None:
    assert read(letter()).related == [SENT]
