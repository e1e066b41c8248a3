"""Projects: written down, changed by two at once, with their series, on pages and over the API."""

import re
from uuid import UUID

from flask.testing import FlaskClient

from tests.services.catalogue.conftest import Call
from tests.services.catalogue.routes.conftest import SignIn
from tests.services.catalogue.routes.form_of import form_of
from tests.support.factories import Given

NEW = "/workspace/projects/new"


def sosrake(organiser: FlaskClient, lead: UUID, partner: UUID, funder: UUID) -> str:
    """The address of a project as its form makes it."""
    sent = form_of(organiser.get(NEW).text) | {
        "title": ["SOSRAKE"], "organiser_id": [str(lead)], "starts_on": ["2020-05-01"], "ends_on": ["2022-10-31"],
        "budget": ["982 468"], "work_packages": ["Verkosto\nValmennukset"], "indicators": ["Valmennettuja: 1180"],
        "partners-0-organisation": [str(partner)], "partners-0-role": ["part-implementer"],
        "partners-0-budget": ["128 226"], "partners-1-organisation": [str(funder)], "partners-1-role": ["funder"],
    }  # fmt: skip
    made = organiser.post(NEW, data=sent)
    assert made.status_code == 302, made.text
    return str(made.headers["Location"])


def test_project_is_written_down_and_gets_a_series(
    organiser: FlaskClient, visitor: FlaskClient, given: Given, organisation: UUID
) -> None:
    series = given.series(organisation, slug="valmennus", title="Valmennuskierros")
    partner, esr = given.organisation("Oulun ammattikorkeakoulu"), given.organisation("Euroopan sosiaalirahasto")
    address = sosrake(organiser, organisation, partner, esr)
    page = organiser.get(address).text
    for said in (
        "982,468 €",
        "128,226 €",
        "not yet divided: 854,242 €",
        "1,180",
        "Verkosto",
        "What has been reached isn't written down here yet.",
    ):
        assert said in page.replace("\u00a0", " "), said
    assert re.search(r"No series yet: [^.<]*Valmennukset", page)
    package = re.findall(r'<option value="([0-9a-f-]{36})">Valmennukset', page)[0]
    organiser.post(f"{address}/series", data={"series": str(series), "work_package": package})
    page = organiser.get(address).text
    assert "Valmennuskierros" in page
    assert not re.search(r"No series yet[^<]*Valmennukset", page)
    public = visitor.get("/series/valmennus").text
    assert "Part of the project SOSRAKE, funded by Euroopan sosiaalirahasto." in public
    organiser.post(f"{address}/series/valmennus/remove")
    assert "Part of the project" not in visitor.get("/series/valmennus").text
    assert "SOSRAKE" in organiser.get("/workspace/projects").text


def test_nobodys_change_to_a_project_is_lost(organiser: FlaskClient, given: Given, organisation: UUID) -> None:
    address = sosrake(organiser, organisation, given.organisation("OAMK"), given.organisation("ESR"))
    mine = form_of(organiser.get(f"{address}/edit").text)
    theirs = form_of(organiser.get(f"{address}/edit").text)
    assert organiser.post(f"{address}/edit", data=theirs | {"title": ["SOSRAKE 2"]}).location
    stale = organiser.post(f"{address}/edit", data=mine | {"title": ["Toinen"], "reference": ["S21990"]})
    assert stale.status_code == 409
    assert "SOSRAKE 2" in stale.text
    again = form_of(stale.text)
    assert (again["title"], again["reference"]) == (["Toinen"], ["S21990"])
    assert organiser.post(f"{address}/edit", data=again).status_code == 302


def test_wrong_money_and_targets_are_told(organiser: FlaskClient, organisation: UUID) -> None:
    sent = form_of(organiser.get(NEW).text) | {
        "title": ["X"], "organiser_id": [str(organisation)], "starts_on": ["2022-05-01"], "ends_on": ["2020-05-01"],
    }  # fmt: skip
    wrong = organiser.post(NEW, data=sent | {"budget": ["paljon"], "indicators": ["Asiakkaita"]})
    assert wrong.status_code == 422
    assert "Euros such as" in wrong.text
    assert "target after a colon" in wrong.text
    assert "end before it begins" in organiser.post(NEW, data=sent).text


def test_partner_sees_the_project_and_changes_nothing(
    organiser: FlaskClient, stranger: FlaskClient, sign_in: SignIn, given: Given, organisation: UUID
) -> None:
    partner = given.organisation("OAMK")
    address = sosrake(organiser, organisation, partner, given.organisation("ESR"))
    account = given.account("oona@example.org")
    given.member(account, partner)
    colleague = sign_in(account)
    assert stranger.get(address).status_code == 404
    assert colleague.get(address).status_code == 200
    assert colleague.get(f"{address}/edit").status_code == 403


def test_project_over_the_api(call: Call, given: Given, organisation: UUID) -> None:
    given.series(organisation, slug="valmennus")
    body = {
        "title": "SoteStartti", "organiser_id": str(organisation), "starts_on": "2021-09-01", "ends_on": "2023-10-31",
        "budget_cents": 50_000_00, "work_packages": ["Valmennus"], "indicators": [{"name": "Clients", "target": 180}],
        "partners": [{"organisation_id": str(organisation), "role": "lead", "budget_cents": 30_000_00}],
    }  # fmt: skip
    made = call("POST", "/projects", body)
    assert made.status_code == 201, made.text
    path = f"/projects/{made.json['id']}"
    package = made.json["work_packages"][0]["id"]
    assert call("PUT", f"{path}/series/valmennus", {"work_package_id": package}).json["series"] == ["valmennus"]
    renamed = call("PUT", path, {**body, "title": "Toinen", "version": 1})
    assert (renamed.json["title"], renamed.json["shared_cents"]) == ("Toinen", 30_000_00), renamed.text
    assert renamed.json["work_packages"][0]["series"] == ["valmennus"], "it keeps its series"
    assert call("PUT", path, {**body, "version": 1}).status_code == 409
    wrong = {**body, "partners": [{"organisation_id": str(organisation), "role": "funder"}]}
    assert call("POST", "/projects", wrong).json["code"] == "one_lead"
    assert call("DELETE", f"{path}/series/valmennus").json["series"] == []
    assert [one["title"] for one in call("GET", "/projects").json["items"]] == ["Toinen"]
    assert call("GET", path, key=given.api_key("organiser", given.organisation("Muu"))).status_code == 404
