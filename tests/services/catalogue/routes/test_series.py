from datetime import timedelta
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import insert, update
from time_machine import Traveller

from shared.schema.catalogue import Series, SeriesPartner
from shared.schema.organisations import Organisation
from shared.schema.registration import Seats
from shared.web import page_cache
from tests.support.factories import NOON, Given


@pytest.fixture(autouse=True)
def _no_pages_of_other_tests() -> None:
    page_cache.forget()


def take(given: Given, offering_id: UUID, taken: int, waiting: int = 0) -> None:
    with given.database.writing() as db:
        db.execute(insert(Seats).values(offering_id=offering_id, taken=taken, waiting=waiting))


def test_series_shows_what_it_is_and_its_route(visitor: FlaskClient, given: Given) -> None:
    series = given.series(slug="kierros", summary="Short", audience="Everybody", description="**Much**", credits=5)
    given.session(series, NOON - timedelta(days=7), title="First stop")
    second = given.session(series, title="Second stop")
    given.presenter(second, name="Bo Lärare")
    given.session(series, NOON + timedelta(days=9), title="Third stop", state="cancelled")
    given.offering(series, [second], closes_at=NOON + timedelta(days=3))
    page = visitor.get("/series/kierros").text
    for words in ("Short", "Everybody", "<strong>Much</strong>", "Second stop", "Bo Lärare", "Cancelled", "Sospro Oy"):
        assert words in page
    assert "Register by" in page
    assert "5 ECTS credits, about 133 hours of work" in page
    assert page.index("First stop") < page.index("Register by", page.index("First stop")) < page.index("Third stop")
    assert "/feeds/series/kierros.ics" in page


def test_series_tells_what_when_and_how_before_it_leads_elsewhere(visitor: FlaskClient, given: Given) -> None:
    series = given.series(slug="kierros", summary="Short", audience="Everybody", description="Much")
    stops = [given.session(series, title="First stop"), given.session(series, NOON + timedelta(days=9), title="Last")]
    given.offering(series, stops)
    given.term("Lastensuojelu", series)
    main = BeautifulSoup(visitor.get("/series/kierros").text, "html.parser").select("main")[0]
    shown = " ".join(main.text.split())
    in_order = ("Short", "When: ", " Register ", "Everybody", "Much", "First stop", "Take part", "Lastensuojelu")
    places = [shown.index(words) for words in in_order]
    assert places == sorted(places)
    assert [one.text.strip() for one in main.select("a")][:3] == ["Series", "Register", "First stop"]


def test_series_shows_each_choice_with_its_places(visitor: FlaskClient, given: Given) -> None:
    series = given.series(slug="kierros")
    stop = given.session(series)
    open_one = given.offering(series, [stop], name="Open", capacity=25)
    full = given.offering(series, [stop], name="Full", capacity=2, waitlist=False)
    waiting = given.offering(series, [stop], name="Waiting", capacity=1)
    given.offering(series, [stop], name="Closed", closes_at=NOON - timedelta(days=1))
    given.offering(series, [stop], name="Later", opens_at=NOON + timedelta(days=1))
    take(given, open_one, 13)
    take(given, full, 2)
    take(given, waiting, 1, 4)
    page = visitor.get("/series/kierros").text
    for words in ("12 of 25 places left", "All 2 places are taken", "4 people are waiting", "Registration closed on"):
        assert words in page
    assert f"/register/{open_one}" in page
    assert f"/register/{waiting}" in page
    assert f"/register/{full}" not in page


def test_series_names_its_partners(visitor: FlaskClient, given: Given) -> None:
    series = given.series(slug="kierros")
    partner = given.organisation("Euroopan sosiaalirahasto")
    with given.database.writing() as db:
        db.execute(insert(SeriesPartner).values(series_id=series, organisation_id=partner, role="funder"))
    page = visitor.get("/series/kierros").text
    assert "Euroopan sosiaalirahasto" in page
    assert "Funder" in page


@pytest.mark.parametrize("slug", ["nothing", "NEW", "a" * 200])
def test_series_that_is_not_there(visitor: FlaskClient, slug: str) -> None:
    assert visitor.get(f"/series/{slug}").status_code == 404


def test_draft_is_there_for_its_organisers_alone(
    visitor: FlaskClient, organiser: FlaskClient, stranger: FlaskClient, given: Given, organisation: UUID
) -> None:
    given.series(organisation, slug="draft", state="draft", published_at=None)
    assert visitor.get("/series/draft").status_code == 404
    assert stranger.get("/series/draft").status_code == 404
    page = organiser.get("/series/draft")
    assert page.status_code == 200
    assert "This is a draft" in page.text


def test_archived_series_is_kept_to_be_read(visitor: FlaskClient, given: Given) -> None:
    series = given.series(slug="old", state="archived")
    offering = given.offering(series)
    page = visitor.get("/series/old").text
    assert "This series is over" in page
    assert str(offering) not in page


def test_archived_draft_stays_hidden(visitor: FlaskClient, given: Given) -> None:
    given.series(slug="never", state="archived", published_at=None)
    assert visitor.get("/series/never").status_code == 404


def test_series_shows_hostile_texts_as_texts(visitor: FlaskClient, given: Given) -> None:
    evil = '<script>alert(1)</script>"onload=x'
    series = given.series(slug="evil", title=evil, summary=evil, audience=evil)
    stop = given.session(series, title=evil, venue=evil)
    given.presenter(stop, name=evil)
    given.offering(series, [stop], name=evil, description=evil, region=evil)
    page = visitor.get("/series/evil").text
    assert "<script>alert" not in page
    # in the data for search engines, which is JSON, the quote stands behind a backslash
    assert '"onload=x' not in page.replace(r"\"onload", "")


def test_unchanged_series_is_not_sent_again(visitor: FlaskClient, given: Given) -> None:
    given.session(given.series(slug="kierros"))
    first = visitor.get("/series/kierros")
    again = visitor.get("/series/kierros", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""


def test_series_is_sent_again_when_a_place_was_taken(visitor: FlaskClient, given: Given) -> None:
    series = given.series(slug="kierros")
    offering = given.offering(series, capacity=10)
    first = visitor.get("/series/kierros")
    take(given, offering, 1)
    again = visitor.get("/series/kierros", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert "9 of 10 places left" in again.text


def test_series_is_sent_again_when_it_was_edited(visitor: FlaskClient, given: Given) -> None:
    given.series(slug="kierros", title="Before")
    first = visitor.get("/series/kierros")
    with given.database.writing() as db:
        db.execute(update(Series).values(title="After", version=2))
    again = visitor.get("/series/kierros", headers={"If-None-Match": first.headers["ETag"]})
    assert "After" in again.text


@pytest.mark.parametrize("change", [{"name": "OAMK"}, {"logo": "fedcba9876543210"}, {"website": "https://oamk.fi"}])
def test_series_is_sent_again_when_a_partner_looks_otherwise(
    visitor: FlaskClient, given: Given, change: dict[str, str]
) -> None:
    partner = given.organisation("Oulun ammattikorkeakoulu", logo="0123456789abcdef")
    given.row_without_id(SeriesPartner, series_id=given.series(slug="kierros"), organisation_id=partner, role="partner")
    first = visitor.get("/series/kierros")
    picture = BeautifulSoup(first.text, "html.parser").select_one(".partner-logos img")
    assert picture is not None
    assert (picture["alt"], str(picture["src"]).split("/")[-1]) == ("Oulun ammattikorkeakoulu", "0123456789abcdef.webp")
    with given.database.writing() as db:
        db.execute(update(Organisation).where(Organisation.id == partner).values(change))
    again = visitor.get("/series/kierros", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert next(iter(change.values())) in again.text


def test_series_is_sent_again_when_its_projects_funder_was_renamed(visitor: FlaskClient, given: Given) -> None:
    given.project(given.organisation("TAMK"), given.series(slug="kierros"))
    first = visitor.get("/series/kierros")
    with given.database.writing() as db:
        db.execute(update(Organisation).where(Organisation.name == "ESR").values(name="Euroopan sosiaalirahasto"))
    again = visitor.get("/series/kierros", headers={"If-None-Match": first.headers["ETag"]})
    assert "Euroopan sosiaalirahasto" in again.text


def test_series_closes_when_its_time_comes(visitor: FlaskClient, given: Given, noon: Traveller) -> None:
    series = given.series(slug="kierros")
    offering = given.offering(series, closes_at=NOON + timedelta(hours=1))
    assert f"/register/{offering}" in visitor.get("/series/kierros").text
    noon.move_to(NOON + timedelta(hours=1))
    assert f"/register/{offering}" not in visitor.get("/series/kierros").text


def test_cancelled_sessions_count_neither_in_number_nor_in_hours(visitor: FlaskClient, given: Given) -> None:
    series = given.series(slug="kierros")
    stops = [
        given.session(series, NOON + timedelta(days=day), ends_at=NOON + timedelta(days=day, minutes=minutes))
        for day, minutes in ((7, 90), (14, 60))
    ]
    gone = given.session(series, NOON + timedelta(days=21), state="cancelled")
    given.offering(series, [stops[0], gone], name="One")
    given.offering(series, [*stops, gone], name="All")
    page = visitor.get("/series/kierros").text
    assert "2 sessions, 2 h 30 min in all; one more is cancelled" in page, "the route shows three stops"
    assert "Mon 18 January 2027 to Mon 25 January 2027" in page
    assert page.count("A place in one session of 2") == 1
    assert "A place in 2" not in page
    of_session = visitor.get(f"/sessions/{stops[0]}").text
    assert of_session.count("A place in one session of 2") == 1
    assert "A place in 2" not in of_session


def test_draft_takes_nobody_yet(organiser: FlaskClient, given: Given, organisation: UUID) -> None:
    series = given.series(organisation, slug="draft", state="draft", published_at=None)
    offering = given.offering(series, closes_at=NOON + timedelta(days=3), opens_at=NOON - timedelta(days=3))
    for address in ("/series/draft", "/workspace/series/draft"):
        page = organiser.get(address).text
        assert "Not open yet" in page
        assert "Registration opens when the series is published." in page
        assert "Registration open<" not in page
        assert "Closes soon" not in page
        assert f"/register/{offering}" not in page


def test_who_registers_others_is_led_to_the_staff_list(
    visitor: FlaskClient, organiser: FlaskClient, given: Given
) -> None:
    given.offering(given.series(slug="kierros"))
    assert "/staff/kierros" in organiser.get("/series/kierros").text
    assert "/staff/kierros" not in visitor.get("/series/kierros").text


def test_a_programme_is_drawn_with_its_cohorts(visitor: FlaskClient, given: Given) -> None:
    series = given.series(slug="kierros", kind="programme", credits=5)
    own, shared, theirs = (
        given.session(series, NOON + timedelta(days=day), kind="study-day", title=f"Day <{day}>") for day in (7, 14, 21)
    )
    given.offering(series, [own, shared], name="Oulu")
    given.offering(series, [shared, theirs], name="National")
    given.assignment(series, shared, title="Read")
    # who comes for a day is no cohort, and their assignment on none of the lines
    guests = given.offering(series, [own], name="For a day")
    given.assignment(series, offering_id=guests, due_at=NOON + timedelta(days=3), title="Greet")
    page = BeautifulSoup(visitor.get("/series/kierros").text, "html.parser")
    drawn = page.select("figure svg[role=img]")[0]
    assert str(drawn["aria-labelledby"]).split() == [one["id"] for one in drawn.select("title, desc")]
    said = " ".join(drawn.select("desc")[0].text.split())
    assert said.startswith("2 groups. 3 study days. One preliminary assignment. 5 ECTS credits")
    assert [one.text for one in drawn.select(".path-long")] == ["Day <7>", "Read", "Day <14>", "Day <21>"]
    # what both come to is on both lines, and joined
    assert (len(drawn.select(".mark-day")), len(drawn.select(".path-join"))) == (4, 2)
    assert [one.text for one in page.select(".path-lines b")] == ["A", "B"]
    # nothing is drawn where a line of sessions says it all
    given.session(given.series(slug="tour"), kind="webinar")
    assert "path-picture" not in visitor.get("/series/tour").text
