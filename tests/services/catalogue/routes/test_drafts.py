"""A draft that colleagues see by its link."""

from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import update

from shared.schema.catalogue import Series
from tests.services.catalogue.conftest import Call, Journal
from tests.support.factories import Given

PAGE = "/workspace/series/luonnos"


@pytest.fixture
def draft(given: Given, organisation: UUID) -> UUID:
    return given.series(organisation, slug="luonnos", title="Uusi kierros", state="draft", published_at=None)


@pytest.fixture
def session(given: Given, draft: UUID) -> UUID:
    return given.session(draft, title="Avaus")


def made(organiser: FlaskClient) -> str:
    """A new link's path."""
    page = organiser.post(f"{PAGE}/link", follow_redirects=True)
    shown: Any = BeautifulSoup(page.text, "html.parser").find(id="link")
    return "/" + str(shown["value"]).split("/", 3)[3]


def test_colleague_sees_the_draft_and_its_sessions_by_the_link_alone(
    organiser: FlaskClient, visitor: FlaskClient, given: Given, draft: UUID, session: UUID
) -> None:
    given.offering(draft, [session])
    assert visitor.get("/series/luonnos").status_code == 404
    link = made(organiser)
    page = visitor.get(link)
    assert page.status_code == 200
    assert "This is a draft" in page.text
    assert "Uusi kierros" in page.text
    assert f"{link}/sessions/{session}" in page.text
    assert "/register/" not in page.text
    assert 'rel="canonical"' not in page.text
    within = visitor.get(f"{link}/sessions/{session}")
    assert "Avaus" in within.text
    assert f'href="{link}"' in within.text
    assert "/register/" not in within.text
    for one in (page, within):
        assert one.headers["Cache-Control"] == "no-store"
        assert "noindex" in one.headers["X-Robots-Tag"]
    assert visitor.get(f"/sessions/{session}").status_code == 404


def test_renewed_or_ended_link_opens_nothing(
    organiser: FlaskClient, visitor: FlaskClient, draft: UUID, session: UUID, journal: Journal
) -> None:
    first = made(organiser)
    second = made(organiser)
    assert visitor.get(first).status_code == 404
    assert visitor.get(f"{first}/sessions/{session}").status_code == 404
    assert visitor.get(second).status_code == 200
    for _time in range(2):
        organiser.post(f"{PAGE}/link/end")
    assert visitor.get(second).status_code == 404
    assert made(organiser) not in (first, second)
    assert visitor.get(second).status_code == 404
    kinds = journal()
    assert kinds.count("series.link_made") == 3
    assert kinds.count("series.link_ended") == 1


def test_link_opens_its_own_draft_alone(
    organiser: FlaskClient, visitor: FlaskClient, given: Given, draft: UUID, organisation: UUID
) -> None:
    link = made(organiser)
    other = given.session(given.series(organisation, slug="toinen", state="draft", published_at=None, is_shared=True))
    assert visitor.get(f"{link}/sessions/{other}").status_code == 404
    assert visitor.get(link[:-2]).status_code == 404


def test_link_of_a_published_series_leads_to_its_page(
    organiser: FlaskClient, visitor: FlaskClient, draft: UUID, session: UUID
) -> None:
    link = made(organiser)
    organiser.post(f"{PAGE}/publish")
    assert visitor.get(link).location == "/series/luonnos"
    assert visitor.get(f"{link}/sessions/{session}").location == f"/sessions/{session}"
    assert organiser.get(f"{PAGE}/link").location == PAGE


def test_stranger_makes_no_link(stranger: FlaskClient, organiser: FlaskClient, given: Given, draft: UUID) -> None:
    assert stranger.post(f"{PAGE}/link").status_code == 404
    with given.database.writing() as db:
        db.execute(update(Series).values(state="published"))
    assert stranger.get(f"{PAGE}/link").status_code == 403


def test_link_over_the_api(call: Call, visitor: FlaskClient, draft: UUID) -> None:
    path = "/series/luonnos/link"
    assert call("GET", path).json == {"url": None}
    assert call("POST", path).status_code == 204
    link = "/" + call("GET", path).json["url"].split("/", 3)[3]
    assert visitor.get(link).status_code == 200
    assert call("DELETE", path).status_code == 204
    assert visitor.get(link).status_code == 404
    assert call("GET", path, key="").status_code == 401


@pytest.mark.usefixtures("draft")
def test_an_older_link_is_spoken_of_where_there_was_one(organiser: FlaskClient) -> None:
    first, second = (organiser.post(f"{PAGE}/link", follow_redirects=True).text for _time in range(2))
    assert "Here is the link." in first
    assert "An older one opens nothing any more." not in first
    assert "An older one opens nothing any more." in second
