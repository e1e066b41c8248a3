from uuid import UUID, uuid4

import pytest

from tests.services.catalogue.conftest import Call, Journal
from tests.support.factories import Given


def test_organisation_is_added_with_its_business_id_in_one_form(call: Call, journal: Journal) -> None:
    answer = call("POST", "/organisations", {"name": " Sospro Oy ", "business_id": "20774740"})
    assert answer.status_code == 201
    assert (answer.json["name"], answer.json["business_id"]) == ("Sospro Oy", "2077474-0")
    assert journal() == ["organisation.added"]


def test_organisation_with_a_business_id_that_is_taken_is_refused(call: Call) -> None:
    call("POST", "/organisations", {"name": "Sospro Oy", "business_id": "2077474-0"})
    answer = call("POST", "/organisations", {"name": "Toinen Oy", "business_id": "20774740"})
    assert (answer.status_code, answer.json["code"], answer.json["field"]) == (409, "business_id_taken", "business_id")


def test_organisation_with_a_wrong_check_digit_is_refused(call: Call) -> None:
    answer = call("POST", "/organisations", {"name": "Sospro Oy", "business_id": "2077474-1"})
    assert (answer.status_code, answer.json["code"], answer.json["field"]) == (422, "bad_business_id", "business_id")


def test_organisations_are_listed_by_name_page_by_page(call: Call, given: Given) -> None:
    for name in ("Bergö kommun", "Akaan kaupunki", "Cygnaeus-säätiö"):
        given.organisation(name)
    first = call("GET", "/organisations?limit=2").json
    rest = call("GET", f"/organisations?limit=2&cursor={first['next']}").json
    assert [item["name"] for item in first["items"]] == ["Akaan kaupunki", "Bergö kommun"]
    assert ([item["name"] for item in rest["items"]], rest["next"]) == (["Cygnaeus-säätiö"], None)
    assert [item["name"] for item in call("GET", "/organisations?q=kaup").json["items"]] == ["Akaan kaupunki"]


def test_organisations_merged_into_others_are_history(call: Call, given: Given) -> None:
    heir = given.organisation("Pirkanmaan hyvinvointialue")
    given.organisation("Akaan sote", merged_into_id=heir)
    assert [item["name"] for item in call("GET", "/organisations").json["items"]] == ["Pirkanmaan hyvinvointialue"]


@pytest.mark.parametrize("cursor", ["x", "W10=", "WyJhIiwiYiJd", "bnVsbA==", "WyJcdTAwMDAiLCIwIl0="])
def test_cursor_that_no_list_gave_is_refused(call: Call, cursor: str) -> None:
    answer = call("GET", f"/organisations?cursor={cursor}")
    assert (answer.status_code, answer.json["code"]) == (422, "bad_cursor")


def test_organisations_are_for_contacts_and_organisers(call: Call, given: Given) -> None:
    assert call("GET", "/organisations", key="").status_code == 401
    assert call("GET", "/organisations", key=given.api_key("contact")).status_code == 200
    assert call("POST", "/organisations", {"name": "X"}, key=given.api_key("contact")).status_code == 403
    assert call("POST", "/organisations", {"name": "X"}, key=f"kierros_{uuid4().hex}").status_code == 401


def test_mail_domains_are_for_administrators(call: Call, given: Given) -> None:
    body = {"name": "Sospro Oy", "domains": ["sospro.fi"]}
    answer = call("POST", "/organisations", body, key=given.api_key("organiser"))
    assert (answer.status_code, answer.json["code"]) == (403, "not_administrator")


def test_organisation_is_added_with_its_mail_domains(call: Call) -> None:
    answer = call("POST", "/organisations", {"name": "Sospro Oy", "domains": ["Sospro.fi", "@a.example.org"]})
    assert (answer.status_code, answer.json["domains"]) == (201, ["a.example.org", "sospro.fi"])
    call("POST", "/organisations", {"name": "Toinen Oy"})
    assert [item["domains"] for item in call("GET", "/organisations").json["items"]] == [
        ["a.example.org", "sospro.fi"],
        [],
    ]


@pytest.mark.parametrize(
    ("domain", "status", "code"),
    [("sospro", 422, "bad_domain"), ("gmail.com", 422, "public_domain"), ("sospro.fi", 409, "domain_taken")],
)
def test_organisation_with_a_domain_that_can_not_be_its_own_is_refused(
    call: Call, domain: str, status: int, code: str
) -> None:
    call("POST", "/organisations", {"name": "Sospro Oy", "domains": ["sospro.fi"]})
    answer = call("POST", "/organisations", {"name": "Toinen Oy", "domains": ["toinen.fi", domain]})
    assert (answer.status_code, answer.json["code"], answer.json["field"]) == (status, code, "domains")
    assert [item["name"] for item in call("GET", "/organisations").json["items"]] == ["Sospro Oy"]


@pytest.fixture
def sospro(given: Given) -> UUID:
    return given.organisation("Sospro Oy", business_id="2077474-0", website="https://sospro.fi")


def test_rename_keeps_the_name_that_was_and_changes_nothing_else(call: Call, sospro: UUID, journal: Journal) -> None:
    path = f"/organisations/{sospro}"
    answer = call("PATCH", path, {"name": "Sospro Hoiva Oy"})
    assert (answer.status_code, answer.json["name"]) == (200, "Sospro Hoiva Oy")
    assert [one["name"] for one in answer.json["former_names"]] == ["Sospro Oy"]
    assert (answer.json["business_id"], answer.json["website"]) == ("2077474-0", "https://sospro.fi")
    assert call("GET", path).json == answer.json
    call("PATCH", path, {"name": "Sospro Hoiva Oy", "business_id": "20774740"})
    assert journal() == ["organisation.changed"]


def test_business_id_and_website_are_corrected_and_taken_away(call: Call, given: Given, sospro: UUID) -> None:
    path = f"/organisations/{sospro}"
    given.organisation("Toinen Oy", business_id="0112038-9")
    for wrong, status, code in (("2077474-1", 422, "bad_business_id"), ("0112038-9", 409, "business_id_taken")):
        answer = call("PATCH", path, {"business_id": wrong})
        assert (answer.status_code, answer.json["code"], answer.json["field"]) == (status, code, "business_id")
    assert call("PATCH", path, {"name": None}).status_code == 422
    answer = call("PATCH", path, {"business_id": None, "website": None})
    assert (answer.json["business_id"], answer.json["website"], answer.json["name"]) == (None, None, "Sospro Oy")


def test_organisation_is_changed_by_those_who_organise_for_it(call: Call, given: Given, sospro: UUID) -> None:
    path = f"/organisations/{sospro}"
    own, other = given.api_key("organiser", sospro), given.api_key("organiser", given.organisation("Toinen Oy"))
    assert call("PATCH", path, {"name": "X"}, key=given.api_key("contact", sospro)).status_code == 403
    assert call("PATCH", path, {"name": "X"}, key=other).status_code == 404
    assert call("PATCH", path, {"domains": ["sospro.fi"]}, key=own).json["code"] == "not_administrator"
    assert call("PATCH", path, {"name": "Sospro Hoiva Oy"}, key=own).status_code == 200
    assert call("PATCH", path, {"domains": ["sospro.fi"]}).json["domains"] == ["sospro.fi"]
    assert call("PATCH", f"/organisations/{uuid4()}", {"name": "X"}).status_code == 404


def test_one_organisation_says_into_which_it_was_merged(call: Call, given: Given, sospro: UUID) -> None:
    gone = given.organisation("Akaan sote", merged_into_id=sospro)
    assert call("GET", f"/organisations/{gone}", key=given.api_key("contact")).json["merged_into_id"] == str(sospro)
    assert call("GET", f"/organisations/{uuid4()}").status_code == 404
    assert call("GET", f"/organisations/{sospro}", key="").status_code == 401


def test_nothing_is_written_to_an_organisation_that_is_gone(call: Call, given: Given, journal: Journal) -> None:
    gone, heir = given.organisation("Akaan sote"), given.organisation("Pirha")
    offering, series = given.offering(given.series(heir, slug="kierros")), "/series/kierros"
    call("POST", f"/organisations/{gone}/merge", {"into": str(heir)})
    path, bo = f"/organisations/{gone}", {"email": "bo@example.org", "name": "Bo Ek"}
    for method, where, body in (
        ("PUT", f"/offerings/{offering}/quotas/{gone}", {"places": 3}),
        ("PATCH", path, {"name": "Akaa"}),
        ("PATCH", path, {"domains": ["akaa.example"]}),
        ("PUT", f"{path}/domains/akaa.example", None),
        ("POST", f"{path}/units", {"name": "Koivula"}),
        ("POST", f"{path}/contacts", bo),
        ("POST", f"{path}/organisers", bo),
        ("POST", "/api-keys", {"name": "HR", "role": "contact", "organisation_id": str(gone)}),
        ("PATCH", series, {"organiser_id": str(gone)}),
        ("POST", "/series", {"title": "Uusi", "organiser_id": str(gone), "kind": "tour"}),
    ):
        answer = call(method, where, body)
        assert (answer.status_code, answer.json["code"]) == (409, "merged_already"), (method, where, answer.text)
    assert journal() == ["organisation.merged"]
