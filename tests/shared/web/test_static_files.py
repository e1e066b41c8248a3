"""What browsers load first goes out packed."""

import gzip

from flask.testing import FlaskClient

from shared.web.static_files import FOLDER
from tests.architecture.services import app_of

SHEET, FONT = "/static/kierros.css?v=1", "/static/vendor/inter/inter-latin-wght-normal.woff2"


def test_style_sheets_are_packed_for_who_takes_that() -> None:
    client: FlaskClient = app_of("catalogue").test_client()
    plain = client.get(SHEET, buffered=True)
    packed = client.get(SHEET, buffered=True, headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data == (FOLDER / "kierros.css").read_bytes()
    assert packed.content_length == len(packed.data) < len(plain.data) / 3
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert "immutable" in answer.headers["Cache-Control"]
    # whoever has it is told so, and who refuses it gets it plain
    known = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    assert client.get(SHEET, buffered=True, headers=known).status_code == 304
    refused = client.get(SHEET, buffered=True, headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers
    font = client.get(FONT, buffered=True, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in font.headers
