from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from shared.database import Database
from shared.schema.accounts import Account, Membership
from shared.schema.organisations import Organisation, Unit
from tests.services.catalogue.conftest import Journal
from tests.services.catalogue.routes.conftest import SignIn
from tests.support.factories import Given


@pytest.fixture
def contact_id(given: Given, organisation: UUID) -> UUID:
    account_id = given.account("sirpa@example.org", name="Sirpa Yhteys")
    given.member(account_id, organisation, "contact")
    return account_id


@pytest.fixture
def contact(sign_in: SignIn, contact_id: UUID) -> FlaskClient:
    """The browser of a contact of the organisation."""
    return sign_in(contact_id)


@pytest.fixture
def page(organisation: UUID) -> str:
    return f"/workspace/organisations/{organisation}"


def roles(database: Database) -> set[tuple[str, str]]:
    with database.reading() as db:
        found = select(Account.email, Membership.role).join(Membership, Membership.account_id == Account.id)
        return {(row[0], row[1]) for row in db.execute(found)}


def test_a_contact_invites_and_removes_a_contact(
    contact: FlaskClient, given: Given, page: str, journal: Journal
) -> None:
    answer = contact.post(page, data={"email": "Bo@Example.org", "name": "Bo Kontakt", "role": "organiser"})
    assert answer.status_code == 302
    assert ("bo@example.org", "contact") in roles(given.database)
    assert ("bo@example.org", "organiser") not in roles(given.database)
    with given.database.reading() as db:
        account_id = db.scalar(select(Account.id).where(Account.email == "bo@example.org"))
    assert "Bo Kontakt" in contact.get(page).text
    contact.post(f"{page}/remove", data={"account_id": str(account_id), "role": "contact"})
    assert roles(given.database) == {("sirpa@example.org", "contact")}
    assert journal() == ["account.added", "membership.added", "membership.removed"]


def test_a_contact_removes_neither_organisers_nor_themselves(
    contact: FlaskClient, contact_id: UUID, given: Given, organisation: UUID, page: str
) -> None:
    olli = given.account("olli@example.org")
    given.member(olli, organisation)
    said = [(olli, "organiser", 403), (contact_id, "contact", 409)]
    for account_id, role, status in said:
        answer = contact.post(f"{page}/remove", data={"account_id": str(account_id), "role": role})
        assert answer.status_code == status
    assert roles(given.database) == {("olli@example.org", "organiser"), ("sirpa@example.org", "contact")}
    assert contact.get(page).text.count('name="account_id"') == 0


def test_organisers_name_contacts_of_their_own(organiser: FlaskClient, given: Given, page: str) -> None:
    assert organiser.get(page).status_code == 200
    assert organiser.post(page, data={"email": "bo@example.org"}).status_code == 302
    assert ("bo@example.org", "contact") in roles(given.database)


def test_others_find_no_such_organisation(stranger: FlaskClient, given: Given, organisation: UUID, page: str) -> None:
    unit = given.unit(organisation, "Koivula")
    before = roles(given.database)
    for path in (page, f"{page}/edit", f"{page}/units/{unit}"):
        assert stranger.get(path).status_code == 404
    for path in ("", "/remove", "/edit", "/units", f"/units/{unit}", f"/units/{unit}/remove"):
        data = {"email": "a@example.org", "name": "X", "unit-name": "X", "account_id": str(uuid4()), "role": "contact"}
        assert stranger.post(page + path, data=data).status_code == 404
    assert roles(given.database) == before
    with given.database.reading() as db:
        assert db.scalars(select(Unit.name)).all() == ["Koivula"]


def test_units_are_added_renamed_and_removed(contact: FlaskClient, given: Given, page: str, journal: Journal) -> None:
    assert contact.post(f"{page}/units", data={"unit-name": " Koivula ", "unit-profile": ""}).status_code == 302
    with given.database.reading() as db:
        unit_id = db.scalar(select(Unit.id))
    unit = f"{page}/units/{unit_id}"
    assert 'value="Koivula"' in contact.get(unit).text
    assert contact.post(unit, data={"unit-name": "Mäntylä", "unit-profile": "Psykiatria"}).status_code == 302
    text = contact.get(page).text
    assert "Mäntylä" in text
    assert "Psykiatria" in text
    assert contact.post(f"{unit}/remove").status_code == 302
    with given.database.reading() as db:
        assert db.scalars(select(Unit.id)).all() == []
    assert journal() == ["unit.added", "unit.changed", "unit.removed"]


def test_two_units_have_two_names(contact: FlaskClient, given: Given, organisation: UUID, page: str) -> None:
    given.unit(organisation, "Koivula")
    other = given.unit(organisation, "Mäntylä")
    for path in (f"{page}/units", f"{page}/units/{other}"):
        answer = contact.post(path, data={"unit-name": "Koivula"})
        assert answer.status_code == 422
        assert "There is a unit of this name already." in answer.text
    assert contact.post(f"{page}/units", data={"unit-name": ""}).status_code == 422


def test_a_unit_of_another_organisation_is_not_there(contact: FlaskClient, given: Given, page: str) -> None:
    unit = given.unit(given.organisation("Sospro Oy"), "Koivula")
    assert contact.get(f"{page}/units/{unit}").status_code == 404
    assert contact.post(f"{page}/units/{unit}", data={"unit-name": "X"}).status_code == 404
    assert contact.post(f"{page}/units/{unit}/remove").status_code == 404


def test_a_rename_keeps_the_earlier_name(
    organiser: FlaskClient, contact: FlaskClient, given: Given, page: str, journal: Journal
) -> None:
    data = {"name": "Uusi nimi Oy", "business_id": "20774740", "website": ""}
    assert organiser.post(f"{page}/edit", data=data).status_code == 302
    assert organiser.post(f"{page}/edit", data=data).status_code == 302
    text = contact.get(page).text
    assert "Uusi nimi Oy" in text
    assert text.count("Tampereen ammattikorkeakoulu until") == 1
    with given.database.reading() as db:
        assert db.scalar(select(Organisation.business_id)) == "2077474-0"
    assert set(journal()) == {"organisation.changed"}


@pytest.mark.parametrize(
    ("business_id", "status", "sentence"),
    [("2077474-1", 422, "A Y-tunnus has seven digits"), ("2077474-0", 422, "is here already")],
)
def test_a_wrong_or_taken_business_id_is_refused(
    organiser: FlaskClient, given: Given, page: str, business_id: str, status: int, sentence: str
) -> None:
    given.organisation("Sospro Oy", business_id="2077474-0")
    answer = organiser.post(f"{page}/edit", data={"name": "Uusi nimi", "business_id": business_id})
    assert answer.status_code == status
    assert sentence in answer.text
    assert "Tampereen ammattikorkeakoulu" in organiser.get(page).text


def test_contacts_do_not_rename_it(contact: FlaskClient, page: str) -> None:
    assert contact.get(f"{page}/edit").status_code == 403
    assert contact.post(f"{page}/edit", data={"name": "X"}).status_code == 403
    assert "/edit" not in contact.get(page).text


def test_mail_domains_are_kept_shown_and_taken_away(
    administrator: FlaskClient, contact: FlaskClient, page: str
) -> None:
    browser = administrator
    data = {"name": "Sospro Oy", "domains": " Sospro.FI\r\n@lapset.example.org, sospro.fi\r\n"}
    assert browser.post(f"{page}/edit", data=data).status_code == 302
    assert "lapset.example.org, sospro.fi" in contact.get(page).text
    assert "lapset.example.org\nsospro.fi</textarea>" in browser.get(f"{page}/edit").text
    assert browser.post(f"{page}/edit", data=data | {"domains": "sospro.fi"}).status_code == 302
    assert "lapset.example.org" not in contact.get(page).text


@pytest.mark.parametrize(
    ("domains", "sentence"),
    [
        ("uusi.example.org gmail.com", "Anybody can have an address in gmail.com"),
        ("uusi.example.org anna@sospro.fi", "anna@sospro.fi is no mail domain."),
        ("uusi.example.org taken.example.org", "Another organisation has taken.example.org already."),
        (" ".join(f"a{number}.example.org" for number in range(51)), "At most 50 domains."),
    ],
)
def test_a_domain_that_says_nothing_or_is_another_ones_is_refused(
    administrator: FlaskClient, given: Given, page: str, domains: str, sentence: str
) -> None:
    given.domain(given.organisation("Sospro Oy"), "taken.example.org")
    answer = administrator.post(f"{page}/edit", data={"name": "Uusi nimi", "domains": domains})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "uusi.example.org" not in administrator.get(page).text
    assert "Uusi nimi" not in administrator.get(page).text


def test_organiser_keeps_the_mail_domains_as_they_are(
    organiser: FlaskClient, given: Given, organisation: UUID, page: str
) -> None:
    given.domain(organisation, "sospro.example.org")
    assert 'name="domains"' not in organiser.get(f"{page}/edit").text
    data = {"name": "Uusi nimi", "domains": "gotcha.example.org"}
    assert organiser.post(f"{page}/edit", data=data).status_code == 302
    shown = organiser.get(page).text
    assert "Uusi nimi" in shown
    assert "sospro.example.org" in shown
    assert "gotcha" not in shown
