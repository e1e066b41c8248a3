"""The public page of a path, and what a series says of its paths and of what is needed first."""

import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from time_machine import Traveller

from services.catalogue.actions import paths
from services.catalogue.actions.paths import NewPath, StageFacts
from services.catalogue.actions.requirements import require
from shared.database import Database
from shared.schema.catalogue import Series
from shared.web.viewer import Viewer
from tests.support.factories import Given

ADMINISTRATOR = Viewer("account:1", is_administrator=True)


@pytest.fixture
def series(given: Given, noon: Traveller) -> list[UUID]:
    """Three published series of one organisation."""
    school = given.organisation("TAMK")
    return [
        given.series(school, title=title, slug=title.lower()) for title in ("Yhteiset", "Psykiatria", "Avopalvelut")
    ]


@pytest.fixture
def path(catalogue: Database, given: Given, series: list[UUID]) -> UUID:
    """A published path: common studies, then one of two."""
    stages = [
        StageFacts("Yhteiset opinnot", "all", None, None, series[:1]),
        StageFacts("Suuntautuminen", "one", None, None, series[1:]),
    ]
    organiser = given.organisation("Sospro")
    with catalogue.writing() as db:
        path_id = paths.create_path(db, "system", NewPath("Akatemia", organiser, "fi"))
        paths.set_stages(db, ADMINISTRATOR, path_id, stages)
        paths.publish_path(db, "system", path_id)
    return path_id


def text_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address, headers={"Accept-Language": "en"})
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


@pytest.mark.usefixtures("path")
def test_a_path_shows_its_stages_and_branches_to_everybody(client: FlaskClient) -> None:
    text = text_of(client, "/paths/akatemia")
    first = r"Stage 1 of 2 +Yhteiset opinnot +For everybody +Yhteiset"
    assert re.search(first + r" +Stage 2 of 2 +Suuntautuminen +Everybody chooses one of these 2", text)
    # drawn too: two stages, one that everybody takes, and a fork
    assert re.search(r"The way through Akatemia +2 stages\. The list below says all of it in words\.", text)
    assert re.search(r"For everybody +One of these is chosen +Stage 1", text)
    assert "Akatemia" in text_of(client, "/series")


def test_a_series_says_of_which_path_it_is_part(client: FlaskClient, catalogue: Database, path: UUID) -> None:
    assert re.search(r"Part of a path +Akatemia +Stage 2 of 2", text_of(client, "/series/psykiatria"))
    with catalogue.writing() as db:
        paths.take_back_path(db, "system", path)
    assert "Akatemia" not in text_of(client, "/series/psykiatria")
    assert client.get("/paths/akatemia").status_code == 404


def test_a_series_says_what_is_needed_first(
    client: FlaskClient, catalogue: Database, given: Given, series: list[UUID]
) -> None:
    offering = given.offering(series[1])
    assert "For those who have completed" not in text_of(client, "/series/psykiatria")
    with catalogue.writing() as db:
        require(db, ADMINISTRATOR, offering, series[:1])
    assert re.search("For those who have completed +Yhteiset", text_of(client, "/series/psykiatria"))


def test_the_page_of_a_path_is_made_once_until_something_on_it_changes(
    client: FlaskClient, catalogue: Database, given: Given, path: UUID, series: list[UUID]
) -> None:
    first = client.get("/paths/akatemia")
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/paths/akatemia", headers=known).status_code == 304
    with given.database.writing() as db:
        db.execute(update(Series).where(Series.id == series[1]).values(title="Mielenterveys", version=2))
    second = client.get("/paths/akatemia", headers=known)
    assert (second.status_code, "Mielenterveys" in second.text) == (200, True)
    with catalogue.writing() as db:
        paths.edit_path(db, "system", path, {"title": "Uusi akatemia"})
    assert "Uusi akatemia" in client.get("/paths/akatemia", headers={"If-None-Match": second.headers["ETag"]}).text
