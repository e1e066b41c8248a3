from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from time_machine import Traveller

from tests.services.catalogue.conftest import SESSION, Call, Journal, Made
from tests.support.factories import NOON, Given

MOVED = {"starts_at": "2027-01-19T14:00:00+02:00", "ends_at": "2027-01-19T16:00:00+02:00"}


def test_session_needs_times_only(call: Call, made: Made, journal: Journal) -> None:
    answer = call("POST", f"{made.series}/sessions", MOVED)
    assert answer.status_code == 201
    said = answer.json
    assert (said["title"], said["timezone"], said["mode"]) == ("Nepsy-kierros", "Europe/Helsinki", "online")
    assert (said["starts_at"], said["ends_at"]) == (MOVED["starts_at"], MOVED["ends_at"])
    assert (said["state"], said["revision"], said["presenters"]) == ("scheduled", 0, [])
    assert said["url"] == f"http://localhost:8000/sessions/{said['id']}"
    assert journal()[-1] == "session.added"


def test_session_times_are_told_in_its_own_zone(call: Call, made: Made) -> None:
    body = SESSION | {"timezone": "America/New_York"}
    said = call("POST", f"{made.series}/sessions", body).json
    assert said["starts_at"] == "2027-01-18T07:00:00-05:00"
    summer = {"starts_at": "2027-07-18T12:00:00Z", "ends_at": "2027-07-18T13:00:00Z"}
    assert call("POST", f"{made.series}/sessions", summer).json["starts_at"] == "2027-07-18T15:00:00+03:00"


def test_rehearsal_is_told_to_organisers_and_taken_away_by_null(call: Call, made: Made) -> None:
    call("PATCH", made.series, {"state": "published"})
    said = call("PATCH", made.session, {"rehearsal": {"before_minutes": 1440, "minutes": 30}}).json
    day = "2027-01-17T"
    assert said["rehearsal"]["starts_at"].startswith(day)
    assert said["revision"] == call("GET", made.session).json["revision"]
    assert call("GET", made.session, key="").json["rehearsal"] is None
    assert call("PATCH", made.session, {"title": "Toinen"}).json["rehearsal"]["minutes"] == 30
    late = call("PATCH", made.session, {"rehearsal": {"before_minutes": 10, "minutes": 30}})
    assert (late.status_code, late.json["code"]) == (422, "rehearsal_too_long")
    for wrong in ({"before_minutes": True, "minutes": 1}, {"before_minutes": 30, "minutes": "15"}):
        assert call("PATCH", made.session, {"rehearsal": wrong}).status_code == 422, wrong
    assert call("PATCH", made.session, {"rehearsal": None}).json["rehearsal"] is None


def test_session_tells_the_public_neither_link_nor_addresses(call: Call, made: Made) -> None:
    call("PATCH", made.series, {"state": "published"})
    seen = call("GET", made.session, key="")
    assert (seen.json["join_url"], seen.json["warnings"]) == (None, [])
    assert seen.json["presenters"][0]["name"] == "Aino Esittelijä"
    listed = call("GET", f"{made.series}/sessions", key="")
    for answer in (seen, listed):
        assert "meet.example.org" not in answer.text
        assert "aino@example.org" not in answer.text
    organiser = call("GET", made.session).json
    assert organiser["join_url"] == SESSION["join_url"]
    assert organiser["presenters"][0]["email"] == "aino@example.org"
    assert organiser["presenters"][0]["reply"] == "needs-action"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("starts_at", "2027-01-18T14:00:00"),
        ("starts_at", "2027-01-18"),
        ("starts_at", "tomorrow"),
        ("starts_at", 1800000000),
        ("starts_at", "1800000000"),
        ("starts_at", "2027-02-30T14:00:00+02:00"),
        ("starts_at", "0001-01-01T00:00:00+14:00"),
        ("starts_at", "1950-01-01T00:00:00Z"),
        ("ends_at", "9999-12-31T23:59:59-14:00"),
        ("ends_at", "2027-01-18T14:00:00+02:00"),
        ("ends_at", "2027-01-18T13:59:59+02:00"),
        ("ends_at", "2027-02-02T14:00:00+02:00"),
        ("timezone", "Helsinki"),
        ("timezone", ""),
        ("timezone", "Europe/Helsinki\x07"),
        ("mode", "telepathy"),
        ("join_url", "javascript:alert(1)"),
        ("join_url", "meet.example.org"),
        ("join_url", "https://meet.example.org/\r\nX: y"),
        ("join_url", "https://" + "x" * 1000),
        ("venue", "x" * 201),
        ("title", "x" * 201),
        ("description", "x" * 20_001),
        ("presenters", "Aino"),
        ("presenters", [{"name": "A", "email": f"a{number}@example.org"} for number in range(101)]),
    ],
)
def test_session_with_a_wrong_field_is_refused_by_its_name(call: Call, made: Made, field: str, value: Any) -> None:
    for answer in (
        call("POST", f"{made.series}/sessions", SESSION | {field: value}),
        call("PATCH", made.session, {field: value}),
    ):
        assert (answer.status_code, answer.json["field"]) == (422, field), answer.text
    assert call("GET", made.session).json["revision"] == 0


@pytest.mark.parametrize(
    ("presenter", "field"),
    [
        ({"name": "A", "email": "nowhere"}, "presenters.0.email"),
        ({"name": "A", "email": "a@example.org\r\nBcc: b@example.org"}, "presenters.0.email"),
        ({"name": "", "email": "a@example.org"}, "presenters.0.name"),
        ({"name": "A"}, "presenters.0.email"),
        ({"name": "A", "email": "a@example.org", "role": "king"}, "presenters.0.role"),
    ],
)
def test_presenter_with_a_wrong_field_is_refused_by_its_name(
    call: Call, made: Made, presenter: dict[str, str], field: str
) -> None:
    answer = call("PATCH", made.session, {"presenters": [presenter]})
    assert (answer.status_code, answer.json["field"]) == (422, field)


def test_presenter_twice_in_a_list_is_refused_by_place(call: Call, made: Made) -> None:
    twice = [{"name": "Aino", "email": "aino@example.org"}, {"name": "Aino E", "email": "AINO@Example.org"}]
    answer = call("PATCH", made.session, {"presenters": twice})
    assert (answer.status_code, answer.json["code"]) == (422, "presenter_twice")
    assert answer.json["field"] == "presenters.1.email"


def test_moving_a_session_raises_its_revision_and_asks_presenters_again(
    call: Call, made: Made, given: Given, journal: Journal
) -> None:
    answer = call("PATCH", made.session, MOVED)
    assert answer.status_code == 200
    assert (answer.json["starts_at"], answer.json["revision"]) == (MOVED["starts_at"], 1)
    assert journal()[-1] == "session.moved"


@pytest.mark.parametrize(
    ("change", "revision", "kind"),
    [
        ({"venue": "Kauppi, sali 2"}, 1, "session.moved"),
        ({"join_url": None}, 1, "session.moved"),
        ({"mode": "hybrid"}, 1, "session.moved"),
        ({"timezone": "Europe/Stockholm"}, 1, "session.moved"),
        ({"title": "Uusi nimi"}, 0, "session.changed"),
        ({"description": "Tarkemmin"}, 0, "session.changed"),
    ],
)
def test_changing_a_session_moves_it_when_calendars_must_follow(
    call: Call, made: Made, journal: Journal, change: dict[str, Any], revision: int, kind: str
) -> None:
    assert call("PATCH", made.session, change).json["revision"] == revision
    assert journal()[-1] == kind


def test_same_instant_in_another_offset_is_no_change(call: Call, made: Made, journal: Journal) -> None:
    before = call("GET", made.session).json
    after = call("PATCH", made.session, {"starts_at": "2027-01-18T12:00:00Z", "title": before["title"]}).json
    assert after == before
    assert "session.moved" not in journal()


def test_stale_edit_of_a_session_is_told_and_loses_nothing(call: Call, made: Made) -> None:
    seen = call("GET", made.session).json["version"]
    first = call("PATCH", made.session, {"title": "Ensimmäinen", "version": seen})
    stale = call("PATCH", made.session, {"venue": "Toinen", "version": seen})
    assert (first.status_code, stale.status_code, stale.json["code"]) == (200, 409, "stale")
    assert call("GET", made.session).json["venue"] is None
    newest = first.json["version"]
    assert call("PATCH", made.session, {"venue": "Toinen", "version": newest}).json["title"] == "Ensimmäinen"


def test_replacing_presenters_touches_only_who_comes_and_goes(call: Call, made: Made, journal: Journal) -> None:
    before = call("GET", made.session).json
    wanted = [
        {"name": "Aino Esittelijä", "email": "AINO@example.org"},
        {"name": "Bo Värd", "email": "bo@example.org", "role": "host", "title": "rektor"},
    ]
    after = call("PATCH", made.session, {"presenters": wanted}).json
    assert [(one["email"], one["role"]) for one in after["presenters"]] == [
        ("aino@example.org", "speaker"),
        ("bo@example.org", "host"),
    ]
    assert after["presenters"][0]["id"] == before["presenters"][0]["id"]
    assert after["revision"] == before["revision"]
    assert journal()[-1] == "presenter.added"
    lines = len(journal())
    call("PATCH", made.session, {"presenters": wanted[1:]})
    assert journal()[lines:] == ["presenter.removed"]
    assert call("PATCH", made.session, {"presenters": wanted[1:]}).json["version"] == after["version"] + 1


def test_presenters_keep_the_order_of_their_list(call: Call, made: Made) -> None:
    names = [f"Esittäjä {number}" for number in range(8)]
    wanted = [{"name": name, "email": f"e{number}@example.org"} for number, name in enumerate(names)]
    said = call("POST", f"{made.series}/sessions", SESSION | {"presenters": wanted}).json
    assert [one["name"] for one in said["presenters"]] == names


def test_cancelling_a_session_raises_its_revision_once(call: Call, made: Made, journal: Journal) -> None:
    answer = call("POST", f"{made.session}/cancel")
    assert (answer.status_code, answer.json["state"], answer.json["revision"]) == (200, "cancelled", 1)
    assert call("POST", f"{made.session}/cancel").json == answer.json
    assert journal().count("session.cancelled") == 1


def test_cancelled_session_stays_as_it_was_announced(call: Call, made: Made) -> None:
    call("POST", f"{made.session}/cancel")
    changes: list[dict[str, Any]] = [MOVED, {"title": "Uusi"}, {"presenters": []}]
    for change in changes:
        answer = call("PATCH", made.session, change)
        assert (answer.status_code, answer.json["code"]) == (409, "session_cancelled")


def test_session_warns_of_what_is_seldom_meant(call: Call, made: Made) -> None:
    long = {"starts_at": "2027-01-10T08:00:00+02:00", "ends_at": "2027-01-12T16:00:00+02:00", "mode": "hybrid"}
    warnings = call("POST", f"{made.series}/sessions", long).json["warnings"]
    assert warnings == [
        "It starts in the past.",
        "It lasts over 12 hours. Is the end right?",
        "There is no link to join yet. Participants need it before the session.",
        "There is no venue yet. Participants need to know where to come.",
        "No way to register covers this session yet, so nobody can come to it.",
    ]
    assert call("GET", made.session).json["warnings"] == []


def test_session_on_a_holiday_is_warned_of(call: Call, made: Made) -> None:
    friday = {"starts_at": "2027-03-26T09:00:00+02:00", "ends_at": "2027-03-26T10:00:00+02:00"}
    assert call("PATCH", made.session, friday).json["warnings"] == ["It is a holiday in Finland: Good Friday."]


def test_move_before_a_deadline_is_warned_of(call: Call, made: Made) -> None:
    times = {"starts_at": "2027-01-15T10:00:00+02:00", "ends_at": "2027-01-15T11:00:00+02:00"}
    offering = {"name": "Etänä", "closes_at": "2027-01-17T23:59:00+02:00"}
    call("POST", f"{made.series}/offerings", offering)
    assert call("GET", made.session).json["warnings"] == []
    said = call("PATCH", made.session, times).json["warnings"]
    assert any(one.startswith("Registration for “Etänä” closes on Sunday 17 January 2027") for one in said), said


def test_presenter_in_two_places_at_once_is_warned_of(call: Call, made: Made, given: Given) -> None:
    own = given.series(UUID(made.organisation))
    given.presenter(given.session(own, NOON + timedelta(days=7, hours=3), title="Päällekkäin"), "aino@example.org")
    given.presenter(given.session(own, NOON + timedelta(days=7, hours=4), title="Perään"), "aino@example.org")
    draft = given.series(state="draft", published_at=None)
    given.presenter(given.session(draft, NOON + timedelta(days=7, hours=2), title="Vieras"), "aino@example.org")
    assert call("GET", made.session).json["warnings"] == ["Aino Esittelijä presents “Päällekkäin” at the same time."]


@pytest.mark.parametrize("for_customers", [False, True])
def test_what_others_hold_is_warned_of_without_its_title(
    call: Call, made: Made, given: Given, for_customers: bool
) -> None:
    theirs = given.series(given.organisation("Muu"), for_customers=for_customers)
    given.presenter(given.session(theirs, NOON + timedelta(days=7, hours=3), title="Salainen"), "aino@example.org")
    assert call("GET", made.session).json["warnings"] == ["Aino Esittelijä is booked elsewhere then."]


def test_sessions_are_listed_in_the_order_of_time(call: Call, made: Made) -> None:
    early = call("POST", f"{made.series}/sessions", SESSION | {"starts_at": "2027-01-18T13:00:00+02:00"}).json["id"]
    first = call("GET", f"{made.series}/sessions?limit=1").json
    rest = call("GET", f"{made.series}/sessions?limit=1&cursor={first['next']}").json
    assert [first["items"][0]["id"], rest["items"][0]["id"], rest["next"]] == [early, made.session_id, None]


def test_times_around_the_change_of_the_clock_keep_their_instant(call: Call, made: Made) -> None:
    spring = {"starts_at": "2027-03-28T02:30:00+02:00", "ends_at": "2027-03-28T04:30:00+03:00"}
    said = call("POST", f"{made.series}/sessions", spring).json
    assert (said["starts_at"], said["ends_at"]) == (spring["starts_at"], spring["ends_at"])
    twice = {"starts_at": "2027-10-31T03:30:00+03:00", "ends_at": "2027-10-31T03:30:00+02:00"}
    said = call("POST", f"{made.series}/sessions", twice).json
    assert (said["starts_at"], said["ends_at"]) == (twice["starts_at"], twice["ends_at"])


def test_request_sent_twice_under_one_key_is_done_once(call: Call, made: Made) -> None:
    path, headers = f"{made.series}/sessions", {"Idempotency-Key": "session-1"}
    first, again = (call("POST", path, MOVED, **headers) for _time in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    other = call("POST", path, MOVED | {"title": "Toinen"}, **headers)
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    assert len(call("GET", path).json["items"]) == 2


def test_session_that_is_not_there_is_not_found(call: Call, made: Made, noon: Traveller) -> None:
    for method, path in (("GET", ""), ("PATCH", ""), ("POST", "/cancel")):
        answer = call(method, f"/sessions/{made.offering_id}{path}", {} if method == "PATCH" else None)
        assert answer.status_code == 404


def test_session_is_deleted_from_a_draft_alone(call: Call, made: Made, journal: Journal) -> None:
    other = call("POST", f"{made.series}/sessions", SESSION).json["id"]
    assert call("DELETE", f"/sessions/{other}").status_code == 204
    assert call("GET", f"/sessions/{other}").status_code == 404
    assert journal()[-1] == "session.removed"
    call("PATCH", made.series, {"state": "published"})
    refused = call("DELETE", made.session)
    assert (refused.status_code, refused.json["code"]) == (409, "was_published")
