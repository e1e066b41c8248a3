from datetime import timedelta
from uuid import UUID

import pytest

from services.catalogue.routes.api_schedule import ScheduleOut
from tests.services.catalogue.conftest import Call, Made
from tests.support.factories import NOON, Given

JANUARY = "since=2027-01-01T00:00:00Z&until=2027-02-01T00:00:00Z"


def test_schedule_holds_own_sessions_of_the_period_with_what_stands_against_them(
    call: Call, given: Given, made: Made
) -> None:
    other = given.series(title="Theirs")
    elsewhere = given.session(other, NOON + timedelta(days=7, hours=3), title="Secret")
    given.presenter(elsewhere, "aino@example.org")
    key = given.api_key("organiser", UUID(made.organisation))
    answer = call("GET", f"/schedule?{JANUARY}", key=key)
    assert answer.status_code == 200, answer.text
    [item] = answer.json["items"]
    # it is written as it was read: nothing is left out of what is described, and nothing added
    assert ScheduleOut.model_validate_json(answer.text).model_dump(mode="json") == answer.json
    assert (item["id"], item["series"], item["starts_at"]) == (made.session_id, made.slug, "2027-01-18T14:00:00+02:00")
    booked = {"kind": "presenter", "name": "Aino Esittelijä", "title": None, "during": "session", "other": "session"}
    assert item["clashes"] == [booked]
    assert {one["title"] for one in call("GET", f"/schedule?{JANUARY}").json["items"]} == {"Nepsy arjessa", "Secret"}
    assert call("GET", f"/schedule?{JANUARY}&series=none", key=key).json["items"] == []
    later = JANUARY.replace("-02-", "-03-").replace("-01-", "-02-")
    assert call("GET", f"/schedule?{later}", key=key).json["items"] == []


@pytest.mark.parametrize(
    "query",
    ["", "since=2027-01-01T00:00:00Z", "since=2027-02-01T00:00:00Z&until=2027-02-01T00:00:00Z",
     "since=2027-01-01T00:00:00Z&until=2027-06-01T00:00:00Z"],
)  # fmt: skip
def test_schedule_without_a_good_period_is_refused(call: Call, query: str) -> None:
    assert call("GET", f"/schedule?{query}").status_code == 422
