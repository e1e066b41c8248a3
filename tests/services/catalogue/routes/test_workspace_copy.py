from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select

from shared.schema.catalogue import Offering, OfferingQuota, OfferingSession, Presenter, Series, SeriesPartner, Session
from shared.schema.paths import OfferingRequirement
from shared.schema.questions import Question
from tests.services.catalogue.conftest import Call, Journal, Made
from tests.services.catalogue.routes.form_of import form_of
from tests.support.factories import Given

PAGE = "/workspace/series/syksy/copy"
#: a Wednesday in summer time, at 14 in Helsinki, and the last but one before the clocks are put back
FIRST, SECOND = datetime(2026, 9, 2, 11, tzinfo=UTC), datetime(2026, 10, 21, 11, tzinfo=UTC)


@pytest.fixture
def autumn(given: Given, organisation: UUID) -> UUID:
    """A tour of last autumn with all that a series may have."""
    series = given.series(organisation, slug="syksy", title="Kierros")
    first, second = (given.session(series, at, join_url="https://meet.example.org/1") for at in (FIRST, SECOND))
    given.session(series, FIRST + timedelta(weeks=1), state="cancelled", title="Peruttu")
    given.presenter(first, name="Bo Lärare", email="bo@example.org", reply="accepted")
    closes_at = datetime(2026, 8, 31, 20, 59, 59, tzinfo=UTC)
    whole = given.offering(series, [first, second], name="Kaikki", capacity=20, closes_at=closes_at)
    given.offering(series, [second], name="Toinen")
    given.question(whole, "diet", kind="many", options=["vegan", "no milk"])
    partner = given.organisation("Sospro Oy")
    given.quota(whole, partner, 5)
    given.requirement(whole, given.series(organisation))
    given.row_without_id(SeriesPartner, series_id=series, organisation_id=partner, role="funder")
    return series


def sessions_of(given: Given, slug: str) -> list[Any]:
    with given.database.reading() as db:
        wanted = select(Session.__table__).join(Series, Series.id == Session.series_id).where(Series.slug == slug)
        return list(db.execute(wanted.order_by(Session.starts_at)).all())


def said_of(page: str) -> str:
    """What is said above the dates, and read out when they change."""
    return " ".join(BeautifulSoup(page, "html.parser").css.select("#dates-said")[0].get_text().split())


def count(given: Given, table: Any, *conditions: Any) -> int:
    with given.database.reading() as db:
        return db.scalar(select(func.count()).select_from(table).where(*conditions)) or 0


def test_copy_keeps_weekdays_and_times_of_day_and_takes_all_along(
    organiser: FlaskClient, given: Given, autumn: UUID, journal: Journal
) -> None:
    shown = organiser.get(PAGE)
    assert "Wed 1 September 2027, 14:00–16:00" in shown.text
    assert "2 sessions: the first Wed 1 September 2027, the last Wed 20 October 2027." in said_of(shown.text)
    sent = form_of(shown.text) | {"first_day": ["2027-01-11"], "title": ["Kevätkierros"], "slug": ["Kevät 2027"]}
    looked = organiser.post(PAGE, data=sent)
    # not made before its dates were seen: a Monday was asked for, and the tour is held on Wednesdays
    assert looked.status_code == 200
    assert "Wed 13 January 2027, 14:00–16:00" in looked.text
    assert "Nothing has been made yet. These are the new dates" in looked.text
    made = organiser.post(PAGE, data=form_of(looked.text))
    assert made.headers["Location"].endswith("/workspace/series/kevat-2027/sessions/edit")
    sessions = sessions_of(given, "kevat-2027")
    assert [one.starts_at for one in sessions] == [
        datetime(2027, 1, 13, 12, tzinfo=UTC), datetime(2027, 3, 3, 12, tzinfo=UTC),
    ]  # fmt: skip
    assert {(one.join_url, one.revision, one.state) for one in sessions} == {(None, 0, "scheduled")}
    with given.database.reading() as db:
        series = db.execute(select(Series).where(Series.slug == "kevat-2027")).one()
        offerings = db.execute(
            select(Offering.__table__).where(Offering.series_id == series.id).order_by(Offering.id)
        ).all()
        covered = db.execute(
            select(OfferingSession.session_id).where(OfferingSession.offering_id == offerings[0].id)
        ).all()
        presenters = db.execute(select(Presenter).where(Presenter.session_id == sessions[0].id)).all()
    assert (series.title, series.state, series.published_at) == ("Kevätkierros", "draft", None)
    whole = offerings[0]
    assert [one.name for one in offerings] == ["Kaikki", "Toinen"]
    assert whole.closes_at == datetime(2027, 1, 11, 21, 59, 59, tzinfo=UTC)
    assert (whole.capacity, whole.has_quotas, whole.has_requirements, len(covered)) == (20, True, True, 2)
    assert [(one.name, one.reply) for one in presenters] == [("Bo Lärare", "needs-action")]
    assert count(given, Question, Question.offering_id == whole.id, Question.key == "diet") == 1
    assert count(given, OfferingQuota, OfferingQuota.offering_id == whole.id, OfferingQuota.places == 5) == 1
    assert count(given, OfferingRequirement, OfferingRequirement.offering_id == whole.id) == 1
    assert count(given, SeriesPartner, SeriesPartner.series_id == series.id, SeriesPartner.role == "funder") == 1
    assert journal()[-1] == "series.copied"


def test_copy_sent_twice_is_one_and_what_was_not_ticked_stays(
    organiser: FlaskClient, given: Given, autumn: UUID
) -> None:
    sent = form_of(organiser.get(PAGE).text)
    sent["session_ids"] = sent["session_ids"][:1]
    sent |= {"links": ["y"]}
    sent.pop("presenters")
    first, second = (organiser.post(PAGE, data=sent) for _time in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert first.headers["Location"].endswith("/workspace/series/kierros/sessions/edit")
    (only,) = sessions_of(given, "kierros")
    assert only.join_url == "https://meet.example.org/1"
    assert count(given, Presenter, Presenter.session_id == only.id) == 0
    # what covers no session of the copy doesn't come along
    assert count(given, Offering, Offering.series_id == only.series_id) == 1


def test_copy_without_its_first_session_is_shown_anew(organiser: FlaskClient, given: Given, autumn: UUID) -> None:
    sent = form_of(organiser.get(PAGE).text)
    sent["session_ids"] = sent["session_ids"][1:]
    looked = organiser.post(PAGE, data=sent)
    assert looked.status_code == 200
    assert "Wed 1 September 2027, 14:00–16:00" in looked.text
    assert count(given, Series, Series.state == "draft") == 0


def test_dates_are_looked_at_before_there_is_a_title(organiser: FlaskClient, given: Given, autumn: UUID) -> None:
    sent = form_of(organiser.get(PAGE).text) | {"title": [""], "look": ["yes"]}
    looked = organiser.post(PAGE, data=sent | {"first_day": ["2027-12-01"]})
    assert looked.status_code == 200
    assert "the first Wed 1 December 2027" in said_of(looked.text)
    assert organiser.post(PAGE, data=sent | {"first_day": ["soon"]}).status_code == 422


def test_copy_names_what_is_wrong(organiser: FlaskClient, given: Given, autumn: UUID) -> None:
    sent = form_of(organiser.get(PAGE).text)
    for change, sentence in (
        ({"slug": ["syksy"]}, "Another series has this address already"),
        ({"session_ids": []}, "Choose at least one session."),
        ({"first_day": ["soon"]}, "A day such as 2027-01-17."),
        ({"title": [""]}, "This field is needed."),
        ({"first_day": ["2099-12-30"], "weeks": ["3826"]}, "The year must be between 2000 and 2099."),
    ):
        answer = organiser.post(PAGE, data=sent | change)
        assert (answer.status_code, sentence in answer.text) == (422, True), change
    assert count(given, Series, Series.state == "draft") == 0


def test_copy_warns_of_what_clocks_do_and_of_what_is_past(
    organiser: FlaskClient, given: Given, organisation: UUID
) -> None:
    night = given.series(organisation, slug="syksy")
    for days in (0, 7):
        given.session(night, datetime(2026, 3, 22 + days, 1, 30, tzinfo=UTC) - timedelta(hours=bool(days)))
    sent = form_of(organiser.get(PAGE).text) | {"look": ["yes"]}
    easter = organiser.post(PAGE, data=sent | {"first_day": ["2027-03-28"]}).text
    assert "skip the usual time" in easter
    assert "holiday in Finland: Easter Sunday" in easter
    assert "Look at this day first: Sun 28 March 2027: Nepsy arjessa." in said_of(easter)
    assert "show this time twice" in organiser.post(PAGE, data=sent | {"first_day": ["2027-10-31"]}).text
    assert "already past" in organiser.post(PAGE, data=sent | {"first_day": ["2026-01-04"]}).text


def test_copy_of_others_series_is_closed(stranger: FlaskClient, given: Given, autumn: UUID) -> None:
    assert stranger.get(PAGE).status_code == 403
    assert stranger.post(PAGE, data={}).status_code == 403


def test_copy_of_what_has_no_sessions_says_so(organiser: FlaskClient, given: Given, organisation: UUID) -> None:
    given.series(organisation, slug="syksy")
    assert "nothing to copy" in organiser.get(PAGE, follow_redirects=True).text


def test_program_looks_at_a_copy_and_makes_it(call: Call, made: Made, given: Given, journal: Journal) -> None:
    path = f"{made.series}/copy"
    looked = call("GET", f"{path}?first_day=2027-09-06").json
    assert (looked["weeks"], [one["starts_at"] for one in looked["sessions"]]) == (33, ["2027-09-06T14:00:00+03:00"])
    copy = call("POST", path, {"first_day": "2027-09-07", "title": "Syksy", "presenters": False})
    assert (copy.status_code, copy.json["slug"], copy.json["state"]) == (201, "syksy", "draft")
    (session,) = call("GET", "/series/syksy/sessions").json["items"]
    assert (session["starts_at"], session["presenters"]) == ("2027-09-13T14:00:00+03:00", [])
    assert journal()[-1] == "series.copied"
    assert call("POST", path, {"first_day": "2027-13-07"}).status_code == 422
    assert call("POST", path, {"first_day": "2027-09-07", "slug": "syksy"}).json["code"] == "slug_taken"
    other = given.api_key("organiser", given.organisation("Oamk"))
    assert call("POST", path, {"first_day": "2027-09-07"}, key=other).status_code == 404
