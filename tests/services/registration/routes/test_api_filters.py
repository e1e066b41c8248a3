"""What lists of registrations are narrowed down by over the API."""

from typing import Any
from uuid import UUID

import pytest

from tests.services.registration.conftest import Call
from tests.support.factories import Given

pytestmark = pytest.mark.usefixtures("noon")

GROUPS = {"kind": "many", "options": ["Oulu", "Oulu North", "Turku"]}


@pytest.fixture
def tamk(given: Given) -> UUID:
    return given.organisation("TAMK")


@pytest.fixture
def sospro(given: Given) -> UUID:
    return given.organisation("Sospro Oy")


@pytest.fixture
def organiser(given: Given, tamk: UUID) -> str:
    return given.api_key("organiser", tamk)


@pytest.fixture
def contact(given: Given, sospro: UUID) -> str:
    return given.api_key("contact", sospro)


@pytest.fixture
def offering(call: Call, given: Given, tamk: UUID, organiser: str, contact: str) -> UUID:
    """Asks about groups, which contacts see, about years, which they don't, and about diets, which is sensitive."""
    made = given.offering(given.series(tamk))
    given.question(made, "groups", shown_to_contact=True, **GROUPS)
    given.question(made, "years", kind="number")
    given.question(made, "diet", is_sensitive=True)
    people: list[dict[str, Any]] = [
        {"email": "anna@example.org", "name": "Anna", "answers": {"groups": ["Oulu", "Turku"]}},
        {"email": "berta@example.org", "name": "Berta", "unit": "Koivula", "answers": {"groups": ["Oulu North"]}},
    ]
    path = f"/offerings/{made}/registrations"
    assert call("POST", path, {"people": people}, contact).status_code == 201
    alone = {"email": "cecilia@example.org", "name": "Cecilia", "answers": {"years": 12}}
    assert call("POST", path, {"people": [alone]}, organiser).status_code == 201
    return made


def names(call: Call, path: str, key: str) -> list[str]:
    answer = call("GET", path, key=key)
    assert answer.status_code == 200, answer.text
    return [one["name"] for one in answer.json["items"]]


def test_organiser_finds_people_by_what_they_answered(call: Call, offering: UUID, organiser: str) -> None:
    for query, found in {
        "question=groups": ["Anna", "Berta"],
        "question=groups&answer=Oulu": ["Anna"],
        "question=groups&answer=Turku&q=ann": ["Anna"],
        "question=groups&is_unanswered=true": ["Cecilia"],
        "question=years&answer=12": ["Cecilia"],
        "without_organisation=true": ["Cecilia"],
        "without_organisation=false&limit=2": ["Anna", "Berta"],
    }.items():
        assert names(call, f"/offerings/{offering}/registrations?{query}", organiser) == found, query


def test_contact_finds_people_only_by_answers_that_contacts_see(
    call: Call, offering: UUID, sospro: UUID, organiser: str, contact: str
) -> None:
    its_own = f"/organisations/{sospro}/registrations?offering_id={offering}&"
    for path in (f"/offerings/{offering}/registrations?", its_own):
        assert names(call, f"{path}question=groups&answer=Oulu", contact) == ["Anna"]
        assert names(call, f"{path}question=groups&is_unanswered=true", contact) == []
        assert call("GET", f"{path}question=years", key=contact).json["code"] == "no_question"
        assert call("GET", f"{path}question=diet", key=contact).json["code"] == "no_question"
    assert (
        call("GET", f"/offerings/{offering}/registrations?question=diet", key=organiser).json["code"] == "no_question"
    )


def test_organisations_people_are_searched(call: Call, offering: UUID, sospro: UUID, contact: str) -> None:
    path = f"/organisations/{sospro}/registrations?"
    assert names(call, f"{path}q=BERT", contact) == ["Berta"]
    assert names(call, f"{path}q=anna&unit=Koivula", contact) == []
    refused = call("GET", f"{path}question=groups", key=contact)
    assert (refused.status_code, refused.json["code"], refused.json["field"]) == (422, "offering_needed", "offering_id")


def test_organisations_requests_that_wait_for_a_yes_are_found(
    call: Call, given: Given, tamk: UUID, sospro: UUID, contact: str
) -> None:
    asks, full = given.offering(given.series(tamk), needs_approval=True), given.offering(given.series(tamk), capacity=0)
    for offering, name in ((asks, "Diana"), (full, "Elsa")):
        body = {"people": [{"email": f"{name}@example.org", "name": name}]}
        assert call("POST", f"/offerings/{offering}/registrations", body, contact).status_code == 201
    path = f"/organisations/{sospro}/registrations"
    assert names(call, f"{path}?state=waitlisted", contact) == ["Diana", "Elsa"]
    assert names(call, f"{path}?awaits_approval=true", contact) == ["Diana"]


def test_filter_that_means_nothing_is_refused(call: Call, given: Given) -> None:
    path = f"/offerings/{given.offering(given.series())}/registrations"
    for query in ("answer=Oulu", "is_unanswered=true", "limit=0", "state=perhaps", "shoe=38"):
        answer = call("GET", f"{path}?{query}")
        assert (answer.status_code, answer.mimetype) == (422, "application/problem+json"), query
