from datetime import timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from sqlalchemy import insert

from shared.schema.registration import Seats
from tests.services.catalogue.conftest import Searchable
from tests.support.factories import NOON, Given


def test_home_without_anything_says_what_will_be_here(visitor: FlaskClient) -> None:
    page = visitor.get("/")
    assert page.status_code == 200
    assert "Nothing is on the way just now" in page.text


def test_home_shows_this_week_before_what_comes_after(visitor: FlaskClient, given: Given) -> None:
    series = given.series()
    given.session(series, NOON + timedelta(days=6), title="On Sunday")
    given.session(series, NOON + timedelta(days=7), title="On Monday")
    page = visitor.get("/").text
    assert page.index("This week") < page.index("On Sunday") < page.index("After that") < page.index("On Monday")


def test_home_shows_neither_drafts_nor_what_is_over(visitor: FlaskClient, given: Given) -> None:
    given.session(given.series(state="draft", title="Draft series"), title="Draft stop")
    given.session(given.series(title="Past series"), NOON - timedelta(days=3), title="Past stop")
    page = visitor.get("/").text
    for hidden in ("Draft series", "Draft stop", "Past series", "Past stop"):
        assert hidden not in page


def test_home_marks_a_cancelled_stop(visitor: FlaskClient, given: Given) -> None:
    given.session(given.series(), state="cancelled")
    assert "Cancelled" in visitor.get("/").text


def test_what_is_in_another_language_says_in_which(visitor: FlaskClient, given: Given) -> None:
    given.session(given.series(slug="one"), NOON + timedelta(days=1))
    for address in ("/", "/series", "/series/one"):
        assert "in Finnish" in visitor.get(address).text, address
        assert "suomeksi" not in visitor.get(address, headers={"Accept-Language": "fi"}).text


def test_cards_count_only_the_sessions_that_are_held(visitor: FlaskClient, given: Given) -> None:
    series = given.series()
    given.session(series, NOON - timedelta(days=1))
    given.session(series, NOON + timedelta(days=1))
    given.session(series, NOON + timedelta(days=2), state="cancelled")
    for address in ("/", "/series"):
        assert "1 of 2 sessions to come" in visitor.get(address).text


def test_series_that_is_all_cancelled_says_so_and_is_not_coming(visitor: FlaskClient, given: Given) -> None:
    given.session(given.series(slug="off"), NOON + timedelta(days=1), state="cancelled")
    page = visitor.get("/series").text
    assert "All sessions are cancelled" in page
    assert "All sessions are past" not in page
    assert "Already over" in page
    assert "On their way" not in page
    own = visitor.get("/series/off").text
    assert "It will not be held." in own
    assert "Subscribe to the calendar" not in own


def test_card_counts_a_single_session_as_one(visitor: FlaskClient, given: Given) -> None:
    given.session(given.series(), NOON + timedelta(days=1))
    assert "One session to come" in visitor.get("/").text


def test_home_names_the_zone_of_a_stop_elsewhere(visitor: FlaskClient, given: Given) -> None:
    given.session(given.series(timezone="Europe/Stockholm"), NOON + timedelta(days=1), timezone="Europe/Stockholm")
    page = visitor.get("/").text
    assert "11:00–13:00" in page
    assert "Swedish time" in page


def test_home_tells_how_registration_stands(visitor: FlaskClient, given: Given) -> None:
    offering = given.offering(given.series(), capacity=2, waitlist=True)
    with given.database.writing() as db:
        db.execute(insert(Seats).values(offering_id=offering, taken=2, waiting=0))
    assert "waiting list open" in visitor.get("/").text


def test_home_says_in_which_language_titles_are(visitor: FlaskClient, given: Given) -> None:
    given.session(given.series(language="sv", title="Svensk serie"), title="Svensk träff")
    assert 'lang="sv"><a href="/sessions/' in visitor.get("/").text


@pytest.mark.parametrize("words", ["NEPSY", "äidin", "ÄIDIN", "arjessa nepsy"])
def test_programmes_finds_titles_whatever_their_case(
    visitor: FlaskClient, given: Given, searchable: Searchable, words: str
) -> None:
    given.session(given.series(title="Äidin tuki"), title="Nepsy arjessa")
    given.series(title="Something else")
    searchable()
    page = visitor.get("/series", query_string={"q": words})
    assert "Äidin tuki" in page.text
    assert "Something else" not in page.text
    assert "One series found" in page.text


@pytest.mark.parametrize("words", ["%", "' OR 1", '" *', "title_words : a", "a:* & b", "NEAR(a b)", "-"])
def test_programmes_takes_no_word_as_a_command(
    visitor: FlaskClient, given: Given, searchable: Searchable, words: str
) -> None:
    given.series(title="Nepsy", kind="course")
    searchable()
    page = visitor.get("/series", query_string={"q": words})
    assert page.status_code == 200
    assert "Nothing found for" in page.text


def test_programmes_finds_sessions_in_the_order_of_time_with_their_registration(
    visitor: FlaskClient, given: Given, searchable: Searchable
) -> None:
    series = given.series(title="Nepsy")
    late = given.session(series, NOON + timedelta(days=9), title="Kerta kolme")
    given.session(series, NOON - timedelta(days=9), title="Kerta yksi")
    soon = given.session(series, NOON + timedelta(days=2), title="Kerta kaksi")
    given.offering(series, [soon, late], name="Both", closes_at=NOON + timedelta(days=30))
    given.offering(series, [soon], closes_at=NOON + timedelta(days=1))
    searchable()
    page = visitor.get("/series", query_string={"q": "kerta"}).text
    found = page[page.index("3 sessions fit") : page.index("On their way")]
    places = [
        found.index(words) for words in ("Kerta kaksi", "Closes soon", "Kerta kolme", "Registration open", "yksi")
    ]
    assert places == sorted(places)


def test_programmes_without_a_find_offers_a_way_on(visitor: FlaskClient, given: Given) -> None:
    given.series()
    page = visitor.get("/series", query_string={"q": "<b>zebra</b>"}).text
    assert "Nothing found for" in page
    assert "&lt;b&gt;zebra" in page
    assert "<b>zebra" not in page


def test_programmes_puts_what_is_over_last(visitor: FlaskClient, given: Given) -> None:
    given.session(given.series(title="Old one"), NOON - timedelta(days=3))
    given.session(given.series(title="Coming one"))
    page = visitor.get("/series").text
    assert page.index("Coming one") < page.index("Already over") < page.index("Old one")


def test_programmes_goes_on_to_a_second_page(visitor: FlaskClient, given: Given) -> None:
    owner = given.organisation()
    for number in range(25):
        given.session(given.series(owner, title=f"Series {number:02}"), NOON + timedelta(days=1 + number))
    first = visitor.get("/series").text
    assert "Series 23" in first
    assert "Series 24" not in first
    assert "/series?from=24" in first
    assert "Series 24" in visitor.get("/series?from=24").text


@pytest.mark.parametrize("place", ["-5", "x", "99999999999", "9" * 20])
def test_programmes_survives_an_odd_place(visitor: FlaskClient, place: str) -> None:
    assert visitor.get("/series", query_string={"from": place}).status_code == 200


def test_programmes_narrows_down_and_keeps_the_words(
    visitor: FlaskClient, given: Given, searchable: Searchable
) -> None:
    given.session(given.series(title="Nepsy verkossa", kind="tour", language="fi"), mode="online")
    given.session(given.series(title="Nepsy paikalla", kind="course", language="fi"), mode="onsite")
    searchable()
    page = visitor.get("/series?q=nepsy&kind=course&mode=onsite&since=2027-01-18&until=x&language=de").text
    assert "Nepsy paikalla" in page
    assert "Nepsy verkossa" not in page
    chips = BeautifulSoup(page, "html.parser").select(".chosen a")
    assert [(chip.text.removeprefix("Take away: ").strip(), chip["href"]) for chip in chips] == [
        ("Course", "/series?q=nepsy&mode=onsite&since=2027-01-18"),
        ("On site", "/series?q=nepsy&kind=course&since=2027-01-18"),
        ("From Mon 18 January 2027", "/series?q=nepsy&kind=course&mode=onsite"),
        ("Clear all choices", "/series?q=nepsy"),
    ]


def test_programmes_says_how_to_see_more_when_nothing_fits_all(visitor: FlaskClient, given: Given) -> None:
    series = given.series(kind="tour")
    given.offering(series, capacity=0)
    given.term("Lastensuojelu", series, name_en="Child protection")
    page = visitor.get("/series?kind=tour&topic=lastensuojelu&places=free&language=sv").text
    assert "No series found" in page
    empty = BeautifulSoup(page, "html.parser").select(".blank")[0]
    assert "Webinar series, Swedish, Child protection, With free places" in empty.text
    # one choice alone is to blame nowhere here
    assert not empty.select(".ways-out")
    page = visitor.get("/series?topic=lastensuojelu&places=free").text
    ways = BeautifulSoup(page, "html.parser").select(".ways-out a")
    assert [(" ".join(one.text.split()), one["href"]) for one in ways] == [
        ("Without: With free places one series", "/series?topic=lastensuojelu")
    ]


def test_home_leads_to_what_is_about_something(visitor: FlaskClient, given: Given) -> None:
    series = given.series(title="Ours")
    given.session(series)
    given.session(given.series(title="Another"))
    given.term("Lastensuojelu", series, given.series(state="draft"), name_sv="Barnskydd")
    given.term("Kunnat", series, kind="audience", name_en="Municipalities")
    given.term("Unused")
    links = BeautifulSoup(visitor.get("/").text, "html.parser").select("nav .chosen a")
    assert [(" ".join(one.text.split()), one["href"]) for one in links] == [
        ("Lastensuojelu 1one series", "/series?topic=lastensuojelu"),
        ("Municipalities 1one series", "/series?audience=kunnat"),
    ]
    # a name that is in no other language says in which it is
    assert links[0].select("[lang=fi]")
    found = BeautifulSoup(visitor.get("/series?topic=lastensuojelu&audience=kunnat").text, "html.parser")
    assert [one.text for one in found.select(".series-card h3, .card h3")] == ["Ours"]
    page = visitor.get("/series?topic=kunnat").text
    assert "Ours" not in page


def test_programmes_offers_the_regions_that_there_are(visitor: FlaskClient, given: Given) -> None:
    north = given.series(title="In the north")
    given.offering(north, region="Lappi")
    given.offering(given.series(state="draft"), region="Kainuu")
    given.session(given.series(title="Elsewhere"))
    page = visitor.get("/series?region=Lappi").text
    assert "Lapland (1)" in page
    assert "Kainuu" not in page
    assert "In the north" in page
    assert "Elsewhere" not in page


def test_programmes_can_be_read_in_every_language_as_narrowed_down(visitor: FlaskClient) -> None:
    page = BeautifulSoup(visitor.get("/series?kind=course").text, "html.parser")
    assert [link["href"] for link in page.select(".languages a")] == [
        f"/series?kind=course&lang={code}" for code in ("fi", "sv", "en")
    ]
    assert [one["value"] for one in page.select("#narrow-language option")] == ["", "fi", "sv", "en"]


def test_words_asked_of_the_home_page_lead_to_the_search(visitor: FlaskClient) -> None:
    led = visitor.get("/?q= nepsy &kind=tour")
    assert (led.status_code, led.headers["Location"]) == (302, "/series?q=nepsy&kind=tour")
    assert visitor.get("/?q= ").status_code == 200


def test_few_choices_stand_first_and_a_chosen_one_is_never_hidden(visitor: FlaskClient) -> None:
    def more(address: str) -> Tag:
        return BeautifulSoup(visitor.get(address).text, "html.parser").select(".narrowing-more")[0]

    assert [one["name"] for one in more("/series").select("select, input")] == ["kind", "language", "until"]
    assert [more(f"/series?{said}").has_attr("open") for said in ("mode=online", "until=2027-02-01")] == [False, True]


def test_slip_of_the_pen_leads_to_what_was_meant(visitor: FlaskClient, given: Given, searchable: Searchable) -> None:
    given.series(title="Lastensuojelu arjessa", kind="tour")
    given.series(title="Salainen", state="draft")
    searchable()
    page = BeautifulSoup(visitor.get("/series?q=lasensuojelu&kind=tour").text, "html.parser")
    [link] = page.select("#found p.lead a")
    assert (link.text, link["href"]) == ("lastensuojelu", "/series?q=lastensuojelu&kind=tour")
    # where results are announced while one types
    assert "Did you mean: lastensuojelu" in " ".join(page.select("#how-many")[0].text.split())
    assert "Lastensuojelu arjessa" in visitor.get(str(link["href"])).text
    # what the choices leave out is not offered, nor is what is no nearer, or what nobody may find
    for asked in (
        "q=lasensuojelu&kind=course",
        "q=hevonen",
        "q=salainem",
        "kind=course",
        "q=lastensuojelu&kind=course",
    ):
        assert "Did you mean" not in visitor.get(f"/series?{asked}").text, asked
