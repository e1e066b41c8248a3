from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.factories import NOON, Given

PAGES = ["/workspace", "/workspace/series/new"]
ADMINISTRATORS_PAGES = ["/workspace/organisations", "/workspace/organisations/new", "/workspace/api-keys"]


@pytest.mark.parametrize("path", [*PAGES, *ADMINISTRATORS_PAGES])
def test_workspace_asks_unknown_people_to_sign_in(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 302
    assert "/sign-in" in answer.headers["Location"]


@pytest.mark.parametrize("path", ADMINISTRATORS_PAGES)
def test_administrators_pages_are_closed_to_organisers(organiser: FlaskClient, path: str) -> None:
    assert organiser.get(path).status_code == 403


@pytest.mark.parametrize("path", [*PAGES, *ADMINISTRATORS_PAGES])
def test_workspace_is_open_to_administrators(administrator: FlaskClient, given: Given, path: str) -> None:
    assert administrator.get(path).status_code == 200


def test_workspace_without_series_shows_how_to_begin(organiser: FlaskClient) -> None:
    page = organiser.get("/workspace").text
    assert "Your series will be here" in page
    assert "/workspace/series/new" in page


def test_workspace_shows_own_series_only(organiser: FlaskClient, given: Given, organisation: UUID) -> None:
    given.series(organisation, title="Ours")
    given.series(title="Theirs")
    page = organiser.get("/workspace").text
    assert "Ours" in page
    assert "Theirs" not in page


def test_workspace_lists_what_needs_a_person(organiser: FlaskClient, given: Given, organisation: UUID) -> None:
    given.series(organisation, title="A draft one", state="draft", published_at=None)
    series = given.series(organisation)
    given.session(series, NOON + timedelta(days=3), title="Nobody there", join_url=None)
    later = given.session(series, NOON + timedelta(days=30), title="Declined")
    given.presenter(later, name="Bo Lärare", reply="declined")
    given.offering(series, [later], name="Whole tour", capacity=5, closes_at=NOON + timedelta(days=2))
    page = organiser.get("/workspace").text
    for words in (
        "A draft: nobody else sees it yet", "Nobody presents yet", "no link to join yet", "Bo Lärare can",
        "5 places are left",
    ):  # fmt: skip
        assert words in page


def test_workspace_says_when_nothing_waits(organiser: FlaskClient, given: Given, organisation: UUID) -> None:
    given.presenter(given.session(given.series(organisation)))
    assert "Nothing waits for you" in organiser.get("/workspace").text


def test_workspace_keeps_earlier_series_apart(organiser: FlaskClient, given: Given, organisation: UUID) -> None:
    given.session(given.series(organisation, title="Long ago"), NOON - timedelta(days=90))
    given.series(organisation, title="Running")
    assert "Long ago" not in organiser.get("/workspace").text
    earlier = organiser.get("/workspace?show=earlier").text
    assert "Long ago" in earlier
    assert "Running" not in earlier


def test_nothing_is_changed_without_the_forms_token(app: Flask, administrator: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    changing = [
        rule
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and rule.rule.startswith("/workspace")
    ]
    assert len(changing) >= 12
    for rule in changing:
        path = app.url_map.bind("localhost").build(
            rule.endpoint, {name: "one" if name == "slug" else UUID(int=1) for name in rule.arguments}
        )
        answer = administrator.post(path, data={"title": "x"})
        assert answer.status_code == 400, path
        assert "open too long" in answer.text
