"""Materials on the organiser's pages, and what the public page shows of them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select, update
from time_machine import Traveller

from shared.rules.materials import FILE_BYTES
from shared.schema.catalogue import Session
from shared.schema.materials import Material
from tests.services.catalogue.routes.form_of import form_of
from tests.support.factories import NOON, Given
from tests.support.uploads import with_file


@pytest.fixture
def session(given: Given, organisation: UUID) -> UUID:
    """A session of the organiser's, in a week."""
    return given.session(given.series(organisation, slug="kierros", language="en"), title="Nepsy")


def rows(given: Given) -> list[Any]:
    with given.database.reading() as db:
        return list(db.execute(select(Material.__table__).order_by(Material.id)))


def post_file(browser: FlaskClient, session: UUID, name: str, content: bytes, **more: str) -> Any:
    address = f"/workspace/sessions/{session}/materials/add-file"
    form = form_of(browser.get(address).text)
    return browser.post(address, **with_file({**form, **more}, name, content))


def test_file_and_link_are_added_changed_and_removed(
    organiser: FlaskClient, visitor: FlaskClient, given: Given, session: UUID, noon: Traveller
) -> None:
    page = f"/workspace/sessions/{session}/materials"
    assert "No materials yet" in organiser.get(page).text
    done = post_file(organiser, session, "slides.txt", b"Three things\n", audience="everybody", since="start")
    assert done.headers["Location"] == page
    form = form_of(organiser.get(f"{page}/add-link").text)
    said = {**form, "title": "Recording", "url": "https://video.example.org/1", "kind": "recording"}
    moment = {"since": "moment", "day": "2027-01-20", "clock": "9.00", "audience": "everybody"}
    for _ in range(2):
        assert organiser.post(f"{page}/add-link", data={**said, **moment}).status_code == 303
    file, link = rows(given)
    assert (file.title, file.file_name, file.since, file.shared_at) == ("slides.txt", "slides.txt", "start", NOON)
    assert link.visible_from == NOON.replace(day=20, hour=7)
    text = " ".join(BeautifulSoup(organiser.get(page).text, "html.parser").get_text(" ").split())
    assert "shown from Mon 18 January 2027, 12:00" in text
    assert "Captions are missing" in text

    public = f"/sessions/{session}"
    assert "slides.txt" not in visitor.get(public).text
    # the same process keeps the page: time alone opens it
    noon.move_to(NOON + timedelta(days=7))
    shown = BeautifulSoup(visitor.get(public).text, "html.parser")
    assert [one["href"] for one in shown.select(".materials a")] == [f"/materials/{file.id}/file"]
    assert visitor.get(f"/materials/{file.id}/file").data == b"Three things\n"
    for minutes, seen in ((59, 1), (60, 2)):
        noon.move_to(link.visible_from + timedelta(minutes=minutes - 60))
        assert len(BeautifulSoup(visitor.get(public).text, "html.parser").select(".materials a")) == seen

    edit = f"/workspace/materials/{file.id}/edit"
    form = form_of(organiser.get(edit).text)
    assert "file" not in form
    organiser.post(edit, data={**form, "title": "Slides", "audience": "participants"})
    assert rows(given)[0].title == "Slides"
    assert "Those with a place find" in visitor.get(public).text
    assert visitor.get(f"/materials/{file.id}/file").status_code == 404
    assert organiser.get(f"/materials/{file.id}/file").status_code == 200
    assert organiser.post(f"/workspace/materials/{file.id}/remove").status_code == 303
    assert [one.id for one in rows(given)] == [link.id]
    assert "” of “Nepsy” was removed." in organiser.get("/workspace/series/kierros/history").text


def test_recording_counts_from_when_others_may_see_it(
    organiser: FlaskClient, given: Given, session: UUID, noon: Traveller
) -> None:
    post_file(organiser, session, "a.txt", b"x", audience="organisers")
    [file] = rows(given)
    assert file.shared_at is None
    edit = f"/workspace/materials/{file.id}/edit"
    for hours, audience, shared in ((1, "everybody", 1), (2, "participants", 1), (3, "organisers", None)):
        noon.move_to(NOON + timedelta(hours=hours))
        organiser.post(edit, data={**form_of(organiser.get(edit).text), "audience": audience})
        expected = NOON + timedelta(hours=shared) if shared else None
        assert rows(given)[0].shared_at == expected


@pytest.mark.parametrize(
    ("name", "content", "more", "said"),
    [
        ("a.html", b"<html>", {}, "could do harm"),
        ("a.docx", b"PK\x03\x04", {}, "what its name says"),
        ("", b"", {}, "This field is needed."),
        ("a.txt", b"x", {"since": "moment"}, "This field is needed."),
        ("a.txt", b"x", {"since": "moment", "day": "2027-03-28", "clock": "03:30"}, "Clocks skip this time"),
        ("a.txt", b"x", {"kind": "later"}, "One of these"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(
    organiser: FlaskClient, given: Given, session: UUID, name: str, content: bytes, more: dict[str, str], said: str
) -> None:
    answer = post_file(organiser, session, name, content, **more)
    assert answer.status_code == 422
    assert said in answer.text
    assert rows(given) == []


def test_file_far_too_large_is_refused_in_words(organiser: FlaskClient, session: UUID) -> None:
    for beyond, status in ((1, 422), (1_000_000, 413)):
        answer = post_file(organiser, session, "a.txt", b"x" * (FILE_BYTES + beyond))
        assert (answer.status_code, "larger than 15 megabytes" in answer.text) == (status, True)


def test_others_neither_see_nor_change_them(stranger: FlaskClient, given: Given, session: UUID) -> None:
    link = {"url": "https://example.org/", "title": "x", "created_at": NOON}
    material = given.row(Material, session_id=session, **link)
    assert stranger.get(f"/workspace/sessions/{session}/materials").status_code == 403
    for part in ("edit", "remove"):
        assert stranger.post(f"/workspace/materials/{material}/{part}").status_code == 403
    assert len(rows(given)) == 1


def test_home_asks_for_captions_until_they_are_there(
    organiser: FlaskClient, stranger: FlaskClient, given: Given, session: UUID
) -> None:
    link = {"title": "Talk", "url": "https://video.example.org/1", "kind": "recording", "shared_at": NOON}
    material = given.row(Material, session_id=session, created_at=NOON, **link)
    given.row(Material, session_id=session, created_at=NOON, **{**link, "title": "Inner", "audience": "organisers"})
    given.row(Material, session_id=session, created_at=NOON, **{**link, "title": "Later", "since": "end"})
    edit = f"/workspace/materials/{material}/edit"

    def said(browser: FlaskClient) -> str:
        return " ".join(BeautifulSoup(browser.get("/workspace").text, "html.parser").get_text(" ").split())

    assert "The recording “Talk” needs captions by Mon 25 January 2027" in said(organiser)
    assert "Mon 18 January 2027, 12:00 · There are no materials for before it yet." in said(organiser)
    assert all(title not in said(organiser) for title in ("Inner", "Later"))
    assert "Talk" not in said(stranger)
    # long after the series has gone from the list
    held = {"starts_at": NOON - timedelta(days=60), "ends_at": NOON - timedelta(days=59)}
    with given.database.writing() as db:
        db.execute(update(Session).values(held))
        db.execute(update(Material).values(shared_at=NOON - timedelta(days=50)))
    assert "The recording “Talk” should have had captions by Sun 6 December 2026" in said(organiser)
    for captions in ("there", "missing", "exempt"):
        form = form_of(organiser.get(edit).text)
        organiser.post(edit, data={**form, "captions": captions})
        assert ("“Talk”" in said(organiser)) is (captions == "missing")
