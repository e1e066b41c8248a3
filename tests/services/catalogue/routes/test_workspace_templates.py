"""A series kept as a template, and new ones made from it."""

from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from shared.schema.catalogue import Presenter, Series, Session
from shared.schema.journal import JournalLine
from shared.schema.materials import Material
from tests.services.catalogue.conftest import Call
from tests.services.catalogue.routes.form_of import form_of
from tests.support.factories import NOON, Given

SAVE = "/workspace/series/syksy/template"


@pytest.fixture
def autumn(given: Given, organisation: UUID) -> UUID:
    series = given.series(organisation, slug="syksy", title="Kierros")
    session = given.session(series, title="Avaus", join_url="https://meet.example.org/1")
    given.presenter(session, name="Bo Lärare", email="bo@example.org")
    given.offering(series, [session], name="Kaikki")
    link = {"session_id": session, "created_at": NOON, "audience": "everybody"}
    given.row(Material, title="Ennakkotehtävä", url="https://example.org/1", **link)
    given.row(Material, title="Tallenne", url="https://example.org/2", kind="recording", **link)
    given.row(Material, title="Kalvot", file_name="a.txt", file_type="txt", size_bytes=1, **link)
    return series


def save(organiser: FlaskClient, **more: list[str]) -> str:
    """The path of the template's page."""
    made = organiser.post(SAVE, data=form_of(organiser.get(SAVE).text) | {"title": ["Pohja"]} | more)
    assert made.location == "/workspace/templates"
    page = organiser.get("/workspace/templates").text
    assert "Pohja" in page
    return "/workspace/series/" + page.split("/workspace/series/template-")[1].split('"')[0].join(("template-", ""))


def stored(given: Given, slug: str) -> Any:
    with given.database.reading() as db:
        return db.execute(select(Series.__table__).where(Series.slug == slug)).one()


def test_template_stands_apart_and_is_never_published(
    organiser: FlaskClient, visitor: FlaskClient, given: Given, autumn: UUID
) -> None:
    page = save(organiser)
    slug = page.rsplit("/", 1)[1]
    assert "Pohja" not in organiser.get("/workspace").text
    assert visitor.get(f"/series/{slug}").status_code == 404
    assert f"{page}/publish" not in organiser.get(page).text
    assert organiser.post(f"{page}/publish").status_code == 409
    assert stored(given, slug).state == "draft"
    assert organiser.post(f"{page}/archive").status_code == 302
    assert "Pohja" not in organiser.get("/workspace/templates").text


def test_new_series_is_made_from_it_with_what_it_holds(organiser: FlaskClient, given: Given, autumn: UUID) -> None:
    page = save(organiser, materials=["y"], links=["y"])
    sent = form_of(organiser.get(f"{page}/copy").text) | {"title": ["Kevät"], "links": ["y"], "materials": ["y"]}
    made = organiser.post(f"{page}/copy", data=sent)
    assert made.location == "/workspace/series/kevat/sessions/edit"
    series = stored(given, "kevat")
    assert (series.state, series.is_template) == ("draft", False)
    assert "Kevät" in organiser.get("/workspace").text
    with given.database.reading() as db:
        (session,) = db.execute(select(Session.__table__).where(Session.series_id == series.id)).all()
        people = db.scalars(select(Presenter.email).where(Presenter.session_id == session.id)).all()
        links = db.scalars(select(Material.title).where(Material.session_id == session.id)).all()
        copied = db.scalars(select(JournalLine.detail).where(JournalLine.kind == "series.copied")).all()
    assert (session.title, session.join_url, people) == ("Avaus", "https://meet.example.org/1", ["bo@example.org"])
    assert links == ["Ennakkotehtävä"]
    assert [len(one["mails"]) for one in copied] == [1, 1]


def test_template_leaves_behind_what_is_not_ticked(organiser: FlaskClient, given: Given, autumn: UUID) -> None:
    form = form_of(organiser.get(SAVE).text)
    organiser.post(SAVE, data={"title": ["Pohja"], "new_id": form["new_id"]})
    with given.database.reading() as db:
        template = db.scalars(select(Series.id).where(Series.is_template)).one()
        detail = db.scalars(select(JournalLine.detail).where(JournalLine.series_id == template)).all()[-1]
        people = db.scalars(select(Presenter.id).join(Session).where(Session.series_id == template)).all()
    assert "mails" not in detail
    assert people == []


def test_strangers_neither_make_templates_nor_see_them(
    organiser: FlaskClient, stranger: FlaskClient, given: Given, autumn: UUID
) -> None:
    assert stranger.get(SAVE).status_code == 403
    page = save(organiser)
    assert stranger.get(page).status_code == 404
    assert "Pohja" not in stranger.get("/workspace/templates").text


def test_series_without_sessions_makes_no_template(organiser: FlaskClient, given: Given, organisation: UUID) -> None:
    given.series(organisation, slug="syksy")
    assert organiser.get(SAVE).location == "/workspace/series/syksy"


def test_template_over_the_api(call: Call, autumn: UUID) -> None:
    made = call("POST", "/series/syksy/copy", {"first_day": "2027-09-01", "template": True, "mails": True})
    assert (made.status_code, made.json["is_template"]) == (201, True)
    slug = made.json["slug"]
    refused = call("PATCH", f"/series/{slug}", {"state": "published"})
    assert (refused.status_code, refused.json["code"]) == (409, "template")
