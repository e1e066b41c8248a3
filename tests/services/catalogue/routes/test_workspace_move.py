"""Another time for a session: looked at, confirmed once, undone; and the same over the API."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select
from time_machine import Traveller

from shared.schema.catalogue import Session
from tests.services.catalogue.conftest import Call, Journal
from tests.support.factories import NOON, Given

WHEN = NOON + timedelta(days=7)
AINO = "aino@example.org"
pytestmark = pytest.mark.usefixtures("noon")


def words(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").main.get_text(" ").split())  # type: ignore[union-attr]


@pytest.fixture
def session(given: Given, organisation: UUID) -> UUID:
    """On Monday 18 January 2027, 12-14 in Helsinki, at Kuntokatu 3, with Aino."""
    made = given.session(
        given.series(organisation, slug="one"), WHEN, title="Toivo", mode="onsite", venue="Kuntokatu 3"
    )
    given.presenter(made, AINO)
    return made


def stored(given: Given, session_id: UUID) -> Any:
    with given.database.reading() as db:
        return db.execute(select(Session.__table__).where(Session.id == session_id)).one()


def times(day: str, starts: str = "12:00", ends: str = "14:00") -> dict[str, str]:
    return {"day": day, "starts": starts, "ends": ends, "ends_on": "", "view": "week"}


def test_move_is_warned_of_what_meets_its_rehearsal_there(
    organiser: FlaskClient, given: Given, organisation: UUID
) -> None:
    ours = given.series(organisation, slug="one")
    moved = given.session(ours, WHEN, rehearsal_before=24 * 60, rehearsal_minutes=30)
    given.presenter(moved, AINO)
    there = datetime.fromisoformat("2027-12-07T11:00:00+02:00")
    given.presenter(given.session(ours, there, title="Toinen"), AINO)
    address = f"/workspace/sessions/{moved}/move"
    day_after = words(organiser.get(address, query_string=times("2027-12-08")).text)
    assert "Aino Esittelijä presents “Toinen” during the rehearsal." in day_after
    week_after = words(organiser.get(address, query_string=times("2027-12-15")).text)
    assert "during the rehearsal" not in week_after


def test_what_a_move_means_is_shown_before_it_is_done(
    organiser: FlaskClient, given: Given, organisation: UUID, session: UUID
) -> None:
    holiday = datetime.fromisoformat("2027-12-06T12:30:00+02:00")
    given.presenter(given.session(given.series(title="Theirs"), holiday, title="Secret"), AINO)
    given.session(given.series(organisation, slug="also"), holiday, title="Toinen", mode="hybrid", venue="kuntokatu 3")
    given.offering(
        given.series(organisation, slug="third"), [session], name="Kaikki", closes_at=holiday + timedelta(days=9)
    )
    answer = organiser.get(f"/workspace/sessions/{session}/move", query_string=times("2027-12-06"))
    assert answer.status_code == 200
    shown = words(answer.text)
    assert "18 January 2027" in shown
    assert "6 December 2027" in shown
    assert "Aino Esittelijä is booked elsewhere then." in shown
    assert "“Toinen” is in the same venue then." in shown
    assert "It is a holiday in Finland: Independence Day." in shown
    assert "Registration for “Kaikki” closes on" in shown
    assert "One presenter will get an update" in shown
    assert "Secret" not in answer.text
    looked = organiser.get(f"/workspace/sessions/{session}/move/conflicts.html", query_string=times("2027-12-06"))
    assert "Independence Day" in looked.text
    assert "Secret" not in looked.text
    assert stored(given, session).starts_at == WHEN


@pytest.mark.parametrize(
    ("day", "said"), [("2027-03-28", "Clocks skip this time"), ("2027-10-31", "This time occurs twice")]
)
def test_hours_that_clocks_skip_or_show_twice_are_asked_about(
    organiser: FlaskClient, session: UUID, day: str, said: str
) -> None:
    address, asked = f"/workspace/sessions/{session}/move", times(day, "03:30", "05:30")
    answer = organiser.get(address, query_string=asked)
    assert answer.status_code == 422
    assert said in answer.text
    assert said in organiser.get(f"{address}/conflicts.html", query_string=asked).text


def test_move_is_done_once_confirmed_and_undone(
    organiser: FlaskClient, given: Given, session: UUID, journal: Journal
) -> None:
    address, form = f"/workspace/sessions/{session}/move", times("2027-01-20", "13:00", "15:30")
    answer = organiser.post(address, data=form | {"version": "1", "note": "The room is taken."})
    assert answer.location == "/workspace/schedule?view=week&day=2027-01-20"
    moved = stored(given, session)
    assert (moved.starts_at, moved.ends_at - moved.starts_at) == (
        datetime.fromisoformat("2027-01-20T13:00+02:00"), timedelta(hours=2.5),
    )  # fmt: skip
    page = organiser.get(answer.location)
    assert "One person will be told at 12:01" in words(page.text)
    undo = BeautifulSoup(page.text, "html.parser").select_one("form.undoable")
    assert undo is not None
    assert organiser.post(str(undo["action"]), data={"view": "week"}).status_code == 302
    again = stored(given, session)
    assert (again.starts_at, again.revision) == (WHEN, 2)
    assert journal() == ["session.moved", "session.move_undone"]
    assert "form.undoable" not in organiser.get(answer.location).text


def test_move_over_a_colleagues_change_shows_both_and_changes_nothing(
    organiser: FlaskClient, given: Given, session: UUID
) -> None:
    address, form = f"/workspace/sessions/{session}/move", times("2027-01-20")
    assert organiser.post(address, data=form | {"version": "1"}).status_code == 302
    late = organiser.post(address, data=times("2027-01-25") | {"version": "1"})
    assert late.status_code == 409
    assert "Somebody changed this session meanwhile." in words(late.text)
    assert "20 January 2027" in words(late.text)
    assert "25 January 2027" in words(late.text)
    assert BeautifulSoup(late.text, "html.parser").select_one("[name=version]")["value"] == "2"  # type: ignore[index]
    seen = organiser.get(address, query_string=times("2027-01-25") | {"seen": "1"})
    assert "Somebody changed this session meanwhile." in words(seen.text)


def test_move_over_the_api_is_looked_at_done_and_undone(
    call: Call, given: Given, organisation: UUID, session: UUID, noon: Traveller
) -> None:
    key = given.api_key("organiser", organisation)
    path = f"/sessions/{session}/move"
    body = {"starts_at": "2027-12-06T12:00:00+02:00", "ends_at": "2027-12-06T14:00:00+02:00"}
    looked = call("GET", f"{path}?starts_at=2027-12-06T10:00:00Z&ends_at=2027-12-06T12:00:00Z", key=key)
    assert looked.status_code == 200, looked.text
    assert (looked.json["version"], looked.json["presenters"], looked.json["participants"]) == (1, 1, 0)
    assert [one["kind"] for one in looked.json["warnings"]] == ["holiday"]
    done = call("POST", path, body | {"version": 1, "note": "Why"}, key=key)
    assert done.status_code == 200, done.text
    assert done.json["told_from"] == "2027-01-11T12:01:00+02:00"
    assert done.json["session"]["starts_at"] == body["starts_at"]
    assert (
        call("POST", path, body | {"version": 1, "ends_at": body["ends_at"][:11] + "15:00:00+02:00"}, key=key).json[
            "code"
        ]
        == "stale"
    )
    undo = f"/sessions/{session}/moves/{done.json['id']}/undo"
    assert call("POST", undo, key=key).json["starts_at"] == "2027-01-18T12:00:00+02:00"
    again = call("POST", path, body, key=key).json
    noon.shift(timedelta(seconds=56))
    assert call("POST", f"/sessions/{session}/moves/{again['id']}/undo", key=key).json["code"] == "told_already"


def test_draft_is_moved_at_once(call: Call, given: Given, organisation: UUID) -> None:
    draft = given.session(given.series(organisation, state="draft", published_at=None), WHEN)
    given.presenter(draft, AINO)
    body = {"starts_at": "2027-02-06T12:00:00+02:00", "ends_at": "2027-02-06T14:00:00+02:00"}
    done = call("POST", f"/sessions/{draft}/move", body).json
    assert (done["id"], done["people"], done["told_from"]) == (None, 0, None)
    assert stored(given, draft).told_from is None
