from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from services.catalogue.routes import statements
from shared.web.i18n import LANGUAGES
from tests.services.catalogue.conftest import Call
from tests.support.factories import Given

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


def test_statements_are_read_and_written_over_the_api(call: Call, visitor: FlaskClient, given: Given) -> None:
    before = call("GET", "/statements/privacy", key="").json
    assert [one["is_own"] for one in before["texts"]] == [False] * 3
    assert "## " in before["texts"][0]["text"]
    written = call("PATCH", "/statements/privacy", {"fi": "Meidän *oma*.", "seen": before["seen"]})
    assert [one["is_own"] for one in written.json["texts"] if one["language"] == "fi"] == [True]
    assert "Meidän <em>oma</em>." in visitor.get("/privacy?lang=fi").text
    stale = call("PATCH", "/statements/privacy", {"fi": "Toinen", "seen": before["seen"]})
    assert (stale.status_code, stale.json["code"]) == (409, "stale")
    # the others stay when one goes back to the standard text
    call("PATCH", "/statements/privacy", {"sv": "Vår"})
    after = call("PATCH", "/statements/privacy", {"fi": ""}).json["texts"]
    assert {one["language"]: one["is_own"] for one in after} == {"fi": False, "sv": True, "en": False}
    organiser = given.api_key("organiser", given.organisation())
    assert call("PATCH", "/statements/privacy", {"fi": "x"}, organiser).status_code == 403
    assert call("GET", "/statements/other").status_code == 404
