import pytest

from services.registration.rules.announcements import tidy_text


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Hei,\r\n\r\ntulkaa.\r\n", "Hei,\n\ntulkaa."),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("  \n a  \n", "a"),
        ("a\x00\x07b\u202ec", "abc"),
        ("https://example.org/?x=\ue000own-page\ue001", "https://example.org/?x=own-page"),
        ("a\u2028b", "a\nb"),
        ("- one\n- two", "- one\n- two"),
        ("\x00 \n", ""),
    ],
)
def test_text_is_plain_lines(written: str, kept: str) -> None:
    assert tidy_text(written) == kept
