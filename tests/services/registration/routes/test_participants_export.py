import csv
from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from werkzeug.http import parse_options_header

from services.registration.actions import register
from services.registration.actions.order import Order
from shared.database import Database
from tests.services.registration.acts import Acts, applicant
from tests.services.registration.routes.pages import Visitor, sign_in
from tests.support.factories import Given

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def organiser(given: Given) -> UUID:
    return given.organisation("TAMK")


@pytest.fixture
def one(given: Given, registration: Database, organiser: UUID) -> Acts:
    """Two places, of which one went to somebody of an organisation, and one who waits; a name meant to do harm."""
    acts = Acts(registration, given.offering(given.series(organiser), capacity=2, name="Oulun seutu / ryhmä 2"))
    attendo = given.organisation("Attendo")
    with registration.writing() as db:
        staff = [replace(applicant("åsa"), key="asa@example.org", email="asa@example.org", unit="=1+1")]
        register.register(db, Order(acts.offering_id, staff, "waitlist", "person", organisation_id=attendo))
    acts.register("berta", "=cmd|calc")
    return acts


@pytest.fixture
def signed_in(client: FlaskClient, given: Given, organiser: UUID) -> FlaskClient:
    account = given.account("olga@example.org", name="Olga Organiser")
    given.member(account, organiser)
    sign_in(client, account)
    return client


def taken(client: FlaskClient, acts: Acts, ending: str, **query: str) -> Any:
    return client.get(
        f"/participants/{acts.offering_id}/participants.{ending}",
        query_string=query,
        headers={"Accept-Language": "en"},
    )


def test_spreadsheet_holds_what_the_list_shows(signed_in: FlaskClient, one: Acts) -> None:
    answer = taken(signed_in, one, "xlsx")
    disposition, options = parse_options_header(answer.headers["Content-Disposition"])
    assert disposition == "attachment"
    assert options["filename"].endswith("-Oulun-seutu-ryhmä-2.xlsx")
    assert answer.headers["Cache-Control"] == "no-store"
    head, *rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert head[:6] == ["Name", "E-mail address", "Organisation", "Unit", "State", "Place in the waiting list"]
    assert rows[0][:6] == ["Åsa", "asa@example.org", "Attendo", "=1+1", "Place confirmed", ""]
    assert rows[2][:6] == ["=Cmd|Calc", "=cmd|calc@example.org", "", "", "On the waiting list", 1.0]
    assert str(rows[0][6]) == "2027-01-11 12:00:00"
    assert rows[0][7] == "Themselves"


def test_csv_holds_it_too_and_no_formula(signed_in: FlaskClient, one: Acts) -> None:
    answer = taken(signed_in, one, "csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row[0] for row in rows] == ["Name", "Åsa", "Berta", "'=Cmd|Calc"]
    assert rows[1][3] == "'=1+1"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_export_follows_the_filter(signed_in: FlaskClient, one: Acts) -> None:
    def names(**query: str) -> list[str]:
        data = taken(signed_in, one, "csv", **query).data.decode("utf-8-sig")
        return [row[0] for row in csv.reader(StringIO(data, newline=""), delimiter=";")][1:]

    assert names(q="ÅSA") == ["Åsa"]
    assert names(state="waitlisted") == ["'=Cmd|Calc"]
    assert names(organisation="none", state="confirmed") == ["Berta"]
    assert names(unit="=1+1") == ["Åsa"]
    assert names(q="nobody") == []


def test_door_list_is_of_those_with_a_place_by_name(signed_in: FlaskClient, one: Acts) -> None:
    visitor = Visitor(signed_in).open(f"/participants/{one.offering_id}/print")
    assert [row.get_text() for row in visitor.soup.select("tbody th")] == ["Berta", "Åsa"]
    assert len(visitor.soup.select("tbody .box")) == 2
    heading = visitor.soup.select_one(".page-head .lead")
    assert heading is not None
    assert heading.get_text() == "Tutustumiskierros sote-alan ratkaisuihin · Oulun seutu / ryhmä 2"
    visitor.open(f"/participants/{one.offering_id}/print?state=waitlisted")
    assert [row.get_text() for row in visitor.soup.select("tbody th")] == ["=Cmd|Calc"]
    assert "Nobody found" in visitor.open(f"/participants/{one.offering_id}/print?q=nobody").text


@pytest.mark.parametrize("what", ["participants.xlsx", "participants.csv", "print"])
def test_others_take_nothing_along(client: FlaskClient, one: Acts, given: Given, what: str) -> None:
    address = f"/participants/{one.offering_id}/{what}"
    assert "/sign-in" in client.get(address).headers["Location"]
    account = given.account("other@example.org")
    given.member(account, given.organisation("Mehiläinen"), role="contact")
    sign_in(client, account)
    assert client.get(address).status_code == 403
