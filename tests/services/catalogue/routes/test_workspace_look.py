"""An organisation's look: tried on, kept, and shown where its series are."""

import io
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from shared.schema.logos import OrganisationLogo
from shared.schema.organisations import Organisation
from shared.web import page_cache
from tests.services.catalogue.conftest import Journal
from tests.support.factories import NOON, Given
from tests.support.pictures import picture
from tests.support.uploads import with_file


@pytest.fixture
def page(organisation: UUID) -> str:
    return f"/workspace/organisations/{organisation}/look"


def look(given: Given, organisation: UUID) -> tuple[str | None, str | None]:
    with given.database.reading() as db:
        row = db.execute(select(Organisation.colour, Organisation.logo).where(Organisation.id == organisation)).one()
    return row.colour, row.logo


def test_a_look_is_kept_and_shown_with_the_series(
    organiser: FlaskClient, visitor: FlaskClient, given: Given, organisation: UUID, page: str, journal: Journal
) -> None:
    page_cache.forget()
    series = given.series(organisation, slug="kierros")
    session = given.session(series, NOON + timedelta(days=1))
    before = visitor.get("/series/kierros").text
    assert "/look/" not in before
    sent = {"colour": "4B3C97", "logo": (io.BytesIO(picture()), "logo.png"), "seen": "|", "do": "save"}
    assert organiser.post(page, data=sent).status_code == 303
    colour, logo = look(given, organisation)
    assert colour == "#4b3c97"
    for address in ("/series/kierros", f"/sessions/{session}", f"/embed/{organisation}"):
        shown = BeautifulSoup(visitor.get(address).text, "html.parser")
        [sheet] = [one for one in shown.select("link[rel=stylesheet]") if "/look/" in str(one["href"])]
        assert "--primary: light-dark(#4b3c97, " in visitor.get(str(sheet["href"])).text
        [picture_shown] = shown.select("img.own-logo")
        # on the list the name stands right below it
        assert picture_shown["alt"] == ("" if "embed" in address else "Tampereen ammattikorkeakoulu")
        answer = visitor.get(str(picture_shown["src"]))
        assert (answer.status_code, answer.mimetype) == (200, "image/webp")
        assert "immutable" in answer.headers["Cache-Control"]
    # others' series and the lists keep ours
    assert "/look/" not in visitor.get("/series").text
    # taken away again
    assert organiser.post(page, data={"colour": "", "without_logo": "y", "seen": f"{colour}|{logo}"}).status_code == 303
    assert look(given, organisation) == (None, None)
    assert visitor.get(f"/logos/{organisation}/{logo}.webp").status_code == 404
    with given.database.reading() as db:
        assert db.scalars(select(OrganisationLogo.organisation_id)).all() == []
    assert visitor.get("/series/kierros").text == before
    assert journal() == ["organisation.look_changed"] * 2


def test_a_colour_that_cannot_be_read_names_one_that_can(
    organiser: FlaskClient, given: Given, organisation: UUID, page: str
) -> None:
    answer = organiser.post(page, data={"colour": "#ff9900", "seen": "|"})
    assert answer.status_code == 422
    assert "#8a5300" in answer.text
    shown = BeautifulSoup(answer.text, "html.parser")
    assert shown.select("#colour")[0]["value"] == "#ff9900"
    assert look(given, organisation) == (None, None)
    tried = organiser.post(page, data={"colour": "#ff9900", "nearest": "#8a5300", "seen": "|"})
    assert BeautifulSoup(tried.text, "html.parser").select("#colour")[0]["value"] == "#8a5300"


def test_picture_as_large_as_designers_send_is_made_small(
    organiser: FlaskClient, given: Given, organisation: UUID, page: str
) -> None:
    content = io.BytesIO()
    noise = Random(1).randbytes(3 * 1100 * 1100)
    Image.frombytes("RGB", (1100, 1100), noise).save(content, "PNG", compress_level=0)
    assert len(content.getvalue()) > 2 * 1024 * 1024, "more than other requests may bring"
    sent = {"colour": "", "seen": "|", "do": "save"}
    assert organiser.post(page, **with_file(sent, "logo.png", content.getvalue(), "logo")).status_code == 303
    assert look(given, organisation)[1] is not None


def test_trying_it_on_keeps_the_picture_and_writes_nothing(
    organiser: FlaskClient, given: Given, organisation: UUID, page: str, journal: Journal
) -> None:
    sent = {"colour": "#4b3c97", "logo": (io.BytesIO(picture()), "logo.png"), "seen": "|", "do": "try"}
    answer = organiser.post(page, data=sent)
    assert look(given, organisation) == (None, None)
    assert journal() == []
    shown = BeautifulSoup(answer.text, "html.parser")
    carried = {str(one["name"]): str(one.get("value", "")) for one in shown.select("main input[name]")}
    carried.pop("logo")
    assert organiser.post(page, data={**carried, "do": "save"}).status_code == 303
    assert look(given, organisation)[1] is not None


def test_of_two_at_once_the_later_sees_both(
    organiser: FlaskClient, given: Given, organisation: UUID, page: str
) -> None:
    assert organiser.post(page, data={"colour": "#4b3c97", "seen": "|"}).status_code == 303
    late = organiser.post(page, data={"colour": "#a92d1a", "seen": "|"})
    assert late.status_code == 409
    assert "#4b3c97" in late.text
    shown = BeautifulSoup(late.text, "html.parser")
    assert shown.select("#colour")[0]["value"] == "#a92d1a"
    seen = str(shown.select("#seen")[0]["value"])
    assert organiser.post(page, data={"colour": "#a92d1a", "seen": seen}).status_code == 303
    assert look(given, organisation)[0] == "#a92d1a"


def test_it_is_for_its_own_organisers(stranger: FlaskClient, page: str) -> None:
    assert stranger.get(page).status_code == 404
    assert stranger.post(page, data={"colour": "#4b3c97"}).status_code == 404


def test_pages_take_no_colour_but_one_that_can_be_read(visitor: FlaskClient) -> None:
    assert visitor.get("/look/4b3c97.css").status_code == 200
    for colour in ("ff9900", "4B3C97", "4b3c9", "x"):
        assert visitor.get(f"/look/{colour}.css").status_code == 404
