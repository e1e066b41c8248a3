"""Lists of staff as an HR system gives them."""

from base64 import b64encode
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from shared.schema.base import new_id
from shared.schema.registration import Batch
from tests.services.registration.conftest import Call
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")

SLUG = "nepsy-2027"
ANNA, BERTA = {"name": "Anna", "email": "anna@example.org"}, {"name": "Berta", "email": "Berta@Example.org"}


@pytest.fixture
def sospro(given: Given) -> UUID:
    return given.organisation("Sospro Oy")


@pytest.fixture
def key(given: Given, sospro: UUID) -> str:
    """A contact's program."""
    return given.api_key("contact", sospro)


@pytest.fixture
def series(given: Given) -> UUID:
    return given.series(slug=SLUG)


@pytest.fixture
def both(given: Given, series: UUID) -> list[str]:
    """Two offerings, of which one has one place."""
    return sorted([str(given.offering(series, name="Oulu")), str(given.offering(series, name="Turku", capacity=1))])


def give(call: Call, key: str, offerings: list[str], **more: Any) -> Any:
    return call("POST", f"/series/{SLUG}/staff-lists", {"offering_ids": offerings, **more}, key)


def state(call: Call, offering: str) -> list[str]:
    items = call("GET", f"/offerings/{offering}/registrations").json["items"]
    return [f"{one['name']} {one['state']}" for one in items]


def test_list_is_looked_over_mended_and_registered_everywhere_at_once(
    call: Call, given: Given, sospro: UUID, key: str, both: list[str]
) -> None:
    given.unit(sospro, "Koivula")
    people = [ANNA, {**BERTA, "unit": "Koivul"}, {"name": "Cecilia", "email": "cecilia@"}, {**ANNA, "name": "anna"}]
    made = give(call, key, both, people=people)
    assert made.status_code == 201, made.text
    rows = made.json["rows"]
    assert [one["problems"] for one in rows] == [[], [], ["bad_address"], []]
    assert (rows[3]["same_as"], sorted(rows[0]["chances"]), sorted(rows[1]["chances"])) == (
        1,
        ["place", "place"],
        ["place", "waits"],
    )
    assert made.json["unknown_units"] == [{"unit": "Koivul", "rows": 1}]
    assert [state(call, one) for one in both] == [[], []]
    path = f"/staff-lists/{made.json['id']}"
    mends = {
        "rows": [{"number": 3, "name": "Cecilia", "email": "cecilia@example.org"}],
        "removed": [4],
        "units": {"Koivul": "Koivula"},
    }
    mended = call("PATCH", path, mends, key).json
    assert ([one["problems"] for one in mended["rows"]], mended["unknown_units"]) == ([[], [], []], [])
    few = call("POST", f"{path}/register", {"if_full": "all-or-nothing"}, key)
    assert (few.status_code, few.json["code"], few.mimetype) == (409, "not_enough_places", "application/problem+json")
    done = call("POST", f"{path}/register", {}, key)
    assert (done.status_code, done.json["rows"]) == (200, []), done.text
    by_offering = {one["offering_id"]: one for one in done.json["results"]}
    assert sorted(sum(r["state"] == "waitlisted" for r in by_offering[one]["registrations"]) for one in both) == [0, 2]
    assert call("POST", f"{path}/register", {}, key).json == done.json == call("GET", path, key=key).json
    row = call("GET", f"/registrations/{by_offering[both[0]]['registrations'][1]['id']}", key=key).json
    assert (row["unit"], row["organisation_id"]) == ("Koivula", str(sospro))


def test_the_same_list_again_changes_nothing_and_says_so(call: Call, key: str, both: list[str]) -> None:
    def send() -> tuple[Any, Any]:
        made = give(call, key, both[:1], people=[ANNA, BERTA]).json
        return made, call("POST", f"/staff-lists/{made['id']}/register", {}, key).json

    send()
    made, done = send()
    assert [one["chances"][0].startswith("has_") for one in made["rows"]] == [True, True]
    assert (done["results"][0]["already_registered"], done["results"][0]["batch_ids"]) == (2, [])
    assert len(state(call, both[0])) == 2


def test_list_is_pasted_and_read_from_files_too(call: Call, key: str, both: list[str]) -> None:
    csv = "Nimi;Sähköposti\nDiana Öhman;diana@example.org\n".encode("cp1252")
    said = {"people": [ANNA], "pasted": "Name\tE-mail\nBerta\tberta@example.org", "file": b64encode(csv).decode()}
    made = give(call, key, both, **said)
    assert made.status_code == 201, made.text
    assert [(one["number"], one["name"]) for one in made.json["rows"]] == [
        (1, "Anna"),
        (2, "Berta"),
        (3, "Diana Öhman"),
    ]
    for wrong, field in (({"pasted": "nobody"}, "pasted"), ({"file": b64encode(b"PK\x03\x04").decode()}, "file")):
        refused = give(call, key, both, **wrong)
        assert (refused.status_code, refused.json["field"]) == (422, field), refused.text


def test_what_a_table_says_beside_is_named_and_a_unit_becomes_that_of_others(
    call: Call, given: Given, sospro: UUID, key: str, both: list[str]
) -> None:
    given.unit(sospro, "Koivula")
    rows = "Anna\ta@example.org\tLepola\t040\nBerta\tb@example.org b2@example.org\tLeppola\t"
    made = give(call, key, both, pasted=f"Name\tE-mail\tUnit\tPhone\n{rows}").json
    assert made["unread_columns"] == ["Phone"]
    assert [one["problems"] for one in made["rows"]] == [[], ["two_addresses"]]
    mended = call("PATCH", f"/staff-lists/{made['id']}", {"units": {"Leppola": "Lepola"}}, key).json
    assert mended["unknown_units"] == [{"unit": "Lepola", "rows": 2}]
    assert mended["unread_columns"] == ["Phone"]
    confirmed = call("POST", f"/staff-lists/{made['id']}/register", {}, key).json
    assert ([one["name"] for one in confirmed["rows"]], confirmed["unread_columns"]) == (["Berta"], ["Phone"])


def test_lists_that_name_nobody_or_nothing_open_are_refused(
    call: Call, given: Given, key: str, series: UUID, both: list[str]
) -> None:
    closed = str(given.offering(series, closes_at=NOON))
    draft = given.series(state="draft", slug="draft", published_at=None)
    for path, offerings, people, status in (
        (SLUG, both, [], 422),
        (SLUG, [], [ANNA], 422),
        (SLUG, both, [{"shoe": "38"}], 422),
        (SLUG, [closed], [ANNA], 409),
        (SLUG, [str(new_id())], [ANNA], 404),
        (SLUG, [str(given.offering(given.series()))], [ANNA], 404),
        ("draft", [str(given.offering(draft))], [ANNA], 404),
        ("nowhere", both, [ANNA], 404),
    ):
        answer = call("POST", f"/series/{path}/staff-lists", {"offering_ids": offerings, "people": people}, key)
        assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), answer.text
    broken = give(call, key, both, people=[{"name": "Anna"}]).json["id"]
    assert call("POST", f"/staff-lists/{broken}/register", {}, key).json["code"] == "nobody_ready"


@pytest.mark.parametrize(
    ("mends", "code", "field"),
    [
        ({"units": {"Koivul": "Lepola"}}, "no_unit", "units"),
        ({"removed": [7]}, "no_row", "rows"),
        ({"rows": [{**ANNA, "number": 7}]}, "no_row", "rows"),
        ({"left_out": ""}, "only_offering", "left_out"),
    ],
)
def test_mends_that_would_do_nothing_are_refused(
    call: Call, key: str, both: list[str], mends: dict[str, Any], code: str, field: str
) -> None:
    made = give(call, key, both[:1], people=[ANNA, {**BERTA, "unit": "Koivul"}]).json
    said = {"added": {"name": "Cecilia"}, **mends}
    refused = call(
        "PATCH", f"/staff-lists/{made['id']}", said | ({"left_out": both[0]} if "left_out" in said else {}), key
    )
    assert (refused.status_code, refused.json["code"], refused.json["field"]) == (422, code, field), refused.text
    assert call("GET", f"/staff-lists/{made['id']}", key=key).json == made


def test_lists_are_there_for_who_gave_them(call: Call, given: Given, sospro: UUID, key: str, both: list[str]) -> None:
    path = f"/staff-lists/{give(call, key, both, people=[ANNA]).json['id']}"
    same_organisation = given.api_key("contact", sospro)
    for method, where, body in (("GET", path, None), ("PATCH", path, {}), ("POST", f"{path}/register", {})):
        assert call(method, where, body, same_organisation).json["code"] == "no_list"
        assert call(method, where, body, "").status_code == 401
    other = str(given.organisation("Another Oy"))
    assert give(call, key, both, people=[ANNA], organisation_id=other).json["code"] == "not_your_organisation"


def test_summary_speaks_the_language_of_the_series_unless_another_is_said(call: Call, given: Given, key: str) -> None:
    offering = given.offering(given.series(slug="rundan", language="sv"))
    for language, (listed, sent) in ((None, (ANNA, BERTA)), ("en", (BERTA, ANNA))):
        contact = {"email": "kaisa@example.org", "name": "Kaisa", "language": language}
        made = call("POST", "/series/rundan/staff-lists", {"offering_ids": [str(offering)], "people": [listed]}, key)
        call("POST", f"/staff-lists/{made.json['id']}/register", {"contact": contact}, key)
        at_once = {"people": [sent | {"email": f"{language}@example.org"}], "contact": contact}
        call("POST", f"/offerings/{offering}/registrations", at_once, key)
    with given.database.reading() as db:
        assert db.scalars(select(Batch.contact_language).order_by(Batch.id)).all() == ["sv", "sv", "en", "en"]


def test_calls_of_staff_lists_are_described(client: FlaskClient) -> None:
    said: Any = client.get("/openapi.json").json
    assert "post" in said["paths"]["/api/v1/series/{slug}/staff-lists"]
    assert {"get", "patch"} <= set(said["paths"]["/api/v1/staff-lists/{list_id}"])
    assert "post" in said["paths"]["/api/v1/staff-lists/{list_id}/register"]
