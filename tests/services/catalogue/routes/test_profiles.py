"""What a presenter shows of themselves: one profile wherever they present, and in their own hands."""

import io
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import delete, func, select, update

from services.catalogue.actions.purge import purge
from shared.database import Database
from shared.schema.catalogue import Presenter
from shared.schema.mail_choices import Feed
from shared.schema.profiles import PresenterPhoto, PresenterProfile
from shared.secrets import PRESENTER_PAGE, Secrets
from tests.services.catalogue.conftest import Call
from tests.services.catalogue.routes.form_of import form_of
from tests.support.database import SECRET_KEY
from tests.support.factories import NOON, Given
from tests.support.uploads import with_file

pytestmark = pytest.mark.usefixtures("noon")
EMAIL = "aino@example.org"


@pytest.fixture
def sessions(given: Given, organisation: UUID) -> list[UUID]:
    """One of our organiser's, one of somebody else's."""
    series = [given.series(organisation, slug="oma", language="fi"), given.series(slug="muun")]
    return [given.session(one) for one in series]


@pytest.fixture
def presenter(given: Given, sessions: list[UUID]) -> UUID:
    first, _other = [given.presenter(one, EMAIL, name="A. Laine", title="koordinaattori") for one in sessions]
    return first


@pytest.fixture
def page(given: Given, presenter: UUID) -> str:
    feed = given.row(Feed, email=EMAIL, created_at=NOON)
    return f"/presenting/{Secrets(SECRET_KEY).token(PRESENTER_PAGE, feed)}/profile"


def photo() -> tuple[io.BytesIO, str]:
    drawn = io.BytesIO()
    Image.new("RGB", (300, 200), "#1c5d59").save(drawn, "JPEG")
    return io.BytesIO(drawn.getvalue()), "minä.jpg"


def from_phone() -> bytes:
    """A noisy picture of 12 million points, larger than most forms take."""
    drawn = io.BytesIO()
    Image.effect_noise((4032, 3024), 60).convert("RGB").save(drawn, "JPEG", quality=92)
    assert len(drawn.getvalue()) > 3 * 1024 * 1024
    return drawn.getvalue()


def count(given: Given, table: type[PresenterProfile | PresenterPhoto]) -> int:
    with given.database.reading() as db:
        return db.scalar(select(func.count()).select_from(table)) or 0


def test_one_profile_stands_on_every_organisers_page(
    client: FlaskClient, visitor: FlaskClient, sessions: list[UUID], page: str
) -> None:
    before = [visitor.get(f"/sessions/{one}") for one in sessions]
    sent = form_of(client.get(page).text) | {
        "name": "Aino Laine",
        "title": "tutkija",
        "organisation": "Sospro Oy",
        "intro_sv": "Hej <b>",
    }
    assert client.post(page, data=sent | {"photo": photo()}).status_code == 303
    for session, was in zip(sessions, before, strict=True):
        seen = visitor.get(f"/sessions/{session}", headers={"If-None-Match": was.headers["ETag"]})
        card = BeautifulSoup(seen.text, "html.parser").select_one(".people li")
        assert card is not None
        assert "koordinaattori" in was.text
        assert list(card.stripped_strings) == ["Aino Laine", "tutkija, Sospro Oy", "Hej <b>"]
        picture = card.select_one("img")
        assert picture is not None
        shown = visitor.get(str(picture["src"]))
        assert Image.open(io.BytesIO(shown.data)).size == (240, 240)
    assert "Aino Laine" in visitor.get("/series/oma").text


def test_organiser_begins_a_profile_until_the_person_takes_it(
    visitor: FlaskClient, organiser: FlaskClient, presenter: UUID, page: str
) -> None:
    theirs = f"/workspace/presenters/{presenter}/profile"
    sent = form_of(organiser.get(theirs).text) | {"title": "tutkija"}
    assert organiser.post(theirs, data=sent).status_code == 303
    own = visitor.get(page).text
    assert "An organiser wrote this for you" in own
    kept = form_of(own)
    assert visitor.post(page, data=kept | {"title": "professori"}).status_code == 303
    assert organiser.post(theirs, data=kept | {"title": "muu"}).status_code == 200
    assert "taken the profile into their own hands" in organiser.get(theirs).text
    assert 'placeholder="koordinaattori"' in visitor.get(page).text
    stale = visitor.post(page, data=kept | {"title": "toinen"})
    assert stale.status_code == 409
    assert "professori" in stale.text
    assert 'value="toinen"' in stale.text


def test_what_one_organisation_began_no_other_changes(
    visitor: FlaskClient, organiser: FlaskClient, given: Given, presenter: UUID, page: str, call: Call
) -> None:
    other = given.organisation("Sospro Oy")
    theirs = f"/workspace/presenters/{presenter}/profile"
    profile = given.row(PresenterProfile, email=EMAIL, begun_by_id=other, changed_at=NOON)
    assert organiser.post(theirs, data=form_of(organiser.get(theirs).text) | {"title": "tutkija"}).status_code == 303
    with given.database.writing() as db:
        db.execute(update(PresenterProfile).where(PresenterProfile.id == profile).values(begun_by_id=other))
    locked = organiser.get(theirs).text
    assert "Another organisation wrote this profile" in locked
    assert "tutkija" in locked
    assert "<textarea" not in locked
    api = f"/presenters/{presenter}/profile"
    assert call("GET", api).json["may_change"] is False
    refused = call("PATCH", api, {"title": "muu"})
    assert (refused.status_code, refused.json["code"]) == (403, "profile_of_others")
    assert visitor.post(page, data=form_of(visitor.get(page).text) | {"title": "professori"}).status_code == 303


def test_profile_is_begun_over_the_api_with_a_photo_as_a_phone_takes_it(
    visitor: FlaskClient, organiser: FlaskClient, presenter: UUID, call: Call
) -> None:
    api = f"/presenters/{presenter}/profile"
    assert call("GET", api).json["version"] == 0
    assert call("PATCH", api, {"title": "tutkija"}).json["title"] == "tutkija"
    said = call("PATCH", api, {"intro_sv": "Hej", "version": 1}).json
    assert (said["title"], said["intro_sv"], said["version"], said["may_change"]) == ("tutkija", "Hej", 2, True)
    assert call("PATCH", api, {"title": "muu", "version": 1}).status_code == 409
    theirs = f"/workspace/presenters/{presenter}/profile"
    sent = organiser.post(theirs, **with_file(form_of(organiser.get(theirs).text), "IMG_1.jpg", from_phone(), "photo"))
    assert sent.status_code == 303, sent.text
    address = call("GET", api).json["photo_url"].removeprefix("http://localhost:8000")
    assert Image.open(io.BytesIO(visitor.get(address).data)).size == (240, 240)
    assert call("DELETE", f"{api}/photo").json["photo_url"] is None


def test_photo_is_put_over_the_api_and_nothing_else_is(
    visitor: FlaskClient, given: Given, organisation: UUID, presenter: UUID, sessions: list[UUID]
) -> None:
    other = given.presenter(sessions[1], "muu@example.org")
    key = given.api_key("organiser", organisation)

    def put(content: bytes, whose: UUID = presenter, by: str = key, field: str = "file") -> Any:
        said = with_file({}, "minä.jpg", content, field)
        headers = {"Authorization": f"Bearer {by}", "Accept-Language": "en"}
        return visitor.put(f"/api/v1/presenters/{whose}/profile/photo", **said, headers=headers)

    no_picture = put(b"<svg onload=alert(1)>")
    assert (no_picture.status_code, no_picture.json["code"]) == (422, "picture_type_not_taken")
    assert no_picture.json["field"] == "file"
    assert put(from_phone(), field="photo").status_code == 422
    assert put(from_phone(), other).status_code == 403
    # who has no business there learns nothing of their picture either
    assert put(b"<svg onload=alert(1)>", other).status_code == 403
    assert put(from_phone(), by=given.api_key("contact", organisation)).status_code == 403
    with given.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(PresenterPhoto)) == 0
    made = put(from_phone())
    assert made.status_code == 200, made.text
    address = made.json["photo_url"].removeprefix("http://localhost:8000")
    assert Image.open(io.BytesIO(visitor.get(address).data)).size == (240, 240)


def test_organiser_of_another_series_has_no_way_in(organiser: FlaskClient, given: Given, sessions: list[UUID]) -> None:
    other = given.presenter(sessions[1], "muu@example.org")
    assert organiser.get(f"/workspace/presenters/{other}/profile").status_code == 403


def test_emptied_profile_shows_nothing_and_stays_the_persons(
    visitor: FlaskClient, organiser: FlaskClient, given: Given, presenter: UUID, page: str
) -> None:
    visitor.post(page, data=form_of(visitor.get(page).text) | {"intro_fi": "Hei", "photo": photo()})
    assert "Empty your profile?" in visitor.get(f"{page}/empty").text
    assert "Your profile is empty now" not in visitor.get(page).text, "asked first"
    assert visitor.post(f"{page}/empty").status_code == 303
    assert "Your profile is empty now" in visitor.get(page).text
    visitor.post(f"{page}/empty")
    assert "Your profile was empty already" in visitor.get(page).text
    assert count(given, PresenterPhoto) == 0
    with given.database.reading() as db:
        assert db.execute(select(PresenterProfile.intro_fi, PresenterProfile.photo)).one() == ("", None)
    assert "own hands" in organiser.get(f"/workspace/presenters/{presenter}/profile").text


def test_profile_goes_with_the_last_session_of_the_person(
    client: FlaskClient, catalogue: Database, given: Given, sessions: list[UUID], page: str
) -> None:
    client.post(page, data=form_of(client.get(page).text) | {"intro_fi": "Hei", "photo": photo()})
    for session, left in zip(sessions, (1, 0), strict=True):
        with given.database.writing() as db:
            db.execute(delete(Presenter).where(Presenter.session_id == session))
        with catalogue.writing() as db:
            purge(db)
        assert (count(given, PresenterProfile), count(given, PresenterPhoto)) == (left, left)
