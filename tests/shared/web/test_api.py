"""What the API layer makes of calls: checks, transactions, problems, remembered answers."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from shared.database import Database
from shared.schema.organisations import Organisation
from shared.settings import Settings
from tests.shared.web.small_service import running


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    with running(settings) as app:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def organisations(settings: Settings) -> int:
    database = Database(settings.database_url, "catalogue")
    with database.reading() as db:
        count = db.scalar(select(func.count()).select_from(Organisation)) or 0
    database.close()
    return count


def post(client: FlaskClient, body: Any, **headers: str) -> Any:
    return client.post("/api/v1/things", json=body, headers={k.replace("_", "-"): v for k, v in headers.items()})


def test_good_call_is_answered_and_written(client: FlaskClient, settings: Settings) -> None:
    response = post(client, {"name": " one "})
    assert (response.status_code, response.json) == (201, {"name": "one", "count": 1})
    assert organisations(settings) == 1


def test_every_wrong_field_is_named_in_the_readers_language(client: FlaskClient) -> None:
    response = post(client, {"name": "x" * 21, "places": -1, "colour": "red"}, Accept_Language="fi")
    assert response.status_code == 422
    assert response.mimetype == "application/problem+json"
    said = {error["field"]: error["detail"] for error in response.json["errors"]}
    assert said == {"name": "Enintään 20 merkkiä.", "places": "Vähintään 0.", "colour": "Sellaista kenttää ei ole."}


@pytest.mark.parametrize(("body", "field"), [({}, "name"), ({"name": ""}, "name"), ({"name": 5}, "name")])
def test_missing_and_mistyped_fields_are_named(client: FlaskClient, body: Any, field: str) -> None:
    assert post(client, body).json["field"] == field


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[1,", b"nonsense", b"[" * 100_000])
def test_body_that_is_no_json_is_a_clear_error(client: FlaskClient, body: bytes) -> None:
    response = client.post("/api/v1/things", data=body, content_type="application/json")
    assert (response.status_code, json.loads(response.data)["code"]) == (422, "invalid_input")


@pytest.mark.parametrize("body", [b"[]", b'"name"', b"null", b"5"])
def test_body_of_another_shape_is_a_clear_error(client: FlaskClient, body: bytes) -> None:
    response = client.post("/api/v1/things", data=body, content_type="application/json")
    assert (response.status_code, json.loads(response.data)["code"]) == (422, "invalid_input")


def test_character_that_is_no_text_is_refused(client: FlaskClient) -> None:
    assert post(client, {"name": "a\x00b"}).json["code"] == "odd_input"


def test_other_content_type_is_refused(client: FlaskClient) -> None:
    response = client.post("/api/v1/things", data="name=x", content_type="application/x-www-form-urlencoded")
    assert (response.status_code, response.mimetype) == (415, "application/problem+json")


def test_ten_megabytes_are_refused(client: FlaskClient) -> None:
    response = client.post("/api/v1/things", data=b"x" * 10_000_000, content_type="application/json")
    assert (response.status_code, response.mimetype) == (413, "application/problem+json")


def test_refusal_says_why_and_writes_nothing(client: FlaskClient, settings: Settings) -> None:
    response = post(client, {"name": "taken"})
    assert response.status_code == 409
    assert (response.json["code"], response.json["field"], response.json["detail"]) == (
        "taken",
        "name",
        "This name is taken.",
    )
    assert organisations(settings) == 0


def test_unforeseen_error_writes_nothing_and_tells_no_secrets(client: FlaskClient, settings: Settings) -> None:
    response = post(client, {"name": "broken"})
    assert response.status_code == 500
    assert "broken in the middle" not in response.text
    assert response.json["request_id"] == response.headers["X-Request-ID"]
    assert organisations(settings) == 0


def test_same_key_and_body_get_the_same_answer_once(client: FlaskClient, settings: Settings) -> None:
    first = post(client, {"name": "one"}, Idempotency_Key="k1")
    again = post(client, {"name": "one"}, Idempotency_Key="k1")
    assert (first.status_code, first.data) == (again.status_code, again.data) == (201, first.data)
    assert organisations(settings) == 1


def test_same_key_with_another_body_is_refused(client: FlaskClient, settings: Settings) -> None:
    post(client, {"name": "one"}, Idempotency_Key="k1")
    other = post(client, {"name": "two"}, Idempotency_Key="k1")
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    assert organisations(settings) == 1


def test_refused_call_under_a_key_may_be_mended_and_sent_again(client: FlaskClient) -> None:
    assert post(client, {"name": "taken"}, Idempotency_Key="k1").status_code == 409
    assert post(client, {"name": "one"}, Idempotency_Key="k1").status_code == 201


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_key_of_a_wrong_length_is_refused(client: FlaskClient, key: str) -> None:
    assert post(client, {"name": "one"}, Idempotency_Key=key).json["code"] == "bad_idempotency_key"


def test_call_without_a_role_is_turned_away(client: FlaskClient) -> None:
    path = "/api/v1/things/0190a5c2-5c1e-7c7e-9c0e-2f6f0c1d2e3f"
    assert client.get(path).status_code == 401
    assert client.get(path, headers={"Authorization": "Bearer kierros_wrong"}).status_code == 401
    assert client.get(path, headers={"Authorization": "Basic x"}).status_code == 401
    assert client.get(path, headers={"Authorization": "Bearer service.forged"}).status_code == 401


def test_cookie_does_not_count_for_the_api(client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session["account"] = "0190a5c2-5c1e-7c7e-9c0e-2f6f0c1d2e3f"
    assert client.get("/api/v1/things/0190a5c2-5c1e-7c7e-9c0e-2f6f0c1d2e3f").status_code == 401


def test_description_names_every_call_but_the_inner_ones(client: FlaskClient) -> None:
    described = json.loads(client.get("/openapi.json").data)
    assert described["openapi"] == "3.1.0"
    assert set(described["paths"]) == {"/api/v1/things", "/api/v1/things/{thing_id}"}
    call = described["paths"]["/api/v1/things"]["post"]
    assert call["requestBody"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/ThingIn"}
    assert described["components"]["schemas"]["ThingIn"]["properties"]["name"]["maxLength"] == 20
    assert described["paths"]["/api/v1/things/{thing_id}"]["get"]["security"] == [{"key": []}]


def test_description_can_be_read_as_a_page(client: FlaskClient) -> None:
    page = client.get("/api").text
    assert "/api/v1/things/{thing_id}" in page
    assert "ThingIn" in page


def test_program_that_names_no_language_is_answered_in_english(client: FlaskClient) -> None:
    assert post(client, {}).json["errors"][0]["detail"] == "This field is needed."
