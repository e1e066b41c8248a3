from io import BytesIO
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from services.registration.actions.order import Applicant, Order
from services.registration.actions.register import register
from shared.database import Database
from shared.schema.base import new_id
from tests.services.registration.acts import Acts
from tests.services.registration.routes.pages import sign_in
from tests.support.factories import Given

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def sospro(given: Given) -> UUID:
    return given.organisation("Sospro Oy")


@pytest.fixture
def one(given: Given, registration: Database, sospro: UUID) -> Acts:
    """Two of Sospro's people for one place."""
    made = Acts(registration, given.offering(given.series(title="Kierros"), name="Aamu", capacity=1))
    people = [
        Applicant("a@example.org", "a@example.org", "=cmd()", "Koivula"),
        Applicant("b@example.org", "b@example.org", "Berta"),
    ]
    with registration.writing() as db:
        register(db, Order(made.offering_id, people, "waitlist", f"account:{new_id()}", sospro))
    return made


@pytest.fixture
def contact(client: FlaskClient, given: Given, sospro: UUID) -> FlaskClient:
    account = given.account("sirpa@example.org")
    given.member(account, sospro, "contact")
    sign_in(client, account)
    client.set_cookie("kierros_language", "en")
    return client


def table(client: FlaskClient, address: str) -> list[list[object]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    return [list(row) for row in CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()]


def test_people_are_taken_along(contact: FlaskClient, one: Acts, sospro: UUID) -> None:
    one.register("somebody else's")
    header, first, second = table(contact, f"/organisations/{sospro}/people.xlsx")
    assert header[:4] == ["Title of the series", "Registered for", "Name", "E-mail address"]
    assert first[:6] == ["Kierros", "Aamu", "=cmd()", "a@example.org", "Koivula", "Place confirmed"]
    assert second[2:7] == ["Berta", "b@example.org", "", "On the waiting list", 1]


def test_the_filter_of_the_page_counts(contact: FlaskClient, one: Acts, sospro: UUID) -> None:
    rows = table(contact, f"/organisations/{sospro}/people.xlsx?unit=Koivula&offering={one.offering_id}")
    assert [row[2] for row in rows[1:]] == ["=cmd()"]


def test_the_file_is_named_in_the_readers_language(contact: FlaskClient, one: Acts, sospro: UUID) -> None:
    for language, name in (("en", "people.xlsx"), ("fi", "henkilosto.xlsx"), ("sv", "personal.xlsx")):
        contact.set_cookie("kierros_language", language)
        answer = contact.get(f"/organisations/{sospro}/people.xlsx")
        assert answer.headers["Content-Disposition"].endswith(f"filename={name}")


def test_others_take_nothing_along(contact: FlaskClient, given: Given) -> None:
    assert contact.get(f"/organisations/{given.organisation('Another Oy')}/people.xlsx").status_code == 404
