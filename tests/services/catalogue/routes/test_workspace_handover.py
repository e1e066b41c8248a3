"""A series handed over: to a colleague, and to another organisation that says yes."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from shared.schema.catalogue import Series, SeriesPartner
from shared.schema.handovers import SeriesHandover, SeriesResponsible
from tests.services.catalogue.conftest import Call
from tests.services.catalogue.routes.conftest import SignIn
from tests.support.factories import Given

PAGE = "/workspace/series/kierros/handover"


@pytest.fixture
def series(given: Given, organisation: UUID) -> UUID:
    return given.series(organisation, slug="kierros", title="Nepsy arjessa")


@pytest.fixture
def receiver(given: Given) -> UUID:
    return given.organisation("Oulun ammattikorkeakoulu")


@pytest.fixture
def oona(given: Given, receiver: UUID) -> UUID:
    account = given.account("oona@example.org", name="Oona")
    given.member(account, receiver)
    return account


def lead(given: Given, series: UUID) -> object:
    with given.database.reading() as db:
        return db.scalar(select(Series.organiser_id).where(Series.id == series))


def asking(given: Given) -> UUID:
    with given.database.reading() as db:
        return db.scalars(select(SeriesHandover.id).where(SeriesHandover.state == "asked")).one()


def test_series_goes_to_a_colleague_at_once(
    organiser: FlaskClient, given: Given, series: UUID, organisation: UUID
) -> None:
    colleague = given.account("kaija@example.org", name="Kaija Kollega")
    given.member(colleague, organisation)
    sent = {"account": str(colleague), "seen": ""}
    assert organiser.post(f"{PAGE}/person", data=sent).status_code == 303
    assert "Looked after by Kaija Kollega" in organiser.get("/workspace/series/kierros").text
    stale = organiser.post(f"{PAGE}/person", data={"account": "", "seen": ""})
    assert stale.status_code == 422
    assert "Somebody else changed this" in stale.text
    outside = given.account("vieras@example.org")
    assert organiser.post(f"{PAGE}/person", data={"account": str(outside), "seen": str(colleague)}).status_code == 422


def test_series_goes_to_another_organisation_when_it_says_yes(
    organiser: FlaskClient, sign_in: SignIn, given: Given, series: UUID, organisation: UUID, receiver: UUID, oona: UUID
) -> None:
    given.row_without_id(SeriesPartner, series_id=series, organisation_id=receiver, role="partner")
    sent = {"organisation": str(receiver), "keeps_role": "part-implementer", "note": "Kiitos"}
    assert organiser.post(PAGE, data=sent).status_code == 303
    assert organiser.post(PAGE, data=sent).status_code == 422, "one at a time"
    assert lead(given, series) == organisation
    address = f"/workspace/handovers/{asking(given)}"
    assert organiser.get(address).status_code == 404, "only the asked one answers"
    theirs = sign_in(oona)
    assert address in theirs.get("/workspace").text
    page = theirs.get(address).text
    assert "Tampereen ammattikorkeakoulu stays as: part-implementer." in page
    assert "Kiitos" in page
    assert theirs.post(address, data={"answer": "yes"}).status_code == 303
    assert lead(given, series) == receiver
    with given.database.reading() as db:
        partners = db.execute(select(SeriesPartner.organisation_id, SeriesPartner.role)).all()
        assert db.scalars(select(SeriesResponsible.account_id)).one() == oona
    assert [tuple(one) for one in partners] == [(organisation, "part-implementer")]
    assert "was handed over to Oulun ammattikorkeakoulu" in theirs.get("/workspace/series/kierros/history").text
    assert organiser.get("/workspace/series/kierros").status_code == 200
    assert organiser.get("/workspace/series/kierros/edit").status_code == 403
    theirs.post(address, data={"answer": "no"})
    assert "has been answered" in theirs.get("/workspace").text


def test_no_and_taking_back_leave_everything_as_it_was(
    organiser: FlaskClient, sign_in: SignIn, given: Given, series: UUID, organisation: UUID, receiver: UUID, oona: UUID
) -> None:
    sent = {"organisation": str(receiver), "keeps_role": ""}
    organiser.post(PAGE, data=sent)
    sign_in(oona).post(f"/workspace/handovers/{asking(given)}", data={"answer": "no"})
    organiser.post(PAGE, data=sent)
    address = f"/workspace/handovers/{asking(given)}"
    organiser.post(f"{PAGE}/withdraw")
    sign_in(oona).post(address, data={"answer": "yes"})
    assert lead(given, series) == organisation
    said = organiser.get("/workspace/series/kierros/history").text
    assert "did not want to lead" in said
    assert "no longer asked to lead" in said


def test_handover_over_the_api(call: Call, given: Given, series: UUID, receiver: UUID, oona: UUID) -> None:
    nobody = given.organisation("Tyhjä ry")
    assert call("POST", "/series/kierros/handover", {"organisation_id": str(nobody)}).status_code == 422
    asked = call("POST", "/series/kierros/handover", {"organisation_id": str(receiver), "keeps_role": "partner"})
    assert asked.status_code == 201, asked.text
    key = given.api_key("organiser", receiver)
    assert [one["id"] for one in call("GET", "/handovers", None, key).json["items"]] == [asked.json["id"]]
    said = call("POST", f"/handovers/{asked.json['id']}/answer", {"answer": "yes"}, key)
    assert said.json["state"] == "accepted", said.text
    assert lead(given, series) == receiver
    assert call("POST", f"/handovers/{asked.json['id']}/answer", {"answer": "no"}, key).status_code == 409
    assert call("DELETE", "/series/kierros/handover", None, key).status_code == 204
