"""Public pages are kept until what they show changes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared import clock
from shared.settings import Settings
from shared.web import page_cache
from tests.shared.web.small_service import running


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    page_cache.forget()
    with running(settings) as app:
        yield app
    page_cache.forget()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_page_is_made_once_while_its_state_is_the_same(client: FlaskClient) -> None:
    assert client.get("/page").text == client.get("/page").text == "<p>made 1</p>"


def test_page_is_made_anew_when_its_state_changes(client: FlaskClient) -> None:
    client.get("/page")
    client.post("/api/v1/things", json={"name": "one"})
    assert client.get("/page").text == "<p>made 2</p>"


def test_page_is_made_anew_when_time_changes_it(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = clock.now()
    app.extensions["changes_at"] = [start + timedelta(minutes=5), start - timedelta(minutes=5)]
    assert client.get("/page").text == "<p>made 1</p>"
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=4))
    assert client.get("/page").text == "<p>made 1</p>"
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=5))
    assert client.get("/page").text == "<p>made 2</p>"


def test_browser_that_holds_the_newest_is_told_so(client: FlaskClient) -> None:
    first = client.get("/page")
    again = client.get("/page", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    client.post("/api/v1/things", json={"name": "one"})
    assert client.get("/page", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_each_language_has_its_own_page(client: FlaskClient) -> None:
    client.get("/page?lang=fi")
    client.get("/page?lang=sv")
    assert client.get("/page").headers["Vary"] == "Cookie, Accept-Language, Accept-Encoding"


def test_person_with_a_session_gets_a_page_of_their_own(client: FlaskClient) -> None:
    client.get("/page")
    with client.session_transaction() as session:
        session["account"] = "0190a5c2-5c1e-7c7e-9c0e-2f6f0c1d2e3f"
    response = client.get("/page")
    assert response.text == "<p>made 2</p>"
    assert "ETag" not in response.headers


def test_page_asked_for_with_strange_words_is_not_kept(client: FlaskClient) -> None:
    assert client.get("/page?x=1").text == "<p>made 1</p>"
    assert client.get("/page?x=1").text == "<p>made 2</p>"


def test_page_made_under_another_root_is_not_shown_to_others(client: FlaskClient) -> None:
    assert client.get("/page", environ_overrides={"SCRIPT_NAME": "//evil.example"}).text == "<p>made 1</p>"
    assert client.get("/page").text == "<p>made 2</p>"
