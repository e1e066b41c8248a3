from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert
from time_machine import Traveller

from shared.schema.registration import Seats
from shared.web import page_cache
from tests.support.factories import NOON, Given


@pytest.fixture(autouse=True)
def _no_pages_of_other_tests() -> None:
    page_cache.forget()


def test_session_shows_when_who_and_how(visitor: FlaskClient, given: Given) -> None:
    series = given.series(title="The tour", credits=5)
    session = given.session(series, NOON + timedelta(days=2), title="Nepsy", description="*Why*")
    given.presenter(session, name="Aino Esittelijä", title="quality director", role="moderator")
    offering = given.offering(series, [session], capacity=25, closes_at=NOON + timedelta(days=1))
    with given.database.writing() as db:
        db.execute(insert(Seats).values(offering_id=offering, taken=13, waiting=0))
    page = visitor.get(f"/sessions/{session}").text
    for words in (
        "Wednesday", "12:00–14:00", "Finnish time", "Aino Esittelijä", "quality director", "Moderator", "2 h",
        "5 ECTS credits", "Comes by mail to those who have registered", "12 of 25 places left", "The tour",
        "Register by Tuesday 12 January 2027, 12:00", "<em>Why</em>", "Session 1 of 1",
    ):  # fmt: skip
        assert words in page.replace('<time datetime="2027-01-12T12:00:00+02:00">', "").replace("</time>", "")
    assert f"/register/{offering}" in page
    assert f"/feeds/session/{session}.ics" in page


def test_session_does_not_tell_the_link_to_join(visitor: FlaskClient, given: Given) -> None:
    session = given.session(given.series(), join_url="https://meet.example.org/secret-room")
    assert "secret-room" not in visitor.get(f"/sessions/{session}").text


def test_session_does_not_tell_addresses_and_answers(visitor: FlaskClient, given: Given) -> None:
    session = given.session(given.series())
    given.presenter(session, email="private@example.org", reply="declined")
    page = visitor.get(f"/sessions/{session}").text
    assert "private@example.org" not in page
    assert "Declined" not in page


def test_session_says_at_the_top_that_it_is_cancelled(visitor: FlaskClient, given: Given) -> None:
    series = given.series()
    session = given.session(series, state="cancelled")
    given.session(series, NOON + timedelta(days=9), title="Another one")
    offering = given.offering(series, [session])
    page = visitor.get(f"/sessions/{session}").text
    main = page.index("<main")
    assert main < page.index("This session is cancelled") < page.index("<h1")
    assert "Another one" in page
    assert str(offering) not in page


def test_session_elsewhere_is_told_in_both_zones(visitor: FlaskClient, given: Given) -> None:
    session = given.session(given.series(), NOON + timedelta(days=1), timezone="America/New_York")
    page = visitor.get(f"/sessions/{session}").text
    assert "05:00–07:00" in page
    assert "12:00–14:00" in page
    assert "America/New_York" in page


def test_past_session_takes_nobody(visitor: FlaskClient, given: Given) -> None:
    series = given.series()
    session = given.session(series, NOON - timedelta(days=2))
    offering = given.offering(series, [session])
    page = visitor.get(f"/sessions/{session}").text
    assert "This session is over" in page
    assert f"/register/{offering}" not in page


def test_session_changes_by_time_alone(visitor: FlaskClient, given: Given, noon: Traveller) -> None:
    session = given.session(given.series(), NOON + timedelta(hours=1))
    assert "On now" not in visitor.get(f"/sessions/{session}").text
    noon.move_to(NOON + timedelta(hours=2))
    assert "On now" in visitor.get(f"/sessions/{session}").text


def test_session_tells_the_day_anew_after_midnight(visitor: FlaskClient, given: Given, noon: Traveller) -> None:
    session = given.session(given.series(), NOON + timedelta(days=2))
    assert "in 2 days" in visitor.get(f"/sessions/{session}").text
    noon.move_to(NOON + timedelta(days=1))
    assert "tomorrow" in visitor.get(f"/sessions/{session}").text


def test_session_that_is_not_there(visitor: FlaskClient, given: Given) -> None:
    assert visitor.get(f"/sessions/{uuid4()}").status_code == 404
    assert visitor.get("/sessions/17").status_code == 404


def test_session_of_a_draft_is_for_its_organisers(
    visitor: FlaskClient, organiser: FlaskClient, given: Given, organisation: UUID
) -> None:
    session = given.session(given.series(organisation, state="draft", published_at=None))
    assert visitor.get(f"/sessions/{session}").status_code == 404
    assert organiser.get(f"/sessions/{session}").status_code == 200


def test_unchanged_session_is_not_sent_again(visitor: FlaskClient, given: Given) -> None:
    session = given.session(given.series())
    first = visitor.get(f"/sessions/{session}")
    again = visitor.get(f"/sessions/{session}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_session_leads_to_what_covers_it_alone_and_names_the_others(visitor: FlaskClient, given: Given) -> None:
    series = given.series()
    session, other = given.session(series, NOON + timedelta(days=9)), given.session(series, NOON + timedelta(days=20))
    whole = given.offering(series, [session, other], name="All of it", closes_at=NOON + timedelta(days=2))
    alone = given.offering(series, [session], name="This one", closes_at=NOON + timedelta(days=8))
    head = _head(visitor, session)
    assert head.index(f"/register/{alone}") < head.index("This one") < head.index("You can also choose:")
    assert head.index("You can also choose:") < head.index(f"/register/{whole}") < head.index("All of it")


def test_session_whose_own_choice_is_closed_leads_to_what_closes_first(visitor: FlaskClient, given: Given) -> None:
    series = given.series()
    session, other = given.session(series, NOON + timedelta(days=9)), given.session(series, NOON + timedelta(days=20))
    alone = given.offering(series, [session], name="This one", closes_at=NOON - timedelta(days=1))
    whole = given.offering(series, [session, other], name="All of it", closes_at=NOON + timedelta(days=12))
    sooner = given.offering(series, [session, other], name="Sooner", closes_at=NOON + timedelta(days=2))
    head = _head(visitor, session)
    assert f"/register/{alone}" not in head
    assert head.index(f"/register/{sooner}") < head.index(f"/register/{whole}")


def _head(visitor: FlaskClient, session: UUID) -> str:
    page = visitor.get(f"/sessions/{session}").text
    return page[page.index("<h1") : page.index("</header>", page.index("<h1"))]
