from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, select, update
from time_machine import Traveller

from services.registration.actions import promote
from shared.errors import Conflict
from shared.http_clients import token
from shared.schema.base import new_id
from shared.schema.catalogue import Offering
from shared.schema.journal import JournalLine
from shared.schema.registration import Batch, FormUse
from shared.web import idempotency
from shared.web.current import EXTENSION
from tests.services.registration.conftest import Call
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")


def people(*names: str) -> dict[str, Any]:
    return {"people": [{"email": f"{name}@example.org", "name": name.title()} for name in names]}


def register(call: Call, offering: UUID, *names: str, key: str | None = None, **more: Any) -> Any:
    return call("POST", f"/offerings/{offering}/registrations", {**people(*names), **more}, key)


@pytest.fixture
def service_call(app: Flask, client: FlaskClient) -> Any:
    """Calls as the notifications service does."""
    secrets = app.extensions[EXTENSION].secrets

    def ask(path: str) -> Any:
        said = token.sign(secrets, "notifications", "registration", "system")
        return client.post(f"/api/v1{path}", headers={"Authorization": f"Bearer {said}"})

    return ask


def test_registering_answers_person_by_person(call: Call, given: Given) -> None:
    offering = given.offering(given.series(), capacity=1)
    answer = register(call, offering, "anna", "berta")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (201, "no-store")
    assert len(answer.json["batch_id"]) == 36
    assert [(r["email"], r["state"], r["position"], r["reason"]) for r in answer.json["registrations"]] == [
        ("anna@example.org", "confirmed", None, None),
        ("berta@example.org", "waitlisted", 1, None),
    ]


def test_registering_again_answers_what_stands(call: Call, given: Given) -> None:
    offering = given.offering(given.series())
    first = register(call, offering, "anna").json["registrations"][0]
    again = register(call, offering, "anna")
    assert again.status_code == 201
    assert again.json["batch_id"] is None
    assert again.json["registrations"] == [{**first, "reason": "already_registered"}]


def test_two_spellings_of_an_address_are_one_person(call: Call, given: Given) -> None:
    offering = given.offering(given.series())
    body = {"people": [{"email": "Anna@Example.ORG", "name": "Anna"}, {"email": "anna@example.org", "name": "Anna"}]}
    answer = call("POST", f"/offerings/{offering}/registrations", body).json["registrations"]
    assert answer[0]["id"] == answer[1]["id"]
    assert answer[1]["reason"] == "same_person_twice"


@pytest.mark.parametrize(
    ("offering", "status", "code"),
    [
        ({"closes_at": NOON}, 409, "closed"),
        ({"opens_at": NOON + timedelta(days=1)}, 409, "not_open_yet"),
    ],
)
def test_registering_when_it_is_not_open_is_a_problem(
    call: Call, given: Given, offering: Any, status: int, code: str
) -> None:
    answer = register(call, given.offering(given.series(), **offering), "anna")
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.mimetype == "application/problem+json"


def test_a_draft_is_not_there(call: Call, given: Given) -> None:
    offering = given.offering(given.series(state="draft"))
    assert register(call, offering, "anna").status_code == 404
    assert call("GET", f"/offerings/{offering}/availability", key="").status_code == 404
    assert call("GET", f"/offerings/{offering}/availability").json["reason"] == "not_published"


def test_all_or_nothing_that_does_not_fit_is_a_conflict(call: Call, given: Given) -> None:
    offering = given.offering(given.series(), capacity=1)
    answer = register(call, offering, "anna", "berta", if_full="all-or-nothing")
    assert (answer.status_code, answer.json["code"]) == (409, "not_enough_places")
    assert call("GET", f"/offerings/{offering}/availability").json["taken"] == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "people"),
        ({"people": []}, "people"),
        ({"people": [{"email": "not an address", "name": "Anna"}]}, "people.0.email"),
        ({"people": [{"email": "anna@example.org\r\nBcc: b@example.org", "name": "Anna"}]}, "people.0.email"),
        ({"people": [{"email": "anna@example.org", "name": " \r\n "}]}, "people.0.name"),
        ({"people": [{"email": "anna@example.org", "name": "A" * 201}]}, "people.0.name"),
        ({"people": [{"email": "anna@example.org"}]}, "people.0.name"),
        ({"people": [{"email": "anna@example.org", "name": "Anna", "shoe": 38}]}, "people.0.shoe"),
        ({**people("anna"), "if_full": "perhaps"}, "if_full"),
        ({**people("anna"), "organisation_id": "7"}, "organisation_id"),
        ({**people("anna"), "contact": {"email": "nobody", "name": "C"}}, "contact.email"),
        ({"people": [{"email": f"p{n}@example.org", "name": "P"} for n in range(5001)]}, "people"),
    ],
)
def test_a_wrong_field_is_named(call: Call, given: Given, body: Any, field: str) -> None:
    answer = call("POST", f"/offerings/{given.offering(given.series())}/registrations", body)
    assert answer.status_code == 422
    assert field in [error["field"] for error in answer.json["errors"]]


def test_names_with_line_breaks_are_put_on_one_line(call: Call, given: Given) -> None:
    offering = given.offering(given.series())
    body = {"people": [{"email": "anna@example.org", "name": "Anna\r\nBcc: x@example.org"}]}
    made = call("POST", f"/offerings/{offering}/registrations", body).json["registrations"][0]
    assert call("GET", f"/registrations/{made['id']}").json["name"] == "Anna Bcc: x@example.org"


def test_bodies_too_large_or_of_another_kind_are_refused(call: Call, client: FlaskClient, given: Given) -> None:
    path = f"/api/v1/offerings/{given.offering(given.series())}/registrations"
    headers = {"Authorization": f"Bearer {given.api_key()}"}
    large = client.post(path, data=b"x" * 10_000_000, headers=headers, content_type="application/json")
    other = client.post(path, data={"people": "anna"}, headers=headers)
    assert (large.status_code, other.status_code) == (413, 415)


def test_strangers_may_not_register_or_list(call: Call, given: Given) -> None:
    offering = given.offering(given.series())
    assert register(call, offering, "anna", key="").status_code == 401
    assert call("GET", f"/offerings/{offering}/registrations", key="").status_code == 401
    assert call("GET", f"/registrations/{new_id()}", key="").status_code == 401


def test_a_key_of_an_organisation_registers_for_it_alone(call: Call, given: Given) -> None:
    own, other = given.organisation("Sospro Oy"), given.organisation("Attendo")
    offering, key = given.offering(given.series()), given.api_key("contact", own)
    made = register(call, offering, "anna", key=key).json["registrations"][0]
    assert call("GET", f"/registrations/{made['id']}", key=key).json["organisation_id"] == str(own)
    refused = register(call, offering, "berta", key=key, organisation_id=str(other))
    assert (refused.status_code, refused.json["code"]) == (403, "not_your_organisation")


def test_an_unknown_organisation_is_named(call: Call, given: Given) -> None:
    answer = register(call, given.offering(given.series()), "anna", organisation_id=str(new_id()))
    assert (answer.status_code, answer.json["field"]) == (422, "organisation_id")


def test_contacts_see_their_own_people_and_organisers_all(call: Call, given: Given) -> None:
    organiser, own, other = (given.organisation(name) for name in ("TAMK", "Sospro Oy", "Attendo"))
    offering = given.offering(given.series(organiser))
    for organisation, name in ((own, "anna"), (other, "berta")):
        register(call, offering, name, organisation_id=str(organisation))
    path = f"/offerings/{offering}/registrations"

    def seen(role: str, organisation: UUID) -> list[str]:
        items = call("GET", path, key=given.api_key(role, organisation)).json["items"]
        return sorted(item["name"] for item in items)

    assert seen("contact", own) == ["Anna"]
    assert seen("organiser", organiser) == ["Anna", "Berta"]
    assert seen("organiser", other) == ["Berta"]


def test_a_registration_of_others_is_not_there(call: Call, given: Given) -> None:
    made = register(call, given.offering(given.series()), "anna").json["registrations"][0]
    key = given.api_key("contact", given.organisation("Attendo"))
    assert call("GET", f"/registrations/{made['id']}", key=key).status_code == 404
    assert call("POST", f"/registrations/{made['id']}/cancel", key=key).status_code == 404


def test_a_contact_learns_of_others_people_only_that_they_are_registered(call: Call, given: Given) -> None:
    organiser, own, other = (given.organisation(name) for name in ("TAMK", "Sospro Oy", "Attendo"))
    offering = given.offering(given.series(organiser), capacity=1)
    made = register(call, offering, "anna", "berta", organisation_id=str(other)).json["registrations"]
    by_others = register(call, offering, "anna", "berta", key=given.api_key("contact", own)).json
    assert [(one["id"], one["state"], one["position"]) for one in by_others["registrations"]] == [
        (None, None, None)
    ] * 2
    assert {one["reason"] for one in by_others["registrations"]} == {"already_registered"}
    for role, organisation in (("contact", other), ("organiser", organiser)):
        asked = register(
            call, offering, "anna", key=given.api_key(role, organisation), organisation_id=str(organisation)
        )
        assert asked.json["registrations"] == [{**made[0], "reason": "already_registered"}]


def test_the_contacts_address_is_kept_as_it_is_looked_for(call: Call, given: Given) -> None:
    contact = {"email": "Kaisa.Kontakti@Example.ORG", "name": "Kaisa Kontakti"}
    register(call, given.offering(given.series()), "anna", contact=contact)
    with given.database.reading() as db:
        assert db.scalar(select(Batch.contact_email)) == "kaisa.kontakti@example.org"


def test_a_draft_put_away_is_not_there_either(call: Call, client: FlaskClient, given: Given) -> None:
    offering = given.offering(given.series(state="archived", published_at=None))
    assert call("GET", f"/offerings/{offering}/availability", key="").status_code == 404
    assert client.get(f"/register/{offering}").status_code == 404
    published = given.offering(given.series(state="archived"))
    assert call("GET", f"/offerings/{published}/availability", key="").json["reason"] == "closed"


def test_list_is_searched_and_narrowed_down(call: Call, given: Given) -> None:
    offering, attendo = given.offering(given.series()), given.organisation("Attendo")
    staff = {"people": [{"email": "asa@example.org", "name": "Åsa Öhman", "unit": "Ward 3"}]}
    call("POST", f"/offerings/{offering}/registrations", {**staff, "organisation_id": str(attendo)})
    register(call, offering, "anna", "berta")

    def names(query: str, key: str | None = None) -> list[str]:
        answer = call("GET", f"/offerings/{offering}/registrations?{query}", key=key)
        return [item["name"] for item in answer.json["items"]]

    assert names("q=ÖHMAN") == ["Åsa Öhman"]
    assert names("q=EXAMPLE") == ["Åsa Öhman", "Anna", "Berta"]
    assert names(f"organisation_id={attendo}&unit=Ward+3") == ["Åsa Öhman"]
    assert names("unit=Ward+4") == []
    other = given.organisation("Mehiläinen")
    assert names("q=example", given.api_key("contact", other)) == []
    assert names(f"organisation_id={attendo}", given.api_key("contact", other)) == []


def test_list_filters_are_described(client: FlaskClient) -> None:
    described: Any = client.get("/openapi.json").json
    said = described["paths"]["/api/v1/offerings/{offering_id}/registrations"]["get"]
    named = {parameter["name"] for parameter in said["parameters"]}
    assert {"q", "organisation_id", "unit", "state", "cursor", "limit"} <= named


def test_list_goes_page_by_page_and_by_state(call: Call, given: Given) -> None:
    offering = given.offering(given.series(), capacity=3)
    register(call, offering, "anna", "berta", "cecilia", "diana", "elsa")
    path = f"/offerings/{offering}/registrations"
    page = call("GET", f"{path}?limit=2").json
    names = [item["name"] for item in page["items"]]
    while page["next"]:
        page = call("GET", f"{path}?limit=2&cursor={page['next']}").json
        names += [item["name"] for item in page["items"]]
    assert names == ["Anna", "Berta", "Cecilia", "Diana", "Elsa"]
    waiting = call("GET", f"{path}?state=waitlisted").json["items"]
    assert [(item["name"], item["position"]) for item in waiting] == [("Diana", 1), ("Elsa", 2)]
    assert call("GET", f"{path}?state=lost").status_code == 422


def test_cancelling_passes_the_place_on_and_twice_is_once(call: Call, given: Given) -> None:
    offering = given.offering(given.series(), capacity=1)
    anna, berta = register(call, offering, "anna", "berta").json["registrations"]
    for _time in range(2):
        answer = call("POST", f"/registrations/{anna['id']}/cancel")
        assert (answer.status_code, answer.json["state"]) == (200, "cancelled")
    assert call("GET", f"/registrations/{berta['id']}").json["state"] == "confirmed"


@pytest.mark.parametrize(
    ("offering", "expected"),
    [
        ({"capacity": 2}, {"capacity": 2, "taken": 1, "waitlisted": 0, "open": True, "reason": None}),
        ({"capacity": 1}, {"capacity": 1, "taken": 1, "waitlisted": 0, "open": True, "reason": "full"}),
        (
            {"capacity": 1, "waitlist": False},
            {"capacity": 1, "taken": 1, "waitlisted": 0, "open": False, "reason": "full"},
        ),
        ({}, {"capacity": None, "taken": 1, "waitlisted": 0, "open": True, "reason": None}),
    ],
)  # fmt: skip
def test_availability_is_for_everybody(call: Call, given: Given, offering: Any, expected: Any) -> None:
    made = given.offering(given.series(), **offering)
    register(call, made, "anna")
    whole = {"held": 0, "needs_approval": False} | expected
    assert call("GET", f"/offerings/{made}/availability", key="").json == whole


def test_availability_of_a_closed_one_says_so(call: Call, given: Given) -> None:
    made = given.offering(given.series(), closes_at=NOON)
    answer = call("GET", f"/offerings/{made}/availability", key="").json
    assert (answer["open"], answer["reason"]) == (False, "closed")


def test_the_same_request_again_gets_the_same_answer(call: Call, given: Given) -> None:
    path = f"/offerings/{given.offering(given.series())}/registrations"
    key = given.api_key()
    first = call("POST", path, people("anna"), key, **{"Idempotency-Key": "one"})
    again = call("POST", path, people("anna"), key, **{"Idempotency-Key": "one"})
    other = call("POST", path, people("berta"), key, **{"Idempotency-Key": "one"})
    assert again.json == first.json
    assert (again.status_code, other.status_code) == (201, 422)


def test_answer_that_cannot_be_kept_undoes_the_registration(
    call: Call, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    series = given.series()
    path = f"/offerings/{given.offering(series, [given.session(series)])}"
    call("POST", f"{path}/registrations", people("berta"))
    # from the second on it is the quick way, which would end the transaction before the answer is kept
    kept = call("POST", f"{path}/registrations", people("cecilia"), **{"Idempotency-Key": "kept"})
    assert kept.status_code == 201

    def fail(*_given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(idempotency, "_remember", fail)
    assert call("POST", f"{path}/registrations", people("anna"), **{"Idempotency-Key": "one"}).status_code == 500
    assert call("GET", f"{path}/availability", key="").json["taken"] == 2


def test_services_fill_freed_places_and_do_what_is_due(call: Call, service_call: Any, given: Given) -> None:
    offering = given.offering(given.series(), capacity=1)
    register(call, offering, "anna", "berta", "cecilia")
    raise_capacity(given, offering, 2)
    assert len(service_call(f"/offerings/{offering}/promote").json["promoted"]) == 1
    raise_capacity(given, offering, 3)
    assert service_call("/due").json == {"promoted": 1, "announced": 0, "purged": 0, "erased": 0, "answers_erased": 0}
    assert call("POST", "/due").status_code == 403


def test_one_offering_in_trouble_keeps_no_other_from_its_due(
    call: Call, service_call: Any, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    offerings = [given.offering(given.series(), capacity=1) for _which in range(3)]
    for offering in offerings:
        register(call, offering, "anna", "berta")
    given.row(FormUse, client_hash="x", window_starts_at=NOON - timedelta(days=2), uses=1)
    for offering in offerings:
        raise_capacity(given, offering, 2)
    promotes = promote.promote

    def fails_in_the_first(db: Connection, offering_id: UUID, actor: str) -> list[UUID]:
        promoted = promotes(db, offering_id, actor)
        if offering_id == min(offerings):
            raise Conflict("places_changed", "the places changed")
        return promoted

    monkeypatch.setattr(promote, "promote", fails_in_the_first)
    assert service_call("/due").json == {"promoted": 2, "announced": 0, "purged": 1, "erased": 0, "answers_erased": 0}
    taken = [call("GET", f"/offerings/{offering}/availability").json["taken"] for offering in sorted(offerings)]
    assert taken == [1, 2, 2]


@pytest.mark.parametrize("role", ["contact", "organiser", "administrator"])
def test_what_is_over_is_cancelled_by_nobody(call: Call, given: Given, noon: Traveller, role: str) -> None:
    organiser = given.organisation("TAMK")
    offering = given.offering(given.series(organiser))
    made = register(call, offering, "anna", organisation_id=str(organiser)).json["registrations"][0]
    noon.shift(timedelta(days=8))
    key = given.api_key(role, organiser if role != "administrator" else None)
    answer = call("POST", f"/registrations/{made['id']}/cancel", key=key)
    assert (answer.status_code, answer.json["code"]) == (409, "over")
    assert call("GET", f"/registrations/{made['id']}").json["state"] == "confirmed"


def raise_capacity(given: Given, offering: UUID, capacity: int) -> None:
    with given.database.writing() as db:
        db.execute(update(Offering).where(Offering.id == offering).values(capacity=capacity))


def test_every_call_is_described(client: FlaskClient) -> None:
    described = client.get("/openapi.json").json
    assert described is not None
    assert "/api/v1/offerings/{offering_id}/registrations" in described["paths"]


def test_organiser_lets_people_in_after_the_deadline_and_the_journal_keeps_it(call: Call, given: Given) -> None:
    offering = given.offering(given.series(), closes_at=NOON, capacity=1)
    answer = register(call, offering, "anna", "berta", after_closing=True)
    assert [one["state"] for one in answer.json["registrations"]] == ["confirmed", "waitlisted"]
    with given.database.reading() as db:
        detail = db.scalar(select(JournalLine.detail))
    assert detail == {"confirmed": 1, "waitlisted": 1, "after_closing": True}


def test_contact_lets_nobody_in_after_the_deadline(call: Call, given: Given) -> None:
    employer = given.organisation("Sospro Oy")
    key = given.api_key("contact", employer)
    offering = given.offering(given.series(), closes_at=NOON)
    assert register(call, offering, "anna", key=key, after_closing=True).status_code == 403
    anyones = given.api_key("contact", None)
    assert register(call, offering, "anna", key=anyones, after_closing=True).status_code == 403


def test_nobody_is_let_in_before_the_opening_or_after_the_last_session(call: Call, given: Given) -> None:
    series = given.series()
    early = given.offering(series, opens_at=NOON + timedelta(days=1))
    over = given.offering(series, [given.session(series, NOON - timedelta(days=1))])
    for offering, code in ((early, "not_open_yet"), (over, "closed")):
        answer = register(call, offering, "anna", after_closing=True)
        assert (answer.status_code, answer.json["code"]) == (409, code)
