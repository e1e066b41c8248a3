"""Partners of a series: set in its workspace and over the API, and what their organisers then may."""

import json
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select, update

from shared.schema.catalogue import Series, SeriesPartner
from tests.services.catalogue.conftest import Call
from tests.services.catalogue.routes.conftest import SignIn
from tests.services.catalogue.routes.form_of import form_of
from tests.support.factories import NOON, Given

PAGE = "/workspace/series/kierros/partners"


@pytest.fixture
def series(given: Given, organisation: UUID) -> UUID:
    return given.series(organisation, slug="kierros", title="Nepsy arjessa", state="draft", published_at=None)


@pytest.fixture
def partner(given: Given) -> UUID:
    return given.organisation("Oulun ammattikorkeakoulu")


@pytest.fixture
def colleague(given: Given, sign_in: SignIn, partner: UUID) -> FlaskClient:
    """The browser of one of the partner's organisers."""
    account = given.account("oona@example.org", name="Oona")
    given.member(account, partner)
    return sign_in(account)


def role_of(given: Given, series: UUID) -> list[tuple[UUID, str]]:
    with given.database.reading() as db:
        found = select(SeriesPartner.organisation_id, SeriesPartner.role).where(SeriesPartner.series_id == series)
        return [(row[0], row[1]) for row in db.execute(found)]


def test_partner_is_added_changed_and_removed(
    organiser: FlaskClient, given: Given, series: UUID, partner: UUID
) -> None:
    sent = form_of(organiser.get(PAGE).text) | {"organisation": [str(partner)], "role": ["funder"]}
    assert organiser.post(PAGE, data=sent).status_code == 303
    assert organiser.post(PAGE, data=sent).status_code == 303, "sent twice is saved once"
    change = {"organisation": str(partner), "role": "part-implementer", "seen": "funder"}
    assert organiser.post(PAGE, data=change).status_code == 303
    assert role_of(given, series) == [(partner, "part-implementer")]
    organiser.post(f"{PAGE}/remove", data={"organisation": str(partner)})
    assert role_of(given, series) == []
    said = organiser.get("/workspace/series/kierros/history").text
    for sentence in ("became a partner", "The role of Oulun ammattikorkeakoulu was changed", "is no longer a partner"):
        assert sentence in said


def test_role_that_somebody_else_changed_is_not_overwritten(
    organiser: FlaskClient, given: Given, series: UUID, partner: UUID
) -> None:
    given.row_without_id(SeriesPartner, series_id=series, organisation_id=partner, role="customer")
    stale = organiser.post(PAGE, data={"organisation": str(partner), "role": "partner", "seen": "funder"})
    assert stale.status_code == 409
    assert "Somebody else changed this partner" in stale.text
    assert role_of(given, series) == [(partner, "customer")]


def test_lead_is_no_partner(organiser: FlaskClient, given: Given, series: UUID, organisation: UUID) -> None:
    wrong = organiser.post(PAGE, data={"organisation": str(organisation), "role": "partner", "seen": ""})
    assert wrong.status_code == 422
    assert "leads the series already" in wrong.text
    assert organiser.post(PAGE, data={"organisation": "x", "role": "lead", "seen": ""}).status_code == 422
    assert role_of(given, series) == []


def test_part_implementer_edits_sessions_only(
    colleague: FlaskClient, given: Given, series: UUID, partner: UUID
) -> None:
    session = given.session(series)
    offering = given.offering(series, [session])
    page, edit = "/workspace/series/kierros", f"/workspace/sessions/{session}/edit"
    assert {colleague.get(one).status_code for one in (page, edit)} == {404}, "a draft is there for those who make it"
    given.row_without_id(SeriesPartner, series_id=series, organisation_id=partner, role="part-implementer")
    assert "Nepsy arjessa" in colleague.get("/workspace").text
    assert "Your organisation: part-implementer" in colleague.get("/workspace").text
    shown = colleague.get(page).text
    assert edit in shown
    assert f"/participants/{offering}" in shown
    assert "Edit the texts" not in shown
    sent = form_of(colleague.get(edit).text) | {"title": ["Uusi otsikko"]}
    assert colleague.post(edit, data=sent).status_code == 302
    assert "Uusi otsikko" in colleague.get(page).text
    closed = (f"{page}/edit", f"{page}/publish", PAGE, f"/workspace/offerings/{offering}/edit", f"{page}/copy")
    assert {colleague.get(one).status_code for one in closed} == {403}
    assert "role in this series does not cover this" in colleague.get(f"{page}/edit").text


def test_funder_sees_numbers_only(colleague: FlaskClient, given: Given, series: UUID, partner: UUID) -> None:
    session = given.session(series)
    given.offering(series, [session])
    given.presenter(session, reply="declined", reply_note="Ill in bed")
    with given.database.writing() as db:
        db.execute(update(Series).values(state="published", published_at=NOON))
    given.row_without_id(SeriesPartner, series_id=series, organisation_id=partner, role="funder")
    shown = colleague.get("/workspace/series/kierros").text
    assert "Places taken" in shown
    assert "/participants/" not in shown
    assert "/edit" not in shown
    assert "Declined" in shown
    assert "Ill in bed" not in shown + colleague.get("/workspace").text
    assert colleague.get(f"/workspace/sessions/{session}/edit").status_code == 403
    assert colleague.get("/workspace/series/kierros/history").status_code == 403
    assert "Open in the workspace" in colleague.get("/series/kierros").text


def test_partners_over_the_api(call: Call, given: Given, series: UUID, partner: UUID) -> None:
    path = f"/series/kierros/partners/{partner}"
    said = call("PUT", path, {"role": "funder"})
    assert said.json["items"] == [
        {"organisation_id": str(partner), "name": "Oulun ammattikorkeakoulu", "role": "funder", "rights": ["numbers"]}
    ], said.text
    assert call("PUT", path, {"role": "lead"}).status_code == 422
    key = given.api_key("organiser", partner)
    assert call("PUT", path, {"role": "customer"}, key).status_code == 403
    assert call("GET", "/series/kierros/sessions", None, key).status_code == 200
    assert call("POST", "/series/kierros/sessions", {"title": "x"}, key).status_code in (403, 422)
    assert call("DELETE", path).json == {"items": []}
    assert call("GET", "/series/kierros/sessions", None, key).status_code == 404


def test_public_page_names_partners_for_people_and_programs(
    visitor: FlaskClient, given: Given, organisation: UUID, partner: UUID
) -> None:
    series = given.series(organisation, slug="julkinen")
    given.session(series)
    given.row_without_id(SeriesPartner, series_id=series, organisation_id=partner, role="part-implementer")
    esr = given.organisation("Euroopan sosiaalirahasto", website="https://esr.example.org")
    given.row_without_id(SeriesPartner, series_id=series, organisation_id=esr, role="funder")
    page = BeautifulSoup(visitor.get("/series/julkinen").text, "html.parser")
    assert "Oulun ammattikorkeakoulu" in page.get_text()
    said = json.loads(page.select_one("script[type='application/ld+json']").string or "")  # type: ignore[union-attr]
    name = "Euroopan sosiaalirahasto"
    assert said["funder"] == [{"@type": "Organization", "name": name, "url": "https://esr.example.org"}]
    assert [one["name"] for one in said["contributor"]] == ["Oulun ammattikorkeakoulu"]


def test_commissioned_series_is_on_no_public_list_unless_it_says_so(
    call: Call, visitor: FlaskClient, given: Given, organisation: UUID, partner: UUID
) -> None:
    series = given.series(organisation, slug="tilattu", title="Tilauskoulutus", for_customers=True)
    session = given.session(series, title="Ensimmäinen tapaaminen")
    given.row_without_id(SeriesPartner, series_id=series, organisation_id=partner, role="customer")
    lists = ("/", "/series", "/series?q=tilauskoulutus", "/sitemap.xml", "/feed.atom")
    for address in lists:
        said = visitor.get(address).text
        assert "tilattu" not in said, address
        assert str(session) not in said, address
    assert "noindex" in visitor.get(f"/sessions/{session}").text
    assert call("GET", "/series", key="").json["items"] == []
    page = visitor.get("/series/tilattu").text
    assert "Only the staff of these organisations can register: Oulun ammattikorkeakoulu." in page
    assert "noindex" in page
    assert call("PATCH", "/series/tilattu", {"is_listed_anyway": True}).json["is_listed_anyway"] is True
    assert "tilattu" in visitor.get("/series").text
    assert "noindex" not in visitor.get("/series/tilattu").text
    assert "noindex" not in visitor.get(f"/sessions/{session}").text
