from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from time_machine import Traveller

from shared.errors import Unreachable
from shared.http_clients.service_client import ServiceClient
from shared.schema.registration import Seats
from shared.web.current import EXTENSION
from tests.services.catalogue.conftest import SESSION, Call, Journal, Made
from tests.support.factories import Given


def take(given: Given, offering_id: str, places: int) -> None:
    """What the registration service writes when places are taken."""
    with given.database.writing() as db:
        db.execute(Seats.__table__.insert().values(offering_id=UUID(offering_id), taken=places))  # type: ignore[attr-defined]


def test_offering_covers_every_session_unless_told_which(call: Call, made: Made, journal: Journal) -> None:
    second = call("POST", f"{made.series}/sessions", SESSION | {"ends_at": "2027-01-18T17:00:00+02:00"}).json["id"]
    answer = call("POST", f"{made.series}/offerings", {})
    assert answer.status_code == 201
    said = answer.json
    assert sorted(said["session_ids"]) == sorted([made.session_id, second])
    assert (said["name"], said["capacity"], said["waitlist"]) == ("Nepsy-kierros", None, True)
    assert (said["opens_at"], said["closes_at"], said["version"]) == (None, None, 1)
    assert said["register_url"] == f"http://localhost:8001/register/{said['id']}"
    assert journal()[-1] == "offering.added"
    one = call("POST", f"{made.series}/offerings", {"session_ids": [second, second]}).json
    assert one["session_ids"] == [second]


def test_deadline_given_as_a_date_is_the_end_of_that_day_where_the_series_is(call: Call, made: Made) -> None:
    said = call("POST", f"{made.series}/offerings", {"closes_at": "2027-01-17"}).json
    assert said["closes_at"] == "2027-01-17T23:59:59+02:00"
    assert call("PATCH", f"/offerings/{said['id']}", {"closes_at": "2027-06-17"}).json["closes_at"] == (
        "2027-06-17T23:59:59+03:00"
    )
    assert call("PATCH", f"/offerings/{said['id']}", {"closes_at": None}).json["closes_at"] is None


def test_deadline_that_is_past_is_warned_of(call: Call, made: Made) -> None:
    warnings = call("PATCH", made.offering, {"closes_at": "2026-12-18T16:00:00+02:00"}).json["warnings"]
    assert warnings == ["Its registration has closed: nobody can register any more."]


def test_deadline_after_the_last_session_warns_and_stands(call: Call, made: Made) -> None:
    late = call("PATCH", made.offering, {"closes_at": "2027-01-18T16:00:01+02:00"})
    assert late.status_code == 200
    assert late.json["warnings"] == [
        "Registration closes only after the last session has ended. Is that what you mean?"
    ]
    assert call("PATCH", made.offering, {"closes_at": "2027-01-18T16:00:00+02:00"}).json["warnings"] == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x" * 201),
        ("description", "x" * 2001),
        ("region", "x" * 201),
        ("capacity", 0),
        ("capacity", -1),
        ("capacity", 1_000_001),
        ("capacity", "20"),
        ("capacity", True),
        ("capacity", 2.5),
        ("waitlist", "yes"),
        ("opens_at", "2027-01-01"),
        ("opens_at", "2027-01-01T10:00:00"),
        ("closes_at", "2027-02-30"),
        ("closes_at", "2027-01-01T10:00:00"),
        ("closes_at", "9999-12-31T00:00:00Z"),
        ("session_ids", []),
        ("session_ids", "all"),
    ],
)
def test_offering_with_a_wrong_field_is_refused_by_its_name(call: Call, made: Made, field: str, value: Any) -> None:
    for answer in (
        call("POST", f"{made.series}/offerings", {field: value}),
        call("PATCH", made.offering, {field: value}),
    ):
        assert (answer.status_code, answer.json["field"]) == (422, field), answer.text


def test_deadline_as_a_date_far_away_is_refused(call: Call, made: Made) -> None:
    for day in ("2150-01-01", "9999-12-31", "0001-01-01"):
        answer = call("PATCH", made.offering, {"closes_at": day})
        assert (answer.status_code, answer.json["field"]) == (422, "closes_at"), day


def test_offering_that_closes_before_it_opens_is_refused(call: Call, made: Made) -> None:
    call("PATCH", made.offering, {"opens_at": "2027-01-12T08:00:00+02:00"})
    answer = call("PATCH", made.offering, {"closes_at": "2027-01-12T08:00:00+02:00"})
    assert (answer.status_code, answer.json["code"]) == (422, "closes_before_opening")
    assert answer.json["field"] == "closes_at"


def test_offering_covers_its_own_series_sessions_only(call: Call, made: Made, given: Given) -> None:
    foreign = given.session(given.series(UUID(made.organisation)))
    for wrong in (foreign, uuid4()):
        answer = call("PATCH", made.offering, {"session_ids": [made.session_id, str(wrong)]})
        assert (answer.status_code, answer.json["code"]) == (422, "session_of_another_series")
        assert answer.json["field"] == "session_ids.1"


def test_changing_what_an_offering_covers_is_noted_once(call: Call, made: Made, journal: Journal) -> None:
    second = call("POST", f"{made.series}/sessions", SESSION).json["id"]
    said = call("PATCH", made.offering, {"session_ids": [second]}).json
    assert said["session_ids"] == [second]
    assert call("PATCH", made.offering, {"session_ids": [second]}).json == said
    assert journal().count("offering.changed") == 1


def test_stale_edit_of_an_offering_is_refused(call: Call, made: Made) -> None:
    call("PATCH", made.offering, {"name": "Ensimmäinen", "version": 1})
    stale = call("PATCH", made.offering, {"name": "Toinen", "version": 1})
    assert (stale.status_code, stale.json["code"]) == (409, "stale")


def test_capacity_is_not_lowered_below_the_places_taken(call: Call, made: Made, given: Given) -> None:
    take(given, made.offering_id, 12)
    refused = call("PATCH", made.offering, {"capacity": 11})
    assert (refused.status_code, refused.json["code"]) == (409, "capacity_below_taken")
    assert (refused.json["field"], "12 places" in refused.json["detail"]) == ("capacity", True)
    assert call("PATCH", made.offering, {"capacity": 12}).json["capacity"] == 12
    assert call("PATCH", made.offering, {"capacity": None}).json["capacity"] is None


def test_offering_that_had_no_limit_gets_none_below_the_places_taken(call: Call, made: Made, given: Given) -> None:
    offering = call("POST", f"{made.series}/offerings", {}).json["id"]
    take(given, offering, 3)
    assert call("PATCH", f"/offerings/{offering}", {"capacity": 2}).status_code == 409
    assert call("PATCH", f"/offerings/{offering}", {"capacity": 3}).status_code == 200


class Registration(ServiceClient):
    """Stands where the registration service would: notes what it is asked, or doesn't answer."""

    def __init__(self, asked: list[str], answers: bool = True) -> None:
        self.asked = asked
        self.answers = answers

    def post(self, path: str, *_rest: Any, **_more: Any) -> Any:
        self.asked.append(path)
        if not self.answers:
            raise Unreachable("service_unreachable", "It does not answer.")
        return {"promoted": []}


@pytest.mark.parametrize("answers", [True, False])
def test_more_places_ask_registration_to_let_people_in(app: Flask, call: Call, made: Made, answers: bool) -> None:
    asked: list[str] = []
    app.extensions[EXTENSION].clients["registration"] = Registration(asked, answers)
    assert call("PATCH", made.offering, {"capacity": 19}).status_code == 200
    assert call("PATCH", made.offering, {"name": "Uusi"}).status_code == 200
    assert asked == []
    assert call("PATCH", made.offering, {"capacity": 25}).json["capacity"] == 25
    assert asked == [f"/api/v1/offerings/{made.offering_id}/promote"]


def test_offerings_are_listed_as_they_were_made(call: Call, made: Made, noon: Traveller) -> None:
    noon.shift(1)
    second = call("POST", f"{made.series}/offerings", {"name": "Oulun seutu", "region": "Oulu"}).json["id"]
    first = call("GET", f"{made.series}/offerings?limit=1").json
    rest = call("GET", f"{made.series}/offerings?limit=1&cursor={first['next']}").json
    assert [first["items"][0]["id"], rest["items"][0]["id"], rest["next"]] == [made.offering_id, second, None]


def test_offering_of_a_series_without_sessions_says_so(call: Call, given: Given) -> None:
    slug = call("POST", "/series", {"title": "Tyhjä", "organiser_id": str(given.organisation())}).json["slug"]
    said = call("POST", f"/series/{slug}/offerings", {"name": "Kaikki"}).json
    assert (said["session_ids"], said["warnings"]) == ([], ["It covers no session yet."])


def test_offering_is_deleted_from_a_draft_alone(call: Call, made: Made, journal: Journal) -> None:
    other = call("POST", f"{made.series}/offerings", {"name": "Wrong"}).json["id"]
    assert call("DELETE", f"/offerings/{other}").status_code == 204
    assert call("GET", f"/offerings/{other}").status_code == 404
    assert journal()[-1] == "offering.removed"
    call("PATCH", made.series, {"state": "published"})
    refused = call("DELETE", made.offering)
    assert (refused.status_code, refused.json["code"]) == (409, "was_published")
