from datetime import timedelta
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.support.factories import NOON, Given


def test_other_sites_may_show_what_an_organisation_runs(visitor: FlaskClient, given: Given, organisation: UUID) -> None:
    given.session(given.series(organisation), NOON + timedelta(days=1), title="Ours")
    given.session(given.series(organisation, state="draft"), title="Draft")
    given.session(given.series(), title="Another's")
    answer = visitor.get(f"/embed/{organisation}?language=sv&look=dark")
    assert "Ours" in answer.text
    assert "Draft" not in answer.text
    assert "Another" not in answer.text
    page = BeautifulSoup(answer.text, "html.parser")
    html, base = page.select("html")[0], page.select("base")[0]
    assert (html["lang"], html["data-bs-theme"], base["target"]) == ("sv", "dark", "_blank")


def test_it_is_framed_by_anybody_and_remembers_nobody(visitor: FlaskClient, organisation: UUID) -> None:
    answer = visitor.get(f"/embed/{organisation}?lang=x&look=x&language=x")
    assert answer.status_code == 200
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    # and no other page is
    other = visitor.get("/series")
    assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]
    assert other.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("address", ["01890000-0000-7000-8000-000000000000", "x"])
def test_unknown_organisation_shows_nothing(visitor: FlaskClient, address: str) -> None:
    assert visitor.get(f"/embed/{address}").status_code == 404


def test_it_is_narrowed_down_like_the_list(visitor: FlaskClient, given: Given, organisation: UUID) -> None:
    swedish, finnish = given.series(organisation, language="sv"), given.series(organisation)
    given.session(swedish, title="Svenska")
    given.session(finnish, title="Suomi")
    given.term("Vammaispalvelut", swedish)
    # the language of the page is one thing, that of the series another
    for said, held in (("topic=vammaispalvelut", "Svenska"), ("held_in=fi&language=sv", "Suomi")):
        page = visitor.get(f"/embed/{organisation}?{said}").text
        assert [title for title in ("Svenska", "Suomi") if title in page] == [held]
    empty = visitor.get(f"/embed/{organisation}?topic=vammaispalvelut&held_in=fi&language=en").text
    assert "Nothing that is on the way fits: Finnish, Vammaispalvelut" in empty


def test_organiser_copies_the_snippet(organiser: FlaskClient, organisation: UUID) -> None:
    for asked, narrowed in (("", ""), ("?language=sv&places=free", "?held_in=sv&places=free")):
        page = BeautifulSoup(organiser.get(f"/workspace/organisations/{organisation}{asked}").text, "html.parser")
        snippet = BeautifulSoup(page.select(".embed-snippet")[0].text, "html.parser").select("iframe")[0]
        assert snippet["src"] == f"http://localhost:8000/embed/{organisation}{narrowed}"


def test_a_script_brings_the_same(visitor: FlaskClient, organisation: UUID) -> None:
    answer = visitor.get(f"/embed/{organisation}.js?look=dark")
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
