from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from shared.schema.catalogue import Offering, Series
from tests.services.catalogue.conftest import Journal
from tests.services.catalogue.routes.conftest import SignIn
from tests.services.catalogue.routes.form_of import form_of
from tests.support.factories import NOON, Given


@pytest.fixture
def form(organisation: UUID) -> dict[str, str]:
    """What an organiser types for a new series."""
    return {
        "title": "Nepsy arjessa",
        "kind": "tour",
        "organiser_id": str(organisation),
        "summary": "Short",
        "audience": "",
        "description": "Long",
        "language": "sv",
        "credits": "2,5",
        "timezone": "Europe/Helsinki",
        "retention_months": "24",
        "entries_days_before": "7",
        "new_id": str(uuid4()),
    }


def stored(given: Given, slug: str) -> Any:
    with given.database.reading() as db:
        return db.execute(select(Series).where(Series.slug == slug)).one_or_none()


def count(given: Given) -> int:
    with given.database.reading() as db:
        return db.scalar(select(func.count()).select_from(Series)) or 0


def test_new_series_becomes_a_draft(
    organiser: FlaskClient, given: Given, form: dict[str, str], organisation: UUID
) -> None:
    answer = organiser.post("/workspace/series/new", data=form)
    assert answer.status_code == 302
    series = stored(given, "nepsy-arjessa")
    assert (series.state, series.language, str(series.credits), series.organiser_id) == (
        "draft", "sv", "2.5", organisation,
    )  # fmt: skip
    assert series.entries_days_before == 7
    page = organiser.get(answer.headers["Location"]).text
    assert "Add its first session" in page


def test_new_series_sent_twice_is_one(organiser: FlaskClient, given: Given, form: dict[str, str]) -> None:
    first = organiser.post("/workspace/series/new", data=form)
    second = organiser.post("/workspace/series/new", data=form)
    assert first.headers["Location"] == second.headers["Location"]
    assert count(given) == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "This field is needed."),
        ("title", "x" * 201, "At most 200 characters."),
        ("summary", "x" * 501, "At most 500 characters."),
        ("description", "x" * 20_001, "At most 20000 characters."),
        ("credits", "-1", "A number such as 5 or 2.5"),
        ("credits", "many", "A number such as 5 or 2.5"),
        ("timezone", "Mars/Base", "There is no such time zone."),
        ("kind", "party", "One of these: "),
        ("title", "bell\x07", "Text without control characters."),
    ],
)
def test_new_series_names_what_is_wrong_and_keeps_the_rest(
    organiser: FlaskClient, given: Given, form: dict[str, str], field: str, value: str, sentence: str
) -> None:
    answer = organiser.post("/workspace/series/new", data=form | {field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'href="#{field}"' in answer.text
    assert 'value="2,5"' in answer.text or field == "credits"
    assert count(given) == 0


def test_new_series_of_somebody_with_several_organisations_asks_for_which(
    sign_in: SignIn, given: Given, form: dict[str, str], organisation: UUID
) -> None:
    account = given.account("monta@example.org")
    for one in (organisation, given.organisation("Sospro Oy")):
        given.member(account, one)
    browser = sign_in(account)
    page = BeautifulSoup(browser.get("/workspace/series/new").text, "html.parser")
    options = page.select("#organiser_id option")
    assert options[0]["value"] == ""
    assert [one for one in options[1:] if one.has_attr("selected")] == []
    refused = browser.post("/workspace/series/new", data=form | {"organiser_id": ""})
    assert refused.status_code == 422
    assert 'href="#organiser_id"' in refused.text
    assert browser.post("/workspace/series/new", data=form).status_code == 302


def test_new_series_is_not_made_for_another_organisation(
    organiser: FlaskClient, given: Given, form: dict[str, str]
) -> None:
    answer = organiser.post("/workspace/series/new", data=form | {"organiser_id": str(given.organisation("Other"))})
    assert answer.status_code in (403, 422)
    assert count(given) == 0


def test_new_series_title_stays_on_one_line(organiser: FlaskClient, given: Given, form: dict[str, str]) -> None:
    organiser.post("/workspace/series/new", data=form | {"title": "Nepsy\r\nBcc: all@example.org"})
    with given.database.reading() as db:
        assert db.scalar(select(Series.title)) == "Nepsy Bcc: all@example.org"


def test_administrator_without_organisations_is_shown_what_comes_first(administrator: FlaskClient) -> None:
    assert "First an organisation" in administrator.get("/workspace/series/new").text


def test_edit_changes_the_texts(organiser: FlaskClient, given: Given, form: dict[str, str], organisation: UUID) -> None:
    given.series(organisation, slug="one", title="Before")
    answer = organiser.post("/workspace/series/one/edit", data=form | {"title": "After", "version": "1"})
    assert answer.status_code == 302
    assert stored(given, "one").title == "After"


def test_edit_lets_calendar_entries_come_with_the_confirmation_again(
    organiser: FlaskClient, given: Given, form: dict[str, str], organisation: UUID
) -> None:
    given.series(organisation, slug="kierros", entries_days_before=14)
    assert 'value="14"' in organiser.get("/workspace/series/kierros/edit").text
    organiser.post("/workspace/series/kierros/edit", data={**form, "entries_days_before": ""})
    assert stored(given, "kierros").entries_days_before is None


def test_edit_shows_what_is_there(organiser: FlaskClient, given: Given, organisation: UUID) -> None:
    given.series(organisation, slug="one", title="Before", credits=5)
    page = organiser.get("/workspace/series/one/edit").text
    assert 'value="Before"' in page


@pytest.mark.parametrize(("stored_credits", "language", "shown"), [("30.0", "en", "30"), ("1.5", "fi", "1,5")])
def test_edit_takes_back_the_credits_that_it_shows(
    organiser: FlaskClient,
    given: Given,
    form: dict[str, str],
    organisation: UUID,
    stored_credits: str,
    language: str,
    shown: str,
) -> None:
    given.series(organisation, slug="one", credits=Decimal(stored_credits))
    organiser.set_cookie("kierros_language", language)
    page = BeautifulSoup(organiser.get("/workspace/series/one/edit").text, "html.parser")
    field = page.select_one("#credits")
    assert field is not None
    assert field["value"] == shown
    answer = organiser.post("/workspace/series/one/edit", data=form | {"credits": shown, "version": "1"})
    assert answer.status_code == 302
    assert stored(given, "one").credits == Decimal(stored_credits)


def test_edit_on_an_old_version_shows_both_and_then_saves_deliberately(
    organiser: FlaskClient, given: Given, form: dict[str, str], organisation: UUID
) -> None:
    given.series(organisation, slug="one", title="First")
    with given.database.writing() as db:
        db.execute(update(Series).values(title="Theirs", version=2))
    mine = form | {"title": "Mine", "version": "1"}
    answer = organiser.post("/workspace/series/one/edit", data=mine)
    assert answer.status_code == 409
    assert "Somebody else saved this" in answer.text
    assert "Theirs" in answer.text
    assert 'value="Mine"' in answer.text
    assert stored(given, "one").title == "Theirs"
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert organiser.post("/workspace/series/one/edit", data=mine | {"version": "2"}).status_code == 302
    assert stored(given, "one").title == "Mine"


def test_two_organisers_changes_of_different_texts_are_joined(
    organiser: FlaskClient, given: Given, organisation: UUID
) -> None:
    given.series(organisation, slug="one", title="First", credits=Decimal(5))
    address = "/workspace/series/one/edit"
    first, second = form_of(organiser.get(address).text), form_of(organiser.get(address).text)
    assert organiser.post(address, data=first | {"summary": ["Theirs"]}).status_code == 302
    answer = organiser.post(address, data=second | {"audience": ["Mine"]})
    assert answer.status_code == 409
    assert "in the form already: In one or two sentences." in answer.text
    assert "As you typed it" not in answer.text
    assert organiser.post(address, data=form_of(answer.text)).status_code == 302
    now = stored(given, "one")
    assert (now.title, now.summary, now.audience, now.credits) == ("First", "Theirs", "Mine", 5)


@pytest.mark.parametrize("what", ["", "/edit", "/publish", "/archive", "/sessions/new", "/offerings/new"])
def test_series_of_others_are_closed(stranger: FlaskClient, given: Given, organisation: UUID, what: str) -> None:
    given.series(organisation, slug="public")
    given.series(organisation, slug="draft", state="draft", published_at=None)
    assert stranger.get(f"/workspace/series/public{what}").status_code == 403
    assert stranger.get(f"/workspace/series/draft{what}").status_code == 404
    if what:
        assert stranger.post(f"/workspace/series/public{what}", data={}).status_code == 403


def test_publish_warns_of_a_holiday_and_of_registration_that_has_closed(
    organiser: FlaskClient, given: Given, organisation: UUID
) -> None:
    series = given.series(organisation, slug="one", state="draft", published_at=None)
    friday = given.session(series, datetime(2027, 3, 26, 12, tzinfo=UTC), title="Pitkänäperjantaina")
    given.offering(series, name="Myöhästyneille", closes_at=NOON - timedelta(days=1))
    given.offering(series, [friday], name="Jälkijunassa", closes_at=datetime(2027, 3, 27, tzinfo=UTC))
    given.offering(series, [friday], name="Ajoissa", closes_at=datetime(2027, 3, 26, tzinfo=UTC))
    for address in ("publish", "publish-later"):
        page = organiser.get(f"/workspace/series/one/{address}").text
        assert "Pitkänäperjantaina: It is a holiday in Finland: Good Friday." in page
        assert "Registration for “Myöhästyneille” has closed already: nobody can choose it." in page
        assert "Registration for “Jälkijunassa” closes only after its last session has ended." in page
        assert "“Ajoissa”" not in page


def test_publish_says_who_gets_a_mail_and_then_does_it(
    organiser: FlaskClient, given: Given, organisation: UUID, journal: Journal
) -> None:
    series = given.series(organisation, slug="one", state="draft", published_at=None)
    for days in (3, 10):
        given.presenter(given.session(series, NOON + timedelta(days=days)), email="aino@example.org")
    given.presenter(given.session(series, NOON - timedelta(days=3)), email="past@example.org")
    page = organiser.get("/workspace/series/one/publish").text
    assert "One presenter gets an invitation by mail." in page
    assert "2 invitations in all: each gets one for every session they present." in page
    assert "There is no way to register yet" in page
    assert "Nobody can register yet" in page
    assert "It can't be made a draft again." in page
    assert stored(given, "one").state == "draft"
    done = organiser.post("/workspace/series/one/publish", follow_redirects=True).text
    assert "It is published. The presenters&#39; invitations are on their way. Nobody can register yet." in done
    organiser.post("/workspace/series/one/publish")
    assert stored(given, "one").state == "published"
    assert journal().count("series.published") == 1


def test_ways_to_register_are_looked_over_and_edited_on_the_way_to_publishing(
    organiser: FlaskClient, given: Given, organisation: UUID
) -> None:
    series = given.series(organisation, slug="one", state="draft", published_at=None)
    session = given.session(series, NOON + timedelta(days=10))
    offering = given.offering(series, [session], name="Kaikki", capacity=40, closes_at=NOON + timedelta(days=5))
    shown = BeautifulSoup(organiser.get("/workspace/series/one/publish").text, "html.parser")
    (cells,) = [row.get_text(" ", strip=True) for row in shown.select("main form tbody tr")]
    assert cells.startswith("Kaikki ")
    assert " 40 " in cells
    edit = str(shown.select("main form tbody a")[0]["href"])
    page = organiser.get(edit).text
    assert 'href="/workspace/series/one/publish"' in page
    assert organiser.post(edit, data=form_of(page) | {"capacity": ["30"]}).location == "/workspace/series/one/publish"
    organiser.post("/workspace/series/one/publish")
    # once it is published, it is edited from its own page
    again = organiser.post(edit, data=form_of(organiser.get(edit).text))
    assert again.location == "/workspace/series/one#offerings"
    with given.database.reading() as db:
        assert db.scalar(select(Offering.capacity).where(Offering.id == offering)) == 30


def test_archive_waits_until_everything_is_over(organiser: FlaskClient, given: Given, organisation: UUID) -> None:
    given.session(given.series(organisation, slug="coming"))
    given.session(given.series(organisation, slug="over"), NOON - timedelta(days=3))
    page = organiser.post("/workspace/series/coming/archive", follow_redirects=True).text
    assert "Some sessions are still to come" in page
    assert stored(given, "coming").state == "published"
    organiser.post("/workspace/series/over/archive")
    assert stored(given, "over").state == "archived"


def test_series_page_shows_people_places_and_the_ways_on(
    organiser: FlaskClient, given: Given, organisation: UUID
) -> None:
    series = given.series(organisation, slug="one")
    session = given.session(series, join_url=None)
    given.presenter(session, name="Bo Lärare", reply="declined")
    offering = given.offering(series, [session], name="Whole tour", capacity=20)
    page = organiser.get("/workspace/series/one").text
    for words in ("Bo Lärare", "Declined", "There is no link to join yet", "Whole tour", "0 of 20"):
        assert words in page
    for address in (f"/participants/{offering}", "/messages?series=one", f"/workspace/sessions/{session}/edit"):
        assert address in page


def test_nobody_is_led_into_a_session_that_was_cancelled(
    organiser: FlaskClient, given: Given, organisation: UUID
) -> None:
    series = given.series(organisation, slug="one")
    for number, state in enumerate(("scheduled", "cancelled")):
        given.session(series, state=state, join_url=f"https://meet.example.org/{number}")
    page = organiser.get("/workspace/series/one").text
    assert [f"https://meet.example.org/{number}" in page for number in range(2)] == [True, False]


def test_route_in_small_says_its_deadlines_as_sentences(
    organiser: FlaskClient, given: Given, organisation: UUID
) -> None:
    series = given.series(organisation, slug="one")
    given.offering(series, [given.session(series)], closes_at=NOON + timedelta(hours=5))
    page = BeautifulSoup(organiser.get("/workspace").text, "html.parser")
    said = [" ".join(one.get_text().split()) for one in page.select(".route .visually-hidden")]
    assert [one for one in said if "regist" in one.lower()] == ["Register by Monday 11 January 2027, 17:00"]
