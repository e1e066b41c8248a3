"""What every page of every service shares: access, forms' tokens, languages, headers, errors."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.settings import Settings
from tests.shared.web.small_service import running


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    with running(settings) as app:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_route_that_states_no_access_answers_nobody(client: FlaskClient) -> None:
    response = client.get("/forgotten")
    assert response.status_code == 500
    assert "open by mistake" not in response.text


def test_stranger_is_shown_the_way_to_sign_in(client: FlaskClient) -> None:
    response = client.get("/workspace")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("http://localhost:8000/sign-in?next=")


def test_form_without_its_token_is_refused(client: FlaskClient) -> None:
    response = client.post("/form", data={})
    assert response.status_code == 400
    assert "form" in response.text


def test_form_with_its_token_is_read(client: FlaskClient) -> None:
    token = client.get("/form").text
    assert client.post("/form", data={"csrf_token": token}).text == "sent"


@pytest.mark.parametrize(
    ("headers", "query", "language"),
    [
        ({}, "", "fi"),
        ({"Accept-Language": "sv-FI,sv;q=0.9"}, "", "sv"),
        ({"Accept-Language": "de"}, "", "fi"),
        ({"Accept-Language": "sv"}, "?lang=en", "en"),
        ({}, "?lang=xx", "fi"),
    ],
)
def test_language_is_the_one_asked_for(client: FlaskClient, headers: dict[str, str], query: str, language: str) -> None:
    assert f'<html lang="{language}"' in client.get(f"/nothing{query}", headers=headers).text


def test_chosen_language_is_kept(client: FlaskClient) -> None:
    client.get("/nothing?lang=sv")
    assert '<html lang="sv"' in client.get("/nothing").text


def test_error_page_says_what_happened_and_what_to_do(client: FlaskClient) -> None:
    response = client.get("/nothing?lang=en")
    assert response.status_code == 404
    assert "There is nothing here" in response.text
    assert response.headers["X-Request-ID"] in response.text


def test_every_answer_is_guarded(client: FlaskClient) -> None:
    headers = client.get("/nothing").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


def test_request_id_of_the_caller_is_passed_on_unless_it_is_strange(client: FlaskClient) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": "abcdefgh-1"}).headers["X-Request-ID"] == "abcdefgh-1"
    assert client.get("/healthz", headers={"X-Request-ID": "<script>"}).headers["X-Request-ID"] != "<script>"


def test_log_names_the_route_and_never_the_address(client: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    client.get("/api/v1/things/0190a5c2-5c1e-7c7e-9c0e-2f6f0c1d2e3f?token=very-secret")
    client.get("/secret-token-in-a-path")
    said = capsys.readouterr().out
    assert "/api/v1/things/<uuid:thing_id>" in said
    assert "secret" not in said
    assert "0190a5c2" not in said


def test_service_is_ready_when_its_database_is(client: FlaskClient) -> None:
    assert (client.get("/healthz").status_code, client.get("/readyz").status_code) == (200, 200)


def test_service_without_its_database_says_so(settings: Settings, tmp_path: object) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/none"
    with running(settings.model_copy(update={"database_url": nowhere})) as app:
        client = app.test_client()
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 503
        response = client.get("/page?lang=en")
    assert response.status_code == 503
    assert "in a moment" in response.text


def test_metrics_count_requests(client: FlaskClient) -> None:
    client.get("/nothing")
    assert "kierros_requests_total" in client.get("/metrics").text


def test_methods_that_nobody_knows_are_counted_as_one(client: FlaskClient) -> None:
    for word in ("BREW", "WHEN"):
        client.open("/healthz", method=word)
    counted = client.get("/metrics").text
    assert 'method="OTHER"' in counted
    assert "BREW" not in counted


def test_service_stands_under_a_prefix(settings: Settings) -> None:
    prefixed = settings.model_copy(update={"catalogue_url": "https://kierros.example.org/catalogue"})
    with running(prefixed) as app:
        client = app.test_client()
        assert client.get("/catalogue/healthz").status_code == 200
        page = client.get("/catalogue/nothing").text
    assert "/catalogue/static/" in page


def test_form_works_over_tls_without_a_referrer(settings: Settings) -> None:
    over_tls = settings.model_copy(update={"trusted_proxies": 1})
    with running(over_tls) as app:
        client, tls = app.test_client(), {"X-Forwarded-Proto": "https"}
        token = client.get("/form", headers=tls).text
        assert client.post("/form", data={"csrf_token": token}, headers=tls).text == "sent"
        assert client.post("/form", data={}, headers=tls).status_code == 400


def test_proxy_that_nobody_trusts_is_not_believed(client: FlaskClient) -> None:
    page = client.get("/nothing", headers={"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}).text
    assert "evil.example" not in page


def test_address_with_two_slashes_leads_to_no_other_host(client: FlaskClient) -> None:
    response = client.get("//evil.example/nothing")
    assert 'href="//' not in response.text
    assert not response.headers.get("Location", "").startswith("//")


@pytest.mark.parametrize("path", ["/nothing%00", "/page?q=a%00b", "/page?lang=%00"])
def test_character_that_is_no_text_is_refused_in_an_address(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 400


def test_character_that_is_no_text_is_refused_in_a_form(client: FlaskClient) -> None:
    token = client.get("/form").text
    assert client.post("/form", data={"csrf_token": token, "name": "a\x00b"}).status_code == 400


def test_way_back_after_sign_in_holds_nothing_that_was_searched_for(client: FlaskClient) -> None:
    assert "anna" not in client.get("/workspace?recipient=anna@example.org").headers["Location"]
