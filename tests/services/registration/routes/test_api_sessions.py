"""Single sessions of a registration over the API."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from shared.schema.base import new_id
from tests.services.registration.conftest import Call
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def key(given: Given) -> str:
    """A contact's program."""
    return given.api_key("contact", given.organisation("Sospro Oy"))


@pytest.fixture
def days(given: Given) -> list[UUID]:
    """Three study days: one was held, two are to come."""
    series = given.series()
    return [given.session(series, NOON + timedelta(days=week)) for week in (-1, 7, 14)]


@pytest.fixture
def path(call: Call, given: Given, days: list[UUID], key: str) -> str:
    """Anna's sessions."""
    offering = given.offering(given.series(), days)
    body = {"people": [{"email": "anna@example.org", "name": "Anna"}]}
    made = call("POST", f"/offerings/{offering}/registrations", body, key).json["registrations"]
    return f"/registrations/{made[0]['id']}/sessions"


def left_out(answer: Any) -> list[bool]:
    assert answer.status_code == 200, answer.text
    return [one["left_out"] for one in answer.json["items"]]


def test_session_is_left_out_and_taken_back(call: Call, path: str, days: list[UUID], key: str) -> None:
    listed = call("GET", path, key=key)
    assert left_out(listed) == [False, False, False]
    assert [one["session_id"] for one in listed.json["items"]] == [str(one) for one in days]
    for _time in range(2):
        assert left_out(call("POST", f"{path}/{days[1]}/leave", key=key)) == [False, True, False]
    assert left_out(call("GET", path, key=key)) == [False, True, False]
    for _time in range(2):
        assert left_out(call("POST", f"{path}/{days[1]}/return", key=key)) == [False, False, False]


def test_sessions_that_can_not_be_left_are_a_problem(call: Call, path: str, days: list[UUID], key: str) -> None:
    assert call("POST", f"{path}/{days[0]}/leave", key=key).json["code"] == "no_session"
    assert call("POST", f"{path}/{new_id()}/leave", key=key).status_code == 404
    call("POST", f"{path}/{days[1]}/leave", key=key)
    last = call("POST", f"{path}/{days[2]}/leave", key=key)
    assert (last.status_code, last.json["code"], last.mimetype) == (409, "last_session", "application/problem+json")


def test_others_sessions_are_not_there(call: Call, given: Given, path: str, days: list[UUID]) -> None:
    another = given.api_key("contact", given.organisation("Another Oy"))
    for method, more in (("GET", ""), ("POST", f"/{days[1]}/leave"), ("POST", f"/{days[1]}/return")):
        assert call(method, path + more, key=another).json["code"] == "no_registration"
        assert call(method, path + more, key="").status_code == 401
        assert call(method, f"/registrations/{new_id()}/sessions{more}").status_code == 404
    assert left_out(call("GET", path)) == [False, False, False]
