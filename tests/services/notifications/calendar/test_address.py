import pytest

from services.notifications.calendar.address import UnmailableAddressError, comparable, from_uri, mailable, mailto


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("aino.makela@example.org", "aino.makela@example.org"),
        (" Aino@Example.org ", "Aino@Example.org"),
        ("aino@työ.example.org", "aino@xn--ty-gka.example.org"),
        ("o'brien+kierros@example.org", "o'brien+kierros@example.org"),
    ],
)
def test_address_is_written_in_ascii(written: str, made: str) -> None:
    assert mailable(written) == made


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "aino",
        "@example.org",
        "aino@",
        "aino@@example.org",
        "ai no@example.org",
        "aino@example.org\r\nBcc: eve@example.com",
        "aino@exam ple.org",
        "aino@-example.org",
        "aino@example..org",
        "aino@xn--\u00e4.example.org",
        "aino,eve@example.org",
        "<aino@example.org>",
        '"aino"@example.org',
        "a" * 65 + "@example.org",
        "aino@" + "e" * 260 + ".org",
    ],
)
def test_address_that_mail_cannot_carry_is_refused(wrong: str) -> None:
    with pytest.raises(UnmailableAddressError):
        mailable(wrong)
    assert comparable(wrong) == ""


def test_address_with_letters_outside_ascii_before_the_at_says_why() -> None:
    with pytest.raises(UnmailableAddressError, match="letters before the @ that most mail servers do not take"):
        mailable("mäkelä@example.org")


def test_c08_address_becomes_a_uri_and_back() -> None:
    assert mailto("a%b?c#d@example.org") == "mailto:a%25b%3Fc%23d@example.org"
    assert from_uri("MAILTO:a%25b%3Fc%23d@Example.org?subject=x") == "a%b?c#d@example.org"
    assert from_uri("urn:uuid:1") == ""
