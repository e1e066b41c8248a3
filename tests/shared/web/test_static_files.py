"""What browsers load first goes out packed."""

import gzip
from collections.abc import Callable

import brotli
import pytest
from flask.testing import FlaskClient

from shared.web.static_files import FOLDER
from tests.architecture.services import app_of

SHEET, FONT = "/static/kierros.css?v=1", "/static/vendor/inter/inter-latin-wght-normal.woff2"


@pytest.mark.parametrize(
    ("taken", "coding", "unpacked"),
    [("gzip, deflate", "gzip", gzip.decompress), ("gzip, br", "br", brotli.decompress)],
    ids=["gzip", "brotli"],
)
def test_style_sheets_are_packed_for_who_takes_that(
    taken: str, coding: str, unpacked: Callable[[bytes], bytes]
) -> None:
    client: FlaskClient = app_of("catalogue").test_client()
    plain = client.get(SHEET, buffered=True)
    packed = client.get(SHEET, buffered=True, headers={"Accept-Encoding": taken})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == coding
    assert unpacked(packed.data) == plain.data == (FOLDER / "kierros.css").read_bytes()
    assert packed.content_length == len(packed.data) < len(plain.data) / 3
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert "immutable" in answer.headers["Cache-Control"]
    # whoever has it is told so, and who refuses it gets it plain
    known = {"Accept-Encoding": taken, "If-None-Match": packed.headers["ETag"]}
    assert client.get(SHEET, buffered=True, headers=known).status_code == 304
    refused = client.get(SHEET, buffered=True, headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers
    font = client.get(FONT, buffered=True, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in font.headers
