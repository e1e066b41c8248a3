import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.calendar.text import many_lines, one_line, parameter, web_address

BREAKS = ["\r\n", "\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("line_break", BREAKS)
def test_s03_every_kind_of_line_break_is_neutralised(line_break: str) -> None:
    text = f"Kutsu{line_break}ATTENDEE:mailto:eve@example.com"
    assert many_lines(text) == "Kutsu\nATTENDEE:mailto:eve@example.com"
    assert one_line(text) == parameter(text) == "Kutsu ATTENDEE:mailto:eve@example.com"


@given(st.text(alphabet=st.characters(), max_size=200))
def test_s03_text_is_utf8_without_control_characters(text: str) -> None:
    for made in (many_lines(text), one_line(text), parameter(text)):
        assert made.encode().decode() == made
        assert len(made.replace("\n", " ").splitlines()) <= 1
        assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in made)
    assert "\n" not in one_line(text)
    assert '"' not in parameter(text)


def test_s08_parameter_has_no_double_quotes_and_no_escapes() -> None:
    assert parameter('Aino "Anni" Mäkelä^n \\') == "Aino 'Anni' Mäkelä n /"


@pytest.mark.parametrize(
    ("given_address", "made"),
    [
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/ä", "https://example.org/%C3%A4"),
        ("https://example.org/%C3%A4", "https://example.org/%C3%A4"),
        ("https://example.org/\r\nBcc:eve@example.com", "https://example.org/Bcc:eve@example.com"),
        ("https://example.org/><", "https://example.org/%3E%3C"),
    ],
)
def test_c13_web_address_is_one_ascii_word(given_address: str, made: str) -> None:
    assert web_address(given_address) == made


@pytest.mark.parametrize(
    "wrong", ["", "example.org", "javascript:alert(1)", "https://", "/sessions/1", "data:text/html,x"]
)
def test_c13_address_that_is_not_of_the_web_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="web address"):
        web_address(wrong)
