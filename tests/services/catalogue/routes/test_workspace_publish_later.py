from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from time_machine import Traveller

from shared.schema.catalogue import Series
from tests.services.catalogue.conftest import Call, Journal
from tests.services.catalogue.routes.form_of import form_of
from tests.services.catalogue.routes.test_api_inner import inner
from tests.support.factories import NOON, Given

PAGE = "/workspace/series/luonnos"
#: a winter's day, at 9 in Helsinki
PLANNED = datetime(2027, 1, 18, 7, tzinfo=UTC)


@pytest.fixture
def draft(given: Given, organisation: UUID) -> UUID:
    return given.series(organisation, slug="luonnos", state="draft", published_at=None)


def stored(given: Given) -> Any:
    with given.database.reading() as db:
        return db.execute(select(Series.state, Series.publish_at, Series.published_at)).one()


def plan(organiser: FlaskClient, day: str, clock: str = "09:00") -> Any:
    address = f"{PAGE}/publish-later"
    return organiser.post(address, data=form_of(organiser.get(address).text) | {"day": [day], "clock": [clock]})


def test_draft_is_published_once_when_its_time_has_come(
    organiser: FlaskClient, app: Flask, given: Given, draft: UUID, noon: Traveller, journal: Journal
) -> None:
    assert plan(organiser, "2027-01-18").status_code == 302
    assert "Monday 18 January 2027, 09:00" in organiser.get(PAGE).text
    noon.move_to(PLANNED - timedelta(seconds=1))
    assert inner(app, "/due").json["published"] == 0
    noon.move_to(PLANNED + timedelta(seconds=20))
    assert inner(app, "/due").json["published"] == 1
    assert inner(app, "/due").json["published"] == 0
    assert stored(given) == ("published", None, PLANNED + timedelta(seconds=20))
    assert journal() == ["series.publishing_planned", "series.published"]
    assert "published by itself" not in organiser.get(PAGE).text


def test_time_is_changed_and_taken_back(
    organiser: FlaskClient, app: Flask, given: Given, draft: UUID, noon: Traveller, journal: Journal
) -> None:
    plan(organiser, "2027-01-18")
    assert form_of(organiser.get(f"{PAGE}/publish-later").text)["day"] == ["2027-01-18"]
    plan(organiser, "2027-01-19", "13.30")
    assert stored(given).publish_at == datetime(2027, 1, 19, 11, 30, tzinfo=UTC)
    for _time in range(2):
        done = organiser.post(f"{PAGE}/publish-later/withdraw", follow_redirects=True).text
        assert "It stays a draft until you publish it." in done
    noon.move_to(NOON + timedelta(days=30))
    assert inner(app, "/due").json["published"] == 0
    assert stored(given) == ("draft", None, None)
    assert journal() == ["series.publishing_planned"] * 2 + ["series.publishing_withdrawn"]


def test_publishing_by_hand_ends_the_plan(
    organiser: FlaskClient, given: Given, draft: UUID, app: Flask, noon: Traveller
) -> None:
    plan(organiser, "2027-01-18")
    organiser.post(f"{PAGE}/publish")
    assert stored(given) == ("published", None, NOON)
    assert "Only a draft can be published" in organiser.get(f"{PAGE}/publish-later", follow_redirects=True).text
    late = organiser.post(f"{PAGE}/publish-later/withdraw", follow_redirects=True).text
    assert "too late to take it back" in late


@pytest.mark.parametrize(
    ("day", "clock", "sentence"),
    [
        ("2027-01-10", "09:00", "This time is already past."),
        ("2027-03-28", "03:30", "Clocks skip this time on that day"),
        ("2027-10-31", "03:30", "This time occurs twice on that day"),
        ("", "09:00", "This field is needed."),
    ],
)
def test_time_that_can_not_be_is_named(
    organiser: FlaskClient, given: Given, draft: UUID, day: str, clock: str, sentence: str
) -> None:
    answer = plan(organiser, day, clock)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert stored(given).publish_at is None


def test_others_plan_nothing(stranger: FlaskClient, given: Given, draft: UUID) -> None:
    for address in ("publish-later", "publish-later/withdraw"):
        assert stranger.post(f"{PAGE}/{address}", data={}).status_code == 404


def test_program_plans_and_takes_back(call: Call, given: Given, draft: UUID, noon: Traveller) -> None:
    path = "/series/luonnos"
    assert (
        call("PATCH", path, {"publish_at": "2027-01-18T09:00:00+02:00"}).json["publish_at"]
        == "2027-01-18T09:00:00+02:00"
    )
    assert call("PATCH", path, {"publish_at": "2027-01-01T09:00:00+02:00"}).json["code"] == "past"
    assert call("PATCH", path, {"publish_at": None}).json["publish_at"] is None
    call("PATCH", path, {"state": "published"})
    assert call("PATCH", path, {"publish_at": "2027-01-18T09:00:00+02:00"}).json["code"] == "not_a_draft"
