"""Bodies that are no input at all."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.support.factories import Given


@pytest.mark.parametrize(
    ("content_type", "data", "status"),
    [
        ("text/plain", b'{"name": "X"}', 415),
        ("application/x-www-form-urlencoded", b"name=X", 415),
        ("multipart/form-data; boundary=x", b"--x--", 415),
        ("application/json", b"{", 422),
        ("application/json", b"", 422),
        ("application/json", b"[]", 422),
        ("application/json", b"null", 422),
        ("application/json", b'"name"', 422),
        ("application/json", b"\xff\xfe", 422),
        ("application/json", b'{"name": "\\ud800"}', 422),
        ("application/json", b'{"name": "' + b"x" * 3 * 1024 * 1024 + b'"}', 413),
    ],
)
def test_body_that_is_no_input_is_refused(
    client: FlaskClient, given: Given, content_type: str, data: bytes, status: int
) -> None:
    headers: dict[str, Any] = {"Authorization": f"Bearer {given.api_key()}"}
    answer = client.post("/api/v1/organisations", data=data, content_type=content_type, headers=headers)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
