"""Every word that people read is there in Finnish and Swedish too, with the same places for names and numbers."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from shared.setup import translations

EACH = [(package, language) for package in translations.PACKAGES for language in translations.LANGUAGES]
_PLACE = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(scope="module", autouse=True)
def _gathered_once() -> Iterator[None]:
    """The words of a package are the same for every language."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(translations, "words_of", cache(translations.words_of))
        yield


@pytest.mark.parametrize(("package", "language"), EACH)
def test_every_word_is_translated(package: str, language: str) -> None:
    assert translations.missing(package, language) == []


@pytest.mark.parametrize(("package", "language"), EACH)
def test_catalogue_holds_no_word_that_is_not_used(package: str, language: str) -> None:
    used = translations.own_words_of(package)
    kept = {message.id for message in translations.read(package, language) if message.id}
    assert {key if isinstance(key, str) else tuple(key) for key in kept} - used == set()


@pytest.mark.parametrize(("package", "language"), EACH)
def test_translation_has_the_places_of_its_original(package: str, language: str) -> None:
    wrong = []
    for message in translations.read(package, language):
        if not message.id:
            continue
        originals = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
        forms = message.string if isinstance(message.string, (tuple, list)) else (message.string or "",)
        wanted = {place for original in originals for place in _PLACE.findall(original)}
        wrong += [form for form in forms if not set(_PLACE.findall(form)) <= wanted]
        if len(originals) == 1 and any(set(_PLACE.findall(form)) != wanted for form in forms):
            wrong.append(str(message.id))
    assert wrong == []


def test_words_are_found_in_code_and_templates() -> None:
    words = translations.words_of("shared")
    assert "Sign in first" in words
    assert "The same as OpenAPI 3.1" in words


def test_no_word_hides_in_a_formatted_string() -> None:
    """Whoever gathers words doesn't look into those, so that they would be read in English by everybody."""
    hidden = [
        f"{file.relative_to(translations.ROOT)}: {ast.unparse(call)}"
        for package in translations.PACKAGES
        for file in (translations.ROOT / package).rglob("*.py")
        for text in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("_", "ngettext", "gettext", "_l")
    ]
    assert hidden == []
