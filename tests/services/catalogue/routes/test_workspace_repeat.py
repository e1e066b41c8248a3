from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select

from shared.schema.catalogue import OfferingSession, Presenter, Session
from tests.services.catalogue.conftest import Call, Journal, Made
from tests.services.catalogue.routes.form_of import form_of
from tests.support.factories import Given

MONTHLY = {
    "frequency": ["monthly"], "place": ["1"], "until": ["2027-08-31"],
    "out_from": ["2027-07-01"], "out_to": ["2027-07-31"],
}  # fmt: skip


@pytest.fixture
def session(given: Given, organisation: UUID) -> UUID:
    """The first Wednesday of February, at 14 in Helsinki, covered by an offering, in a draft."""
    series = given.series(organisation, slug="luonnos", state="draft", published_at=None)
    session = given.session(series, datetime(2027, 2, 3, 12, tzinfo=UTC), venue="Kauppi", join_url="https://a.example")
    given.presenter(session, name="Bo Lärare", email="bo@example.org", reply="accepted")
    given.offering(series, [session])
    return session


def others(given: Given, session: UUID) -> list[Any]:
    with given.database.reading() as db:
        return list(
            db.execute(select(Session.__table__).where(Session.id != session).order_by(Session.starts_at)).all()
        )


def test_first_wednesdays_are_shown_and_those_ticked_are_added(
    organiser: FlaskClient, given: Given, session: UUID, journal: Journal
) -> None:
    address = f"/workspace/sessions/{session}/repeat"
    form = form_of(organiser.get(address).text)
    assert (form["weekday"], form["place"], form["starts"], form["first_day"]) == (
        ["2"],
        ["1"],
        ["14:00"],
        ["2027-02-04"],
    )
    looked = organiser.post(address, data=form | MONTHLY)
    assert looked.status_code == 200
    days = form_of(looked.text)["days"]
    assert days == ["2027-03-03", "2027-04-07", "2027-05-05", "2027-06-02", "2027-08-04"]
    assert others(given, session) == []
    sent = form_of(looked.text)
    sent["days"].remove("2027-05-05")
    first, second = (organiser.post(address, data=sent) for _time in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert "4 sessions are added." in organiser.get(first.headers["Location"]).text
    made = others(given, session)
    # 14 o'clock in winter and in summer
    assert [one.starts_at for one in made] == [
        datetime(2027, 3, 3, 12, tzinfo=UTC),
        *(datetime(2027, month, day, 11, tzinfo=UTC) for month, day in ((4, 7), (6, 2), (8, 4))),
    ]  # fmt: skip
    assert {(one.venue, one.join_url) for one in made} == {("Kauppi", None)}
    with given.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(OfferingSession)) == 5
        replies = list(db.scalars(select(Presenter.reply).where(Presenter.session_id != session)))
    assert replies == ["needs-action"] * 4
    assert journal().count("session.added") == 4


def test_another_rule_than_was_shown_is_shown_first(organiser: FlaskClient, given: Given, session: UUID) -> None:
    address = f"/workspace/sessions/{session}/repeat"
    looked = organiser.post(address, data=form_of(organiser.get(address).text) | {"count": ["2"]})
    sent = form_of(looked.text)
    assert sent["days"] == ["2027-02-10", "2027-02-17"]
    again = organiser.post(address, data=sent | {"starts": ["13.00"]})
    assert "13:00–16:00" in again.text
    assert "Nothing has been added yet." in again.text
    assert "Nothing has been added yet." not in looked.text
    none = organiser.post(address, data={name: value for name, value in sent.items() if name != "days"})
    assert "Choose at least one day." in none.text
    assert others(given, session) == []


def test_day_on_which_something_is_held_is_shown_without_a_tick(
    organiser: FlaskClient, given: Given, session: UUID
) -> None:
    address = f"/workspace/sessions/{session}/repeat"
    sent = form_of(organiser.get(address).text) | {"first_day": ["2027-01-04"], "count": ["6"]}
    page = BeautifulSoup(organiser.post(address, data=sent).text, "html.parser")
    ticked = [box.has_attr("checked") for box in page.select("input[name=days]")]
    assert ticked == [True] * 4 + [False, True]
    assert "is held at the same time" in page.text
    assert "already past" in page.text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, "Say either until when or how many."),
        ({"count": ["3"], "until": ["2027-05-01"]}, "Say either until when or how many."),
        ({"count": ["101"]}, "A whole number between 1 and 100."),
        ({"until": ["2030-01-01"]}, "At most 100 sessions at once."),
        ({"until": ["2027-02-05"]}, "No day fits this rule."),
        ({"count": ["3"], "ends": ["13:00"]}, "The end must be after the start."),
        ({"count": ["3"], "out_from": ["2027-07-01"]}, "Give both days."),
        ({"count": ["3"], "out_from": ["2027-07-01"], "out_to": ["2027-06-01"]}, "It ends before it begins."),
        ({"count": ["3"], "weekday": ["9"]}, "One of these: Monday"),
    ],
)
def test_rule_names_what_is_wrong(
    organiser: FlaskClient, given: Given, session: UUID, change: dict[str, list[str]], sentence: str
) -> None:
    address = f"/workspace/sessions/{session}/repeat"
    answer = organiser.post(address, data=form_of(organiser.get(address).text) | change)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_sessions_of_others_are_not_repeated(stranger: FlaskClient, given: Given, organisation: UUID) -> None:
    public = given.session(given.series(organisation))
    assert stranger.get(f"/workspace/sessions/{public}/repeat").status_code == 403
    assert stranger.post(f"/workspace/sessions/{public}/repeat", data={}).status_code == 403


def test_program_repeats_a_session(call: Call, made: Made, journal: Journal) -> None:
    rule = {
        "frequency": "monthly", "weekday": "MO", "place": -1, "first_day": "2027-02-01", "until": "2027-06-30",
        "exdates": ["2027-04-26"], "left_out": {"begins": "2027-06-01", "ends": "2027-06-30"},
        "starts": "14:00", "ends": "16:00",
    }  # fmt: skip
    answer = call("POST", f"{made.session}/repeat", rule)
    assert answer.status_code == 201, answer.text
    assert [one["starts_at"] for one in answer.json["items"]] == [
        "2027-02-22T14:00:00+02:00", "2027-03-29T14:00:00+03:00", "2027-05-31T14:00:00+03:00",
    ]  # fmt: skip
    assert len(call("GET", made.offering).json["session_ids"]) == 4
    assert journal()[-1] == "offering.changed"
    for change in ({"count": 3}, {"starts": "24:00"}, {"weekday": "XX"}, {"ends": "13:00"}, {"place": 5}):
        assert call("POST", f"{made.session}/repeat", rule | change).status_code == 422, change
