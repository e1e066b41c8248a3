import json
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import insert

from shared.schema.registration import Seats
from shared.web import page_cache
from tests.support.factories import NOON, Given


@pytest.fixture(autouse=True)
def no_pages_kept() -> None:
    """Each test has a database of its own, whose versions begin at the same number."""
    page_cache.forget()


HOSTILE = 'Nepsy </script><script>alert(1)</script> & "co"'


def data_of(page: str) -> Any:
    found = BeautifulSoup(page, "html.parser").find("script", type="application/ld+json")
    return json.loads(found.text) if found else None


def test_session_is_an_event(visitor: FlaskClient, given: Given) -> None:
    series = given.series(title="Kierros", slug="kierros")
    session = given.session(
        series, title=HOSTILE, description="**Arki**", mode="hybrid", venue="Oulu", join_url="https://x.test/s"
    )
    given.presenter(session, name="Aino")
    full = given.offering(
        series, [session], name="Live", capacity=1, waitlist=False, closes_at=NOON + timedelta(days=6)
    )
    with given.database.writing() as db:
        db.execute(insert(Seats).values(offering_id=full, taken=1, waiting=0))
    page = visitor.get(f"/sessions/{session}").text
    event = data_of(page)
    address = f"http://localhost:8000/sessions/{session}"
    assert event | {"isPartOf": None} == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": address,
        "url": address,
        "name": HOSTILE,
        "description": "Arki",
        "startDate": "2027-01-18T12:00:00+02:00",
        "endDate": "2027-01-18T14:00:00+02:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "location": [
            {"@type": "Place", "name": "Oulu", "address": "Oulu"},
            {"@type": "VirtualLocation", "url": address},
        ],
        "inLanguage": "fi",
        "isPartOf": None,
        "image": "http://localhost:8000/series/kierros/picture.png",
        "superEvent": {"@type": "EventSeries", "name": "Kierros", "url": "http://localhost:8000/series/kierros"},
        "organizer": {"@type": "Organization", "name": "Sospro Oy"},
        "performer": [{"@type": "Person", "name": "Aino"}],
        "offers": [
            {
                "@type": "Offer",
                "name": "Live",
                "url": "http://localhost:8000/series/kierros",
                "availability": "https://schema.org/SoldOut",
                "validThrough": "2027-01-17T10:00:00+00:00",
            }
        ],
    }
    assert "<script>alert" not in page
    assert "x.test" not in page


def test_cancelled_session_says_so(visitor: FlaskClient, given: Given) -> None:
    session = given.session(given.series(), state="cancelled")
    assert data_of(visitor.get(f"/sessions/{session}").text)["eventStatus"].endswith("/EventCancelled")


def test_tour_is_a_series_of_events(visitor: FlaskClient, given: Given) -> None:
    series = given.series(kind="tour", slug="kierros", summary="Arjesta")
    given.session(series, NOON + timedelta(days=1))
    given.session(series, NOON + timedelta(days=8))
    given.session(series, NOON + timedelta(days=15), state="cancelled")
    said = data_of(visitor.get("/series/kierros").text)
    assert (said["@type"], said["description"]) == ("EventSeries", "Arjesta")
    assert (said["startDate"], said["endDate"]) == ("2027-01-12T12:00:00+02:00", "2027-01-19T14:00:00+02:00")
    assert len(said["subEvent"]) == 3


def test_course_is_a_course_that_is_held(visitor: FlaskClient, given: Given) -> None:
    series = given.series(kind="course", slug="kurssi", credits=5, audience="Opettajat")
    given.session(series, mode="online")
    given.session(series, mode="onsite", venue="Oulu")
    said = data_of(visitor.get("/series/kurssi").text)
    assert (said["@type"], said["numberOfCredits"], said["provider"]["name"]) == ("Course", 5, "Sospro Oy")
    assert said["audience"]["audienceType"] == "Opettajat"
    assert said["hasCourseInstance"]["courseMode"] == "Blended"


def test_draft_is_told_to_no_search_engine(organiser: FlaskClient, given: Given, organisation: Any) -> None:
    given.session(given.series(organisation, slug="luonnos", state="draft", published_at=None))
    page = organiser.get("/series/luonnos")
    assert page.status_code == 200
    assert data_of(page.text) is None


def test_link_to_a_page_shows_what_it_is(visitor: FlaskClient, given: Given) -> None:
    series = given.series(slug="kierros", title='Kierros "A"', summary="Arjesta")
    session = given.session(series, title="Alku")
    for path, title, words in (
        ("/series/kierros", 'Kierros "A"', "Arjesta"),
        (f"/sessions/{session}", "Alku", 'Kierros "A": Mon 18 January 2027, 12:00–14:00'),
    ):
        page = BeautifulSoup(visitor.get(path).text, "html.parser")
        said = {meta["property"]: meta["content"] for meta in page.select("meta[property]")}
        assert (said["og:title"], said["og:description"]) == (title, words)
        assert said["og:url"] == page.select("link[rel=canonical]")[0]["href"] == f"http://localhost:8000{path}"
