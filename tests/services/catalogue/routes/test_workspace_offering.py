from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, insert, select, update

from services.catalogue.routes import workspace_offering
from shared.schema.catalogue import Offering, OfferingSession
from shared.schema.registration import Seats
from tests.services.catalogue.routes.form_of import form_of
from tests.support.factories import NOON, Given


@pytest.fixture
def series(given: Given, organisation: UUID) -> UUID:
    """A published series at /workspace/series/one."""
    return given.series(organisation, slug="one")


@pytest.fixture
def stop(given: Given, series: UUID) -> UUID:
    """Its only stop, on 18 January 2027."""
    return given.session(series)


@pytest.fixture
def form(stop: UUID) -> dict[str, Any]:
    """What an organiser types for an offering."""
    return {
        "name": "Koko kierros",
        "session_ids": [str(stop)],
        "closes_on": "2027-01-15",
        "closes_time": "",
        "opens_on": "",
        "opens_time": "",
        "capacity": "25",
        "waitlist": "y",
        "region": "",
        "description": "",
        "version": "1",
        "new_id": str(uuid4()),
    }


def stored(given: Given) -> Any:
    with given.database.reading() as db:
        return db.execute(select(Offering)).one_or_none()


def test_new_offering_closes_at_the_end_of_its_day(
    organiser: FlaskClient, given: Given, form: dict[str, Any], stop: UUID
) -> None:
    assert organiser.post("/workspace/series/one/offerings/new", data=form).status_code == 302
    offering = stored(given)
    assert offering.closes_at == datetime(2027, 1, 15, 21, 59, 59, tzinfo=UTC)
    assert (offering.capacity, offering.waitlist, offering.opens_at) == (25, True, None)
    with given.database.reading() as db:
        assert db.scalars(select(OfferingSession.session_id)).all() == [stop]


def test_new_offering_with_times_closes_and_opens_at_them(
    organiser: FlaskClient, given: Given, form: dict[str, Any]
) -> None:
    times = {"closes_time": "12:00", "opens_on": "2027-01-12", "opens_time": "9.30"}
    organiser.post("/workspace/series/one/offerings/new", data=form | times)
    offering = stored(given)
    assert offering.closes_at == datetime(2027, 1, 15, 10, 0, tzinfo=UTC)
    assert offering.opens_at == datetime(2027, 1, 12, 7, 30, tzinfo=UTC)


def test_new_offering_without_limits(organiser: FlaskClient, given: Given, form: dict[str, Any]) -> None:
    bare = form | {"closes_on": "", "capacity": ""}
    bare.pop("waitlist")
    organiser.post("/workspace/series/one/offerings/new", data=bare)
    offering = stored(given)
    assert (offering.closes_at, offering.capacity, offering.waitlist) == (None, None, False)


def test_new_offering_sent_twice_is_one(organiser: FlaskClient, given: Given, form: dict[str, Any]) -> None:
    for _time in range(2):
        assert organiser.post("/workspace/series/one/offerings/new", data=form).status_code == 302
    assert stored(given) is not None


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"name": ""}, "name", "This field is needed."),
        ({"session_ids": []}, "session_ids", "Choose at least one session."),
        ({"session_ids": [str(UUID(int=1))]}, "session_ids", "Choose at least one session."),
        ({"capacity": "0"}, "capacity", "A whole number between 1 and 100000."),
        ({"capacity": "-1"}, "capacity", "A whole number between 1 and 100000."),
        ({"capacity": "2.5"}, "capacity", "A whole number between 1 and 100000."),
        ({"capacity": "999999999999"}, "capacity", "A whole number between 1 and 100000."),
        ({"closes_on": "tomorrow"}, "closes_on", "A day such as"),
        ({"closes_on": "", "closes_time": "12:00"}, "closes_on", "Give the day too."),
        ({"opens_on": "2027-01-16"}, "closes_on", "Registration cannot close before it opens."),
        ({"closes_on": "2099-12-31"}, "closes_on", "Registration would close only after"),
        ({"closes_on": "2100-01-01"}, "closes_on", "The year must be between 2000 and 2099."),
        ({"opens_on": "0001-01-01"}, "opens_on", "The year must be between 2000 and 2099."),
        ({"promotes_on": "9999-12-31"}, "promotes_on", "The year must be between 2000 and 2099."),
        ({"closes_on": "2027-03-28", "closes_time": "03:30"}, "closes_time", "Clocks skip this time"),
        ({"description": "x" * 2001}, "description", "At most 2000 characters."),
    ],
)
def test_new_offering_names_what_is_wrong_and_keeps_the_rest(
    organiser: FlaskClient, given: Given, form: dict[str, Any], change: dict[str, Any], field: str, sentence: str
) -> None:
    answer = organiser.post("/workspace/series/one/offerings/new", data=form | {"region": "Oulun seutu"} | change)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'href="#{field}"' in answer.text
    assert 'value="Oulun seutu"' in answer.text
    assert stored(given) is None


@pytest.mark.parametrize("name", ["closes", "opens", "promotes"])
def test_time_that_comes_twice_is_asked_about_and_kept(
    organiser: FlaskClient, given: Given, form: dict[str, Any], series: UUID, name: str
) -> None:
    given.session(series, NOON + timedelta(days=400))
    last = {"closes_on": "", f"{name}_on": "31.10.2027", f"{name}_time": "03:30", "late_deadline": "y"}
    asked = organiser.post("/workspace/series/one/offerings/new", data=form | last)
    assert asked.status_code == 422
    assert "This time occurs twice on that day" in asked.text
    assert f'href="#{name}_time"' in asked.text
    assert asked.text.count("Which of the two hours") == 1
    assert form_of(asked.text)[f"{name}_on"] == ["31.10.2027"]
    assert stored(given) is None
    answer = organiser.post(
        "/workspace/series/one/offerings/new", data=form_of(asked.text) | {f"{name}_hour": ["second"]}
    )
    assert answer.status_code == 302
    column = "promotes_until" if name == "promotes" else f"{name}_at"
    meant = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    assert getattr(stored(given), column) == meant
    address = f"/workspace/offerings/{stored(given).id}/edit"
    page = form_of(organiser.get(address).text)
    assert page[f"{name}_hour"] == ["second"]
    again = page | {"region": ["Kainuu"], "late_deadline": ["y"]}
    assert organiser.post(address, data=again).status_code == 302
    assert (stored(given).region, getattr(stored(given), column)) == ("Kainuu", meant)


def test_day_alone_in_the_night_of_two_hours_asks_nothing(
    organiser: FlaskClient, given: Given, form: dict[str, Any]
) -> None:
    days = {"opens_on": "2027-10-31", "closes_on": "2027-10-31", "late_deadline": "y"}
    assert organiser.post("/workspace/series/one/offerings/new", data=form | days).status_code == 302
    offering = stored(given)
    assert offering.opens_at == datetime(2027, 10, 30, 21, tzinfo=UTC)
    assert offering.closes_at == datetime(2027, 10, 31, 21, 59, 59, tzinfo=UTC)


def test_session_removed_while_the_form_was_open_is_told(
    organiser: FlaskClient, given: Given, form: dict[str, Any], stop: UUID
) -> None:
    gone = form | {"session_ids": [str(stop), str(UUID(int=1))]}
    answer = organiser.post("/workspace/series/one/offerings/new", data=gone)
    assert answer.status_code == 422
    assert "A session that you chose is not in the series any more." in answer.text
    assert form_of(answer.text)["session_ids"] == [str(stop)]


def test_edit_keeps_the_seconds_of_a_deadline(organiser: FlaskClient, given: Given, series: UUID, stop: UUID) -> None:
    closes_at = datetime(2027, 1, 15, 10, 0, 30, tzinfo=UTC)
    address = f"/workspace/offerings/{given.offering(series, [stop], closes_at=closes_at)}/edit"
    page = form_of(organiser.get(address).text)
    assert page["closes_time"] == ["12:00:30"]
    organiser.post(address, data=page | {"region": ["Kainuu"]})
    assert stored(given).closes_at == closes_at


def test_deadline_after_the_last_stop_is_asked_about_and_may_be_meant(
    organiser: FlaskClient, given: Given, form: dict[str, Any]
) -> None:
    late = form | {"closes_on": "2027-01-30"}
    answer = organiser.post("/workspace/series/one/offerings/new", data=late)
    assert answer.status_code == 422
    assert 'name="late_deadline"' in answer.text
    assert organiser.post("/workspace/series/one/offerings/new", data=late | {"late_deadline": "y"}).status_code == 302
    assert stored(given).closes_at == datetime(2027, 1, 30, 21, 59, 59, tzinfo=UTC)


def test_edit_shows_the_deadline_as_it_was_typed(
    organiser: FlaskClient, given: Given, series: UUID, stop: UUID
) -> None:
    offering = given.offering(series, [stop], closes_at=datetime(2027, 1, 15, 21, 59, 59, tzinfo=UTC))
    page = organiser.get(f"/workspace/offerings/{offering}/edit").text
    assert 'value="2027-01-15"' in page
    assert "23:59" not in page


def test_edit_refuses_fewer_places_than_are_taken(
    organiser: FlaskClient, given: Given, series: UUID, stop: UUID, form: dict[str, Any]
) -> None:
    offering = given.offering(series, [stop], capacity=25)
    with given.database.writing() as db:
        db.execute(insert(Seats).values(offering_id=offering, taken=12, waiting=0))
    answer = organiser.post(f"/workspace/offerings/{offering}/edit", data=form | {"capacity": "11"})
    assert answer.status_code == 422
    assert "12 places are taken already" in answer.text
    assert 'id="capacity-error"' in answer.text
    assert stored(given).capacity == 25


@pytest.fixture
def promoted(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """The offerings whose waiting people the registration service, which is not there, was asked to let in: two."""
    asked: list[UUID] = []

    def promote(_db: Connection, offering_id: UUID, _actor: str) -> list[str]:
        asked.append(offering_id)
        return ["anna", "berta"]

    monkeypatch.setattr(workspace_offering, "promote_after_commit", promote)
    return asked


def test_more_places_let_waiting_people_in(
    organiser: FlaskClient, given: Given, series: UUID, stop: UUID, form: dict[str, Any], promoted: list[UUID]
) -> None:
    offering = given.offering(series, [stop], capacity=25)
    where = f"/workspace/offerings/{offering}/edit"
    saved = organiser.post(where, data=form | {"capacity": "30"}, follow_redirects=True)
    assert "Saved. 2 people who waited got a place." in saved.text
    assert promoted == [offering]


def test_switching_off_approval_lets_those_in_who_asked(
    organiser: FlaskClient, given: Given, series: UUID, stop: UUID, form: dict[str, Any], promoted: list[UUID]
) -> None:
    asked_before, never = (given.offering(series, [stop], capacity=25, needs_approval=asks) for asks in (True, False))
    for offering in (asked_before, never):
        organiser.post(f"/workspace/offerings/{offering}/edit", data=form | {"capacity": "25"})
    assert promoted == [asked_before]


def test_edit_on_an_old_version_shows_both(
    organiser: FlaskClient, given: Given, series: UUID, stop: UUID, form: dict[str, Any]
) -> None:
    offering = given.offering(series, [stop])
    with given.database.writing() as db:
        db.execute(update(Offering).values(name="Theirs", version=2))
    answer = organiser.post(f"/workspace/offerings/{offering}/edit", data=form | {"name": "Mine"})
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert 'value="Mine"' in answer.text
    assert stored(given).name == "Theirs"


def test_two_organisers_changes_of_one_offering_are_joined(
    organiser: FlaskClient, given: Given, series: UUID, stop: UUID
) -> None:
    offering = given.offering(series, [stop], capacity=20, closes_at=NOON + timedelta(days=1))
    address = f"/workspace/offerings/{offering}/edit"
    first, second = form_of(organiser.get(address).text), form_of(organiser.get(address).text)
    assert organiser.post(address, data=first | {"capacity": ["30"], "closes_on": ["2027-01-13"]}).status_code == 302
    answer = organiser.post(address, data=second | {"region": ["Kainuu"], "closes_on": ["2027-01-14"]})
    assert answer.status_code == 409
    assert '<td data-label="As it is now">Wed 13 January 2027</td>' in answer.text
    assert organiser.post(address, data=form_of(answer.text)).status_code == 302
    now = stored(given)
    assert (now.capacity, now.region, now.closes_at.day) == (30, "Kainuu", 14)


def test_offerings_of_others_are_closed(stranger: FlaskClient, given: Given, series: UUID, stop: UUID) -> None:
    offering = given.offering(series, [stop], closes_at=NOON + timedelta(days=1))
    assert stranger.get(f"/workspace/offerings/{offering}/edit").status_code == 403
    assert stranger.post(f"/workspace/offerings/{offering}/edit").status_code == 403
    assert stranger.get(f"/workspace/offerings/{uuid4()}/edit").status_code == 404


@pytest.mark.usefixtures("stop")
def test_region_is_chosen_and_shown_in_the_organisers_language(organiser: FlaskClient, given: Given) -> None:
    address = "/workspace/series/one/offerings/new"
    page = organiser.get(f"{address}?lang=sv").text
    assert '<option value="Birkaland">' in page
    data = form_of(page) | {"name": ["Alla"], "region": ["Birkaland"]}
    assert organiser.post(f"{address}?lang=sv", data=data).status_code == 302
    assert stored(given).region == "Pirkanmaa"
    edit = f"/workspace/offerings/{stored(given).id}/edit"
    assert form_of(organiser.get(f"{edit}?lang=sv").text)["region"] == ["Birkaland"]
    assert form_of(organiser.get(f"{edit}?lang=fi").text)["region"] == ["Pirkanmaa"]
