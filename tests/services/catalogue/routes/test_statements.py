from pathlib import Path

import pytest
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
    page = client.get(f"{path}?lang={language}")
    assert f"<h1>{HEADINGS[path][language]}</h1>" in page.text
    assert 'href="mailto:kierros@localhost.example"' in page.text


def test_statements_say_the_same_in_every_language() -> None:
    folder = Path(statements.__file__).parents[1] / "templates"
    for texts in (statements.ACCESSIBILITY, statements.PRIVACY):
        shapes = {
            (t.count("<h2>"), t.count("<li>"), t.count("<p")) for t in map(_read, (folder / f for f in texts.values()))
        }
        assert len(shapes) == 1


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
