"""Each installation writes its own statements."""

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.services.catalogue.conftest import Journal

PAGE = "/workspace/statements/privacy"


def typed(page: str) -> dict[str, str]:
    shown = BeautifulSoup(page, "html.parser")
    texts = {str(one["name"]): one.text.removeprefix("\r\n") for one in shown.select("main textarea")}
    return {**texts, "seen": str(shown.select("#seen")[0]["value"])}


def test_an_administrator_writes_them(administrator: FlaskClient, visitor: FlaskClient, journal: Journal) -> None:
    standard = visitor.get("/privacy").text
    form = typed(administrator.get(PAGE).text)
    # it begins from the standard text, and what is left so goes on following it
    assert "## " in form["en"]
    mine = {**form, "fi": "Meillä on <b>näin</b>.\r\n\r\n## Oikeutesi\r\n\r\n[Kirjoita](javascript:x)"}
    assert administrator.post(PAGE, data=mine).status_code == 303
    shown = visitor.get("/privacy?lang=fi").text
    assert "Meillä on &lt;b&gt;näin&lt;/b&gt;." in shown
    assert "<h2>Oikeutesi</h2>" in shown
    assert 'href="javascript:' not in shown
    assert BeautifulSoup(visitor.get("/privacy?lang=en").text, "html.parser").select(".statement") == (
        BeautifulSoup(standard, "html.parser").select(".statement")
    )
    # of two at once the later sees both
    late = administrator.post(PAGE, data={**form, "fi": "Toisin"})
    assert late.status_code == 409
    assert "Meillä on" in late.text
    again = typed(late.text)
    assert again["fi"] == "Toisin"
    assert administrator.post(PAGE, data=again).status_code == 303
    assert "Toisin" in visitor.get("/privacy?lang=fi").text
    # and back to the standard
    last = typed(administrator.get(PAGE).text)
    assert administrator.post(PAGE, data={**last, "do": "standard"}).status_code == 303
    assert "Toisin" not in visitor.get("/privacy?lang=fi").text
    assert journal() == ["statement.changed"] * 3


def test_too_much_is_refused_and_kept(administrator: FlaskClient) -> None:
    form = typed(administrator.get(PAGE).text)
    answer = administrator.post(PAGE, data={**form, "sv": "x" * 20_001})
    assert answer.status_code == 422
    assert typed(answer.text)["sv"] == "x" * 20_001
    assert administrator.get("/workspace/statements/other").status_code == 404
