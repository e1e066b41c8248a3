"""Public pages are packed for visitors of whom nothing is known, and for nobody else."""

import gzip

import brotli
from flask.testing import FlaskClient

from shared.web.session_cookie import NAME
from tests.architecture.services import app_of

TAKES = {"Accept-Encoding": "gzip"}


def test_pages_are_packed_for_strangers_alone() -> None:
    client: FlaskClient = app_of("catalogue").test_client()
    packed = client.get("/api", headers=TAKES)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == client.get("/api").data
    assert "Accept-Encoding" in packed.headers["Vary"]
    shorter = client.get("/api", headers={"Accept-Encoding": "gzip, br"})
    assert shorter.headers["Content-Encoding"] == "br"
    assert brotli.decompress(shorter.data) == client.get("/api").data
    # who has a session may have a secret on the page
    client.set_cookie(NAME, "x")
    assert "Content-Encoding" not in client.get("/api", headers=TAKES).headers
