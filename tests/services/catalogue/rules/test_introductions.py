import pytest

from services.catalogue.rules.introductions import introduction


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ({"fi": "Hei", "sv": "Hej", "en": "Hi"}, ("en", "Hi")),
        ({"fi": "Hei", "sv": "Hej", "en": ""}, ("sv", "Hej")),
        ({"fi": "Hei", "sv": "", "en": ""}, ("fi", "Hei")),
        ({"fi": "", "sv": "", "en": ""}, None),
    ],
)
def test_reader_gets_their_language_or_the_series_or_any(texts: dict[str, str], found: tuple[str, str] | None) -> None:
    assert introduction(texts, "en", "sv") == found
