"""What is coming as a month."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from time_machine import Traveller

from tests.services.catalogue.conftest import Searchable
from tests.support.factories import NOON, Given


def titles(page: str) -> list[str]:
    return [one.text for one in BeautifulSoup(page, "html.parser").select(".entry a")]


def test_a_month_shows_what_is_published(visitor: FlaskClient, given: Given) -> None:
    series = given.series()
    given.session(series, NOON + timedelta(days=2), title="This month")
    given.session(series, NOON + timedelta(days=40), title="Next month")
    given.session(series, NOON + timedelta(days=3), title="Off", state="cancelled")
    given.session(given.series(state="draft"), NOON, title="Draft")
    # on the list of days, a session that goes on stands on each of them
    camp = datetime(2027, 2, 24, 22, 30, tzinfo=UTC)
    given.session(series, camp, title="Over midnight", ends_at=camp + timedelta(hours=24))
    assert titles(visitor.get("/month").text) == ["This month", "Off"]
    assert titles(visitor.get("/month?day=2027-02-20").text) == ["Next month", "Over midnight", "Over midnight"]
    assert "No sessions in this time." in visitor.get("/month?day=2030-01-01").text


def test_a_month_is_narrowed_down_like_the_list(visitor: FlaskClient, given: Given) -> None:
    given.session(given.series(language="sv"), NOON + timedelta(days=2), title="Svenska", mode="online")
    given.session(given.series(), NOON + timedelta(days=2), title="Suomi", mode="onsite")
    given.session(given.series(for_customers=True, language="sv"), NOON + timedelta(days=2), title="Unlisted")
    page = visitor.get("/month?language=sv&since=2027-06-01").text
    assert titles(page) == ["Svenska"]
    # and stays so from month to month
    shown = BeautifulSoup(page, "html.parser")
    assert [str(one["href"]) for one in shown.select("a[rel~=next]")] == ["/month?day=2027-02-01&language=sv"]
    assert shown.select(".chosen a")[0]["href"] == "/month?day=2027-01-01"


def test_a_month_is_searched_by_words(visitor: FlaskClient, given: Given, searchable: Searchable) -> None:
    series = given.series(title="Kierros", kind="course")
    given.session(series, NOON + timedelta(days=2), title="Nepsy arjessa")
    given.session(series, NOON + timedelta(days=40), title="Nepsyn tuki")
    given.session(given.series(title="Toinen"), NOON + timedelta(days=2), title="Muuta")
    searchable()
    # a word of the session, in another form, and one of its series
    for words in ("nepsyn", "kierroksen"):
        assert titles(visitor.get(f"/month?q={words}").text) == ["Nepsy arjessa"]
    # where the month has nothing, it says what there is without each choice, and when the next one is
    empty = BeautifulSoup(visitor.get("/month?q=kierros&kind=tour").text, "html.parser").select(".blank")[0]
    assert [(" ".join(one.text.split()), one["href"]) for one in empty.select(".ways-out a")] == [
        ("Without: “kierros” one session", "/month?day=2027-01-01&kind=tour"),
        ("Without: Webinar series one session", "/month?day=2027-01-01&q=kierros"),
    ]
    later = BeautifulSoup(visitor.get("/month?q=tuki").text, "html.parser").select(".blank a.btn")
    assert [str(one["href"]) for one in later] == ["/month?day=2027-02-20&q=tuki"]


def test_a_running_month_begins_with_today(visitor: FlaskClient, given: Given, noon: Traveller) -> None:
    series = given.series()
    # the list of the days before today's stands behind a link, today's own doesn't, be it over
    given.session(series, NOON - timedelta(days=3), title="Over")
    given.session(series, NOON - timedelta(hours=3), title="This morning")
    page = BeautifulSoup(visitor.get("/month").text, "html.parser")
    assert [one.text for one in page.select(".day-past .entry a")] == ["Over"]
    [link] = page.select(".earlier a")
    assert " ".join(link.text.split()) == "Show one earlier session"
    assert page.select(str(link["href"]))[0].name == "ol"
    assert "Nothing more this month." not in page.text
    # another month is shown as it is, and one in which nothing more comes says when the next session is
    assert not BeautifulSoup(visitor.get("/month?day=2026-12-01").text, "html.parser").select(".earlier, .day-past")
    noon.move_to(NOON + timedelta(days=2))
    given.session(series, NOON + timedelta(days=40), title="Later")
    over = BeautifulSoup(visitor.get("/month").text, "html.parser")
    assert "Nothing more this month." in over.text
    assert [str(one["href"]) for one in over.select("a.btn-primary")] == ["/month?day=2027-02-20"]


def test_a_slip_of_the_pen_is_asked_about_in_a_month(
    visitor: FlaskClient, given: Given, searchable: Searchable
) -> None:
    given.session(given.series(title="Lastensuojelu arjessa"), NOON + timedelta(days=40))
    searchable()
    page = BeautifulSoup(visitor.get("/month?q=lasensuojelu&mode=online").text, "html.parser")
    [link] = page.select("p.lead a")
    assert (link.text, link["href"]) == ("lastensuojelu", "/month?day=2027-01-01&q=lastensuojelu&mode=online")
    for asked in ("q=lasensuojelu&kind=programme", "q=lastensuojelu", "q=hevonen"):
        assert "Did you mean" not in visitor.get(f"/month?{asked}").text, asked


@pytest.mark.parametrize("day", ["x", "0001-01-01", "9999-12-31", "2027-13-01"])
def test_days_that_cannot_be_shown_show_another_month(visitor: FlaskClient, day: str) -> None:
    assert visitor.get(f"/month?day={day}").status_code == 200
