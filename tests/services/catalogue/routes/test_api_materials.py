from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from time_machine import Traveller

from shared.rules.materials import FILE_BYTES
from shared.schema.catalogue import Session
from shared.schema.journal import JournalLine
from shared.schema.materials import Material, MaterialPiece
from tests.services.catalogue.conftest import Call, Journal, Made
from tests.support.factories import NOON, Given
from tests.support.uploads import with_file

LINK = {"title": "Recording", "url": "https://video.example.org/1", "kind": "recording", "audience": "everybody"}
PDF = b"%PDF-1.7\n" + b"x" * 600_000


def give(
    client: FlaskClient, made: Made, key: str, name: str = "Kalvot ä.pdf", content: bytes = PDF, **fields: Any
) -> Any:
    said = {"kind": "after", **{k: v for k, v in fields.items() if k != "headers"}}
    return client.post(
        f"/api/v1{made.session}/materials/files",
        **with_file(said, name, content),
        headers={"Authorization": f"Bearer {key}", "Accept-Language": "en", **fields.get("headers", {})},
    )


def test_link_is_added_changed_and_taken_away(call: Call, made: Made, given: Given, journal: Journal) -> None:
    added = call("POST", f"{made.session}/materials", LINK)
    assert added.status_code == 201, added.text
    assert (added.json["url"], added.json["captions"], added.json["shown_from"]) == (LINK["url"], "missing", None)
    one = f"/materials/{added.json['id']}"
    moment = "2027-02-01T09:00:00+02:00"
    for _ in range(2):
        changed = call("PATCH", one, {"since": "moment", "visible_from": moment, "captions": "there"})
        assert (changed.status_code, changed.json["shown_from"]) == (200, moment), changed.text
    assert [line["id"] for line in call("GET", f"{made.session}/materials").json["items"]] == [added.json["id"]]
    assert call("DELETE", one).status_code == 204
    assert call("DELETE", one).status_code == 404
    assert journal()[-3:] == ["material.added", "material.changed", "material.removed"]
    with given.database.reading() as db:
        last = db.execute(select(JournalLine).where(JournalLine.kind == "material.changed")).one()
    assert last.detail["fields"] == ["captions", "since", "visible_from"]
    assert str(last.subject_id) == added.json["id"]
    told = call("GET", f"{made.series}/history").json["items"]
    assert told[0]["kind"] == "material.removed"


def test_file_comes_back_as_it_was_given_and_only_to_be_saved(
    call: Call, client: FlaskClient, made: Made, given: Given
) -> None:
    key = given.api_key()
    added = give(client, made, key, headers={"Idempotency-Key": "one"})
    assert added.status_code == 201, added.text
    assert (added.json["title"], added.json["media_type"]) == ("Kalvot ä.pdf", "application/pdf")
    got = client.get(f"/api/v1/materials/{added.json['id']}/file", headers={"Authorization": f"Bearer {key}"})
    assert got.data == PDF
    assert got.headers["Content-Disposition"] == "attachment; filename*=UTF-8''Kalvot%20%C3%A4.pdf"
    assert (got.content_type, got.headers["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert got.headers["Cache-Control"] == "no-store"
    # its boundary differs, as programs draw a new one each time: another body under the same key
    assert give(client, made, key, content=PDF + b"y", headers={"Idempotency-Key": "one"}).status_code == 422
    with given.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(MaterialPiece)) == 3
    assert call("DELETE", f"{made.session}").status_code == 204
    with given.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(MaterialPiece)) == 0


def test_file_that_could_do_harm_is_refused_in_words(call: Call, client: FlaskClient, made: Made, given: Given) -> None:
    key = given.api_key()
    for name, content, code in (
        ("a.html", b"<html>", "file_type_not_taken"),
        ("a.pdf", b"MZ", "file_is_something_else"),
        ("a.txt", b"", "file_empty"),
        ("a.txt", b"x" * (FILE_BYTES + 1), "file_too_large"),
    ):
        said = give(client, made, key, name, content)
        assert (said.status_code, said.json["code"], said.json["field"]) == (422, code, "file")
    assert "Taken are: pdf, docx" in give(client, made, key, "a.exe").json["detail"]
    far = give(client, made, key, "a.txt", b"x" * (FILE_BYTES + 1_000_000))
    assert far.status_code == 413
    assert give(client, made, key, since="moment").json["field"] == "visible_from"
    assert give(client, made, key, kind="later").json["field"] == "kind"
    assert call("POST", f"{made.session}/materials/files", LINK).status_code == 415
    with given.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Material)) == 0


@pytest.mark.parametrize(
    ("audience", "since", "before", "after"),
    [
        ("everybody", "now", True, True),
        ("everybody", "start", False, True),
        ("participants", "now", False, False),
        ("organisers", "now", False, False),
    ],
)
def test_others_see_what_is_for_everybody_once_its_time_has_come(
    call: Call, client: FlaskClient, made: Made, given: Given, noon: Traveller, audience: str, since: str,
    before: bool, after: bool,
) -> None:  # fmt: skip
    key = given.api_key()
    file = give(client, made, key, audience=audience, since=since).json["id"]
    assert call("GET", f"{made.session}/materials", key="").status_code == 404
    assert client.get(f"/materials/{file}/file").status_code == 404
    call("PATCH", made.series, {"state": "published"})
    for is_seen in (before, after):
        shown = call("GET", f"{made.session}/materials", key="").json["items"]
        assert bool(shown) is is_seen
        for address in (f"/materials/{file}/file", f"/api/v1/materials/{file}/file"):
            assert client.get(address).status_code == (200 if is_seen else 404)
        # the session moves, and the time goes along
        with given.database.writing() as db:
            db.execute(update(Session).values(starts_at=NOON, ends_at=NOON + timedelta(hours=1)))


def test_materials_are_changed_by_the_series_organisers_alone(call: Call, made: Made, given: Given) -> None:
    call("PATCH", made.series, {"state": "published"})
    link = call("POST", f"{made.session}/materials", LINK).json["id"]
    other = given.api_key("organiser", given.organisation("Sospro Oy"))
    for method, path, body in (
        ("POST", f"{made.session}/materials", LINK),
        ("PATCH", f"/materials/{link}", {"title": "Mine"}),
        ("DELETE", f"/materials/{link}", None),
    ):
        assert call(method, path, body, key=other).status_code == 403
    assert call("GET", f"/materials/{link}/file").status_code == 404
