from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from tests.services.catalogue.conftest import Journal
from tests.support.factories import NOON, Given


@pytest.mark.parametrize("what", ["sessions", "offerings"])
def test_draft_loses_what_was_wrong_in_it_once_confirmed(
    organiser: FlaskClient, given: Given, organisation: UUID, journal: Journal, what: str
) -> None:
    series = given.series(organisation, slug="one", state="draft", published_at=None)
    session = given.session(series, title="Wrong")
    one = {"sessions": session, "offerings": given.offering(series, [session], name="Wrong")}[what]
    address = f"/workspace/{what}/{one}/remove"
    assert address in organiser.get("/workspace/series/one").text
    assert "Remove “Wrong”" in organiser.get(address).text
    assert journal() == []
    assert "has been removed." in organiser.post(address, follow_redirects=True).text
    assert journal() == [f"{what[:-1]}.removed"]
    assert organiser.get(address).status_code == 404


@pytest.mark.parametrize("what", ["sessions", "offerings"])
def test_published_series_keeps_everything(
    organiser: FlaskClient, stranger: FlaskClient, given: Given, organisation: UUID, journal: Journal, what: str
) -> None:
    series = given.series(organisation, slug="one")
    session = given.session(series)
    one = {"sessions": session, "offerings": given.offering(series, [session])}[what]
    address = f"/workspace/{what}/{one}/remove"
    assert address not in organiser.get("/workspace/series/one").text
    assert "can&#39;t be removed" in organiser.post(address, follow_redirects=True).text
    assert stranger.post(address).status_code == 403
    assert journal() == []


def test_published_series_loses_what_was_added_on_a_day_that_is_over(
    organiser: FlaskClient, given: Given, organisation: UUID
) -> None:
    series = given.series(organisation, slug="one")
    over = given.session(series, NOON - timedelta(days=700), created_at=NOON - timedelta(days=1), title="Wrong year")
    address = f"/workspace/sessions/{over}/remove"
    assert address in organiser.get("/workspace/series/one").text
    assert "from the series and its page, with its" in organiser.get(address).text
    assert "has been removed." in organiser.post(address, follow_redirects=True).text
