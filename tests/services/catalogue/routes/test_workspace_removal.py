from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from shared.schema.completions import Attendance
from shared.schema.registration import Batch, Person, Registration
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


def test_session_that_somebody_came_to_is_not_offered_to_be_removed(
    organiser: FlaskClient, given: Given, organisation: UUID
) -> None:
    series = given.series(organisation, slug="one")
    over = given.session(series, NOON - timedelta(days=7), created_at=NOON - timedelta(days=1))
    offering = given.offering(series, [over])
    batch = given.row(Batch, offering_id=offering, if_full="waitlist", actor="person", created_at=NOON)
    one = {"email_key": "anna@example.org", "email": "anna@example.org", "name": "Anna Laine", "language": "fi"}
    person = given.row(Person, **one, created_at=NOON)
    at = {"created_at": NOON, "changed_at": NOON, "queued_at": NOON, "batch_id": batch, "person_id": person}
    came = given.row(Registration, offering_id=offering, state="confirmed", **at)
    given.row_without_id(Attendance, session_id=over, registration_id=came, minutes=60, recorded_at=NOON)
    address = f"/workspace/sessions/{over}/remove"
    assert address not in organiser.get("/workspace/series/one").text
    assert "can&#39;t be removed" in organiser.post(address, follow_redirects=True).text
