"""Preliminary assignments and programmes over the API."""

from tests.services.catalogue.conftest import Call, Journal, Made
from tests.support.factories import Given


def test_assignment_is_set_changed_and_taken_away(call: Call, made: Made, journal: Journal) -> None:
    session_id = made.session.rpartition("/")[2]
    said = {"title": "Read the guide", "instructions": "All", "session_id": session_id, "days_before": 0}
    added = call("POST", f"{made.series}/assignments", said)
    assert added.status_code == 201, added.text
    starts_at = call("GET", made.session).json["starts_at"]
    assert (added.json["due"], added.json["due_at"], added.json["remind_days"]) == (starts_at, None, 3)
    one = f"/assignments/{added.json['id']}"
    changed = call("PATCH", one, {"session_id": None, "days_before": None, "due_at": "2027-02-01", "version": 1})
    assert (changed.status_code, changed.json["due"]) == (200, "2027-02-01T23:59:59+02:00"), changed.text
    stale = call("PATCH", one, {"title": "Other", "version": 1})
    assert (stale.status_code, stale.json["code"]) == (409, "stale")
    for wrong in ({"due_at": None}, {"session_id": session_id}, {"offering_id": session_id}):
        assert call("PATCH", one, wrong).status_code == 422, wrong
    [listed] = call("GET", f"{made.series}/assignments").json["items"]
    assert (listed["title"], listed["instructions"], listed["version"]) == ("Read the guide", "All", 2)
    assert call("DELETE", one).status_code == 204
    assert call("DELETE", one).status_code == 404
    assert call("GET", f"{made.series}/assignments").json["items"] == []
    assert journal()[-3:] == ["assignment.added", "assignment.changed", "assignment.removed"]


def test_programme_tells_hours_and_shared_sessions(call: Call, given: Given) -> None:
    series = given.series(slug="kierros", credits=5)
    own, shared = given.session(series, kind="study-day"), given.session(series)
    given.offering(series, [own, shared], name="Oulu")
    given.offering(series, [shared], name="National")
    assignment = given.assignment(series, own, instructions="secret")
    said = call("GET", "/series/kierros/programme").json
    oulu = next(one for one in said["cohorts"] if one["name"] == "Oulu")
    assert said["credits"] == 5
    assert oulu["shared_session_ids"] == [str(shared)]
    assert oulu["assignment_ids"] == [str(assignment)]
    # both sessions are held at the same time
    assert (oulu["study_days"], oulu["minutes_together"], oulu["hours_total"], oulu["hours_own"]) == (1, 120, 133, 131)
    national = next(one for one in said["cohorts"] if one["name"] == "National")
    assert national["assignment_ids"] == []
