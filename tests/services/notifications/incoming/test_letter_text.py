import pytest

from services.notifications.calendar.received_mail import header_words, opened
from services.notifications.incoming.letter_text import LONGEST, letter_text
from tests.services.notifications.incoming.returned import letter


def text(raw: bytes) -> str:
    return letter_text(opened(raw))


def test_plain_text_is_taken_as_written() -> None:
    assert text(letter("Hei,\r\n\r\n\r\n\r\nkysyisin: ääkköset?\r\n")) == "Hei,\n\nkysyisin: ääkköset?"


def test_plain_half_is_read_rather_than_the_html_half() -> None:
    halves = (
        "--raja\nContent-Type: text/html\n\n<p>Rikas</p>\n"
        "--raja\nContent-Type: text/plain; charset=utf-8\n\nTavallinen\n"
        "--raja\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nLiite\n--raja--\n"
    )
    assert text(letter(halves, content_type="multipart/alternative; boundary=raja")) == "Tavallinen"


def test_html_alone_is_read_as_its_words() -> None:
    markup = (
        "<html><head><title>x</title><style>p{color:red}</style></head><body><p>Hei &amp; moi,</p><p>kiitos<br>paljon"
        "</p><script>alert(1)</script></body></html>"
    )
    said = text(letter(markup, content_type="text/html; charset=utf-8"))
    assert [line.strip() for line in said.split("\n") if line.strip()] == ["Hei & moi,", "kiitos", "paljon"]


def test_text_is_cut_and_holds_nothing_that_stands_for_something_of_ours() -> None:
    assert len(text(letter("a" * (LONGEST + 500)))) == LONGEST
    assert text(letter("Linkki \ue000feed\ue001\x00\u202e tässä")) == "Linkki feed tässä"


@pytest.mark.parametrize("content_type", ["image/png", "application/pdf", "text/calendar; method=REQUEST"])
def test_mail_without_words_has_none(content_type: str) -> None:
    assert text(letter("x", content_type=content_type)) == ""


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("=?utf-8?q?Kysymys_ilmoittautumisesta?=", "Kysymys ilmoittautumisesta"),
        ("=?utf-8?b?w6TDpGtr?= vain", "ääkk vain"),
        ("=?no-such?q?=FF?=", "\ufffd"),
        ("=?utf-8?b?a?=", "=?utf-8?b?a?="),
        ("=?utf-8?q?a=0D=0ABcc:_x=EE=80=80?=", "a Bcc: x"),
    ],
)
def test_subject_is_one_line_of_words(subject: str, words: str) -> None:
    raw = letter().replace(b"=?utf-8?q?Kysymys_ilmoittautumisesta?=", subject.encode())
    assert header_words(opened(raw), "Subject") == words
