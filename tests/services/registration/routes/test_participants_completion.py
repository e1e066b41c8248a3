from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from time_machine import Traveller

from shared.database import Database
from shared.schema.completions import Award
from shared.schema.paths import Path, PathStage, PathStageSeries
from shared.secrets import OWN_PAGE, Secrets
from tests.services.registration.acts import Acts
from tests.services.registration.conftest import Call
from tests.services.registration.routes.pages import Visitor, sign_in
from tests.support.database import SECRET_KEY
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def organiser(given: Given) -> UUID:
    return given.organisation("TAMK")


@pytest.fixture
def common(given: Given, organiser: UUID) -> UUID:
    return given.series(organiser, title="Yhteiset opinnot", slug="yhteiset", credits=5)


@pytest.fixture
def one(given: Given, registration: Database, common: UUID) -> Acts:
    acts = Acts(registration, given.offering(common))
    acts.register("anna", "berta")
    return acts


@pytest.fixture
def following(given: Given, registration: Database, organiser: UUID, common: UUID) -> Acts:
    """What requires the first series."""
    acts = Acts(registration, given.offering(given.series(organiser, title="Psykiatria", slug="psykiatria")))
    given.requirement(acts.offering_id, common)
    return acts


@pytest.fixture
def visitor(client: FlaskClient, given: Given, organiser: UUID) -> Visitor:
    account = given.account("olga@example.org", name="Olga Organiser")
    given.member(account, organiser)
    sign_in(client, account)
    return Visitor(client)


def awarded(database: Database) -> dict[UUID, float]:
    with database.reading() as db:
        return {row[0]: float(row[1]) for row in db.execute(select(Award.registration_id, Award.credits))}


def test_who_was_ticked_has_completed_it_after_all_was_held(visitor: Visitor, one: Acts, noon: Traveller) -> None:
    noon.move_to(NOON + timedelta(days=8))
    anna = one.standing()["anna"]
    assert visitor.open(f"/participants/{one.offering_id}").soup.select_one(f"#tick-{anna}") is not None
    visitor.open(f"/participants/{one.offering_id}/completion?id={anna}")
    assert visitor.title == "Has Anna completed it?"
    assert "still to be held" not in visitor.text
    assert visitor.value("credits") == "5"
    assert "One person has completed it." in visitor.send(credits="2,5").text
    assert awarded(one.database) == {anna: 2.5}
    assert "2.5 ECTS credits" in visitor.text
    visitor.open(f"/participants/{one.offering_id}/completion?all=1")
    assert "One of them is put down already" in visitor.text
    assert "One completion is taken back." in visitor.send(do="take-back").text
    assert awarded(one.database) == {}


def test_wrong_credits_and_a_changed_list_write_nothing(visitor: Visitor, one: Acts) -> None:
    visitor.open(f"/participants/{one.offering_id}/completion?all=1")
    assert "The last session is still to be held: " in visitor.text
    visitor.send(credits="viisi")
    assert (visitor.status, visitor.errors) == (422, ["credits"])
    visitor.open(f"/participants/{one.offering_id}/completion?all=1").send(count="7")
    assert "The list changed meanwhile" in visitor.text
    assert awarded(one.database) == {}


def test_asking_counts_people_without_reading_them(
    visitor: Visitor, one: Acts, noon: Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("services.registration.queries.registrations.ids")
    noon.move_to(NOON + timedelta(days=8))
    visitor.open(f"/participants/{one.offering_id}/completion?all=1")
    assert visitor.value("count") == str(len(one.confirmed()))


def test_other_organisers_put_nothing_down(client: FlaskClient, one: Acts, given: Given) -> None:
    account = given.account("otto@example.org")
    given.member(account, given.organisation("Another"))
    sign_in(client, account)
    assert client.get(f"/participants/{one.offering_id}/completion?all=1").status_code == 403
    assert client.get(f"/participants/{one.offering_id}/waivers").status_code == 403


def test_named_people_are_let_in_without(visitor: Visitor, following: Acts) -> None:
    visitor.open(f"/participants/{following.offering_id}/waivers").send(addresses="Anna@example.org\nx")
    assert (visitor.status, visitor.errors) == (422, ["addresses"])
    visitor.open(f"/participants/{following.offering_id}/waivers").send(
        addresses="Anna@example.org, berta@example.org", reason="Osaa jo"
    )
    assert "2 people may now register without." in visitor.text
    assert "Osaa jo" in visitor.text
    assert [one.state for one in following.register("anna", "cecilia").results] == ["confirmed", "rejected"]


def test_public_form_says_what_is_needed_and_refuses_without_a_trace(
    client: FlaskClient, following: Acts, one: Acts
) -> None:
    page = Visitor(client).open(f"/register/{following.offering_id}")
    assert "This is for those who have completed the series Yhteiset opinnot" in page.text
    for address in ("anna@example.org", "nobody@example.org"):
        page.open(f"/register/{following.offering_id}").send(name="Anna", email=address, language="en")
        assert page.status == 409
        assert "no completion was found for this address" in page.text
    assert following.standing() == {}
    assert set(one.standing()) == {"anna", "berta"}


def test_own_page_says_what_is_completed_and_what_comes_next(
    client: FlaskClient, given: Given, one: Acts, following: Acts, call: Call, common: UUID
) -> None:
    path = given.row(
        Path, slug="akatemia", title="Akatemia", language="fi", state="published", organiser_id=given.organisation("S"),
        created_at=NOON, changed_at=NOON,
    )  # fmt: skip
    psychiatry = call("GET", f"/offerings/{following.offering_id}/completions")
    assert psychiatry.json["items"] == []
    for position, series_id in enumerate((common, None), start=1):
        stage = given.row(PathStage, path_id=path, position=position, name=f"Vaihe {position}", rule="all")
        if series_id:
            given.row_without_id(PathStageSeries, stage_id=stage, series_id=series_id, position=1)
    anna = one.standing()["anna"]
    address = f"/own/{Secrets(SECRET_KEY).token(OWN_PAGE, anna)}"
    assert "Stage 1 of 2 You are here" in Visitor(client).open(address).text
    marked = call("POST", f"/offerings/{one.offering_id}/completions", {"registration_ids": [str(anna)]})
    assert marked.json == {"registration_ids": [str(anna)]}
    text = Visitor(client).open(address).text
    assert "5 ECTS credits" in text
    assert "Stage 1 of 2 Completed" in text
    assert "Stage 2 of 2 Next" in text


def test_api_marks_lists_and_takes_back(call: Call, one: Acts, given: Given) -> None:
    ids = [str(value) for value in one.standing().values()]
    address = f"/offerings/{one.offering_id}/completions"
    assert call("POST", address, {"registration_ids": ids, "credits": 3}).json == {"registration_ids": ids}
    listed = call("GET", f"{address}?limit=1").json
    assert [(item["email"], item["credits"]) for item in listed["items"]] == [("anna@example.org", 3.0)]
    assert [item["email"] for item in call("GET", f"{address}?cursor={listed['next']}").json["items"]] == [
        "berta@example.org"
    ]
    assert call("POST", f"{address}/take-back", {"registration_ids": ids[:1]}).json == {"registration_ids": ids[:1]}
    stranger = given.api_key("organiser", given.organisation("Another"))
    assert call("GET", address, key=stranger).status_code == 403
    assert call("POST", address, {"registration_ids": ids}, key=stranger).status_code == 403


def test_api_waives_for_addresses_and_registers_them(call: Call, following: Acts) -> None:
    address = f"/offerings/{following.offering_id}/waivers"
    people = [{"email": f"{name}@example.org", "name": name} for name in ("anna", "berta")]
    call("POST", address, {"emails": ["ANNA@example.org"], "reason": "Osaa jo"})
    done = call("POST", f"/offerings/{following.offering_id}/registrations", {"people": people}).json
    assert [(one["state"], one["reason"]) for one in done["registrations"]] == [
        ("confirmed", None),
        ("rejected", "requirement_missing"),
    ]
    assert [one["reason"] for one in call("GET", address).json["items"]] == ["Osaa jo"]
    assert call("POST", f"{address}/end", {"email": "anna@example.org"}).json["items"] == []
    assert call("POST", f"{address}/end", {"email": "anna@example.org"}).json["code"] == "no_waiver"
