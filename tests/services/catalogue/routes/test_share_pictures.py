"""The picture that a shared link shows."""

import io
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from PIL import Image

from services.catalogue.share_picture import HEIGHT, WIDTH, Facts, drawn
from tests.support.factories import NOON, Given

FACTS = Facts("Kurssi", "Ääni", "Öljy Åbo Ab", "ma 1.6.", "#1c5d59", None, ("past", "next", "future"))


def test_a_series_has_a_picture_of_its_own(visitor: FlaskClient, given: Given) -> None:
    organiser = given.organisation("Ämmä & pojat <b>", colour="#4b3c97")
    series = given.series(organiser, slug="kuva", title="Nepsy " * 30, language="sv")
    session = given.session(series, NOON + timedelta(days=3))
    for address in ("/series/kuva", f"/sessions/{session}"):
        page = BeautifulSoup(visitor.get(address).text, "html.parser")
        said = {str(one["property"]): str(one["content"]) for one in page.select("meta[property]")}
        assert said["og:image"] == "http://localhost:8000/series/kuva/picture.png"
    answer = visitor.get("/series/kuva/picture.png")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("image/png", "public, max-age=3600")
    with Image.open(io.BytesIO(answer.data)) as picture:
        assert picture.size == (WIDTH, HEIGHT) == (1200, 630)
        assert picture.convert("RGB").getpixel((5, 300)) == (0x4B, 0x3C, 0x97)
    etag = answer.headers["ETag"]
    assert visitor.get("/series/kuva/picture.png", headers={"If-None-Match": etag}).status_code == 304
    # it says when it is next, so it changes when that has been
    given.session(series, NOON + timedelta(days=1))
    assert visitor.get("/series/kuva/picture.png", headers={"If-None-Match": etag}).status_code == 200


def test_a_draft_has_one_for_its_organisers_alone(
    visitor: FlaskClient, organiser: FlaskClient, given: Given, organisation: UUID
) -> None:
    given.series(organisation, slug="luonnos", state="draft", published_at=None)
    assert visitor.get("/series/luonnos/picture.png").status_code == 404
    assert organiser.get("/series/luonnos/picture.png").headers["Cache-Control"] == "private, no-store"
    assert visitor.get("/series/there-is-none/picture.png").status_code == 404


def test_every_letter_and_fact_is_drawn() -> None:
    """Letters that the face doesn't have would all be the same empty box."""
    titles = ["A", "Ä", "Å", "Ö", "ö", "Š", "Đ", "ŋ", "é", "–"]
    changed = [*(replace(FACTS, title=title) for title in titles), replace(FACTS, kind="Sarja")]
    changed += [replace(FACTS, organiser="Toinen"), replace(FACTS, when=""), replace(FACTS, stops=())]
    assert len({drawn(facts) for facts in changed}) == len(changed)


def test_long_words_stay_within_the_picture() -> None:
    wide = "W" * 300
    with Image.open(io.BytesIO(drawn(replace(FACTS, title=wide, organiser=wide, when=wide)))) as picture:
        margin = picture.convert("RGB").crop((WIDTH - 60, 0, WIDTH, HEIGHT)).getcolors()
    assert margin is not None
    assert len(margin) == 1
