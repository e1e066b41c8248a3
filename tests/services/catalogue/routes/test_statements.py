from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from services.catalogue.routes import statements
from shared.web.i18n import LANGUAGES

HEADINGS = {
    "/accessibility": {"fi": "Saavutettavuus", "sv": "Tillgänglighet", "en": "Accessibility"},
    "/privacy": {"fi": "Tietosuoja", "sv": "Dataskydd", "en": "Privacy"},
}


@pytest.mark.parametrize("path", HEADINGS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_statement_is_there_in_every_language(client: FlaskClient, path: str, language: str) -> None:
    page = BeautifulSoup(client.get(f"{path}?lang={language}").text, "html.parser")
    assert page.select("h1")[0].text == HEADINGS[path][language]
    assert page.select('a[href="mailto:kierros@localhost.example"]')
    assert len(page.select(".statement h2")) > 3
    assert not page.select(".statement h3")


def test_statements_say_the_same_in_every_language() -> None:
    folder = Path(statements.__file__).parents[1] / "templates/statements"
    for kind in ("accessibility", "privacy"):
        texts = [(folder / f"{kind}.{language}.md").read_text(encoding="utf-8") for language in LANGUAGES]
        assert len({tuple(text.count(sign) for sign in ("\n## ", "\n- ", "\n\n", "](")) for text in texts}) == 1
