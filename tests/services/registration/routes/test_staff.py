from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from time_machine import Traveller

from shared.database import Database
from shared.schema.catalogue import SeriesPartner
from shared.schema.registration import Batch, Person, Registration, StaffList
from tests.services.registration.acts import Acts
from tests.services.registration.routes.pages import Visitor, sign_in
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")
UNITS = ["Koivula", "Lepola", "Mäntylä", "Rantakoti", "Tuulikumpu", "Åsgård"]
SAME = "Nothing changed: everybody who can be registered was registered already."
ENGLISH = {"Accept-Language": "en"}
CONFIRMED = {"do": "register", "if_full": "waitlist"}
HEADER = "Sukunimi\tEtunimi\tSähköposti\tYksikkö"


def pasted(count: int = 25) -> str:
    rows = [f"Mäkinen-{n}\tAnna\tanna.{n}@example.org\t{UNITS[n % 6]}" for n in range(count)]
    return "\n".join([HEADER, *rows])


@pytest.fixture
def employer(given: Given) -> UUID:
    return given.organisation("Sospro Oy")


@pytest.fixture
def series(given: Given) -> UUID:
    return given.series(slug="kierros")


@pytest.fixture
def one(given: Given, registration: Database, series: UUID) -> Acts:
    return Acts(registration, given.offering(series, capacity=20))


@pytest.fixture
def contact(client: FlaskClient, given: Given, employer: UUID) -> Visitor:
    account = given.account("kaisa@example.org", name="Kaisa Contact")
    given.member(account, employer, "contact")
    sign_in(client, account)
    return Visitor(client)


def give(contact: Visitor, text: str, *offerings: Acts) -> Visitor:
    return contact.open("/staff/kierros").send(pasted=text, offerings=[str(each.offering_id) for each in offerings])


def confirm(contact: Visitor, if_full: str = "waitlist") -> Visitor:
    return contact.send(do="register", if_full=if_full)


def rows(contact: Visitor) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in contact.soup.select("tbody tr")]


def test_a_contact_registers_25_people_from_six_units(
    contact: Visitor, one: Acts, employer: UUID, registration: Database
) -> None:
    give(contact, pasted(), one)
    assert (contact.title, one.standing()) == ("Check the list", {})
    assert "20 get a place, 5 would wait." in contact.text
    assert len(rows(contact)) == 25
    confirm(contact)
    assert contact.title == "How it went"
    assert one.seats() == (20, 5)
    assert "5 On the waiting list" in contact.text
    assert "Anna Mäkinen-24 Koivula" in contact.text
    with registration.reading() as db:
        assert set(db.scalars(select(Registration.unit))) == set(UNITS)
        batch = db.execute(select(Batch.organisation_id, Batch.contact_email, Batch.contact_name)).one()
        assert tuple(batch) == (employer, "kaisa@example.org", "Kaisa Contact")
        assert db.scalars(select(StaffList.roster)).one()["numbers"] == []


@pytest.mark.parametrize(("more", "is_said"), [({"required": True}, True), ({}, False)])
def test_contact_hears_that_people_are_asked_what_has_to_be_answered(
    contact: Visitor, one: Acts, given: Given, more: dict[str, Any], is_said: bool
) -> None:
    given.question(one.offering_id, "group", **more)
    give(contact, pasted(1), one)
    confirm(contact)
    assert contact.title == "How it went"
    assert ("questions for them that need an answer" in contact.text) == is_said


def test_confirming_twice_changes_nothing_and_says_so(
    contact: Visitor, one: Acts, client: FlaskClient, registration: Database
) -> None:
    address = give(contact, pasted(3), one).url
    confirm(contact)
    client.post(address, data=CONFIRMED, headers=ENGLISH)
    assert SAME in contact.open(address).soup.get_text()
    assert contact.title == "How it went"
    assert one.seats() == (3, 0)
    give(contact, pasted(3), one)
    assert "Everybody is registered already" in contact.text
    client.post(contact.url, data=CONFIRMED, headers=ENGLISH)
    contact.open(f"{contact.url}/result")
    assert SAME in contact.soup.get_text()
    assert "3 were registered already." in contact.text
    with registration.reading() as db:
        assert db.scalar(select(func.count()).select_from(Batch)) == 1


def test_rows_are_mended_removed_and_added_in_place(contact: Visitor, one: Acts) -> None:
    give(contact, "Anna,anna@example.org\nBerta,berta(at)example\nCecilia,cecilia@example.org\n,diana@example.org", one)
    assert "4 rows · 2 need mending" in contact.text
    assert contact.soup.select_one("#email-2[aria-invalid]")
    assert contact.soup.select_one("#name-4[aria-invalid]")
    contact.send(**{"do": "save", "email-2": "berta@example.org", "name-4": "Diana", "name-new": "Elsa"})
    assert "5 rows · one needs mending" in contact.text
    contact.send(remove="5")
    assert "Register 4 people" in contact.text
    contact.open(f"{contact.url}?edit=all").send(**{"do": "save", "name-1": "Anna Öhman"})
    confirm(contact)
    assert one.confirmed() == {"anna öhman", "berta", "cecilia", "diana"}


def test_rows_left_wrong_stay_and_are_sent_later(contact: Visitor, one: Acts) -> None:
    address = give(contact, "Anna,anna@example.org\nBerta,berta", one).url
    confirm(contact)
    assert one.confirmed() == {"anna"}
    assert "One row was not registered, since it needs mending." in contact.text
    contact.open(address).send(**{"do": "register", "if_full": "waitlist", "email-2": "berta@example.org"})
    assert one.confirmed() == {"anna"}
    assert "Nobody is registered yet." in contact.text
    assert "Register one person" in contact.text
    confirm(contact)
    assert one.confirmed() == {"anna", "berta"}
    assert "2 Place confirmed" in contact.text


def test_only_if_all_fit_holds_over_all_offerings(
    contact: Visitor, one: Acts, given: Given, series: UUID, registration: Database
) -> None:
    small = Acts(registration, given.offering(series, capacity=2, name="Työpaja"))
    give(contact, pasted(3), one, small)
    assert "3 get a place." in contact.text
    assert "2 get a place, one would wait." in contact.text
    confirm(contact, "all-or-nothing")
    assert contact.status == 409
    assert "Työpaja: 3 places are needed, 2 are free. Nobody was registered." in contact.text
    assert (one.seats(), small.seats()) == ((0, 0), (0, 0))
    confirm(contact, "reject")
    assert (one.seats(), small.seats()) == ((3, 0), (2, 0))
    assert "Got no place Anna Mäkinen-2" in contact.text


def test_who_was_told_no_is_not_told_again(
    contact: Visitor, given: Given, series: UUID, registration: Database
) -> None:
    small = Acts(registration, given.offering(series, capacity=2))
    for _time in range(2):
        give(contact, pasted(3), small)
        confirm(contact, "reject")
    with registration.reading() as db:
        assert db.scalar(select(func.count()).where(Registration.state == "rejected")) == 1


def test_a_deadline_between_preview_and_confirmation_registers_nobody(
    contact: Visitor, one: Acts, given: Given, series: UUID, registration: Database, noon: Traveller
) -> None:
    soon = Acts(registration, given.offering(series, name="Oulun ryhmä", closes_at=NOON + timedelta(hours=1)))
    give(contact, pasted(3), one, soon)
    noon.shift(timedelta(hours=1))
    confirm(contact)
    assert contact.status == 409
    assert "Oulun ryhmä: Registration has closed." in contact.text
    assert (one.seats(), soon.seats()) == ((0, 0), (0, 0))
    contact.send(leave_out=str(soon.offering_id))
    confirm(contact)
    assert one.seats() == (3, 0)


def test_a_list_is_its_givers_alone(contact: Visitor, one: Acts, client: FlaskClient, given: Given) -> None:
    address = give(contact, pasted(3), one).url
    account = given.account("other@example.org", is_administrator=True)
    sign_in(client, account)
    for path in (address, f"{address}/result"):
        assert contact.open(path).status == 404
    assert client.post(address, data=CONFIRMED).status_code == 404
    assert one.standing() == {}


def test_rights_are_looked_at_again_when_confirming(
    contact: Visitor, one: Acts, client: FlaskClient, given: Given
) -> None:
    address = give(contact, pasted(3), one).url
    with given.database.writing() as db:
        db.exec_driver_sql("DELETE FROM memberships")
    assert client.post(address, data=CONFIRMED).status_code == 403
    assert one.standing() == {}


def test_a_file_is_read_and_a_wrong_one_is_told(
    contact: Visitor, one: Acts, client: FlaskClient, employer: UUID
) -> None:
    def send(name: str, data: bytes) -> Any:
        return client.post(
            "/staff/kierros",
            data={
                "offerings": str(one.offering_id),
                "organisation": str(employer),
                "file": (BytesIO(data), name),
                "pasted": "",
            },
            headers=ENGLISH,
            follow_redirects=True,
        )

    assert "Anna Mäkinen-0" in send("lista.csv", pasted(3).replace("\t", ";").encode("cp1252")).text
    assert "locked with a password" in send("x.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")).text
    wrong = send("x.pdf", b"%PDF-1.7 \x00\x01\x02" * 100)
    assert wrong.status_code == 422
    assert "can't be read as a spreadsheet" in wrong.text.replace("&#39;", "'")
    kind = "multipart/form-data; boundary=x"
    large = client.post("/staff/kierros", data=bytes(2 * 1024 * 1024 + 1), content_type=kind, headers=ENGLISH)
    assert (large.status_code, "larger than 2 megabytes" in large.text) == (413, True)


def test_what_was_typed_is_kept(contact: Visitor, one: Acts, given: Given, series: UUID) -> None:
    given.offering(series)
    contact.open("/staff/kierros").send(pasted="nobody at all")
    assert contact.status == 422
    assert contact.errors == ["offerings", "pasted"]
    assert "Choose at least one." in contact.text
    assert "No column of e-mail addresses was found." in contact.text
    assert "nobody at all" in contact.text


def test_each_unknown_unit_is_asked_about_once(
    contact: Visitor, one: Acts, given: Given, employer: UUID, registration: Database
) -> None:
    given.unit(employer, "Koivula")
    units = ["koivula", "Koivla", "KOIVLA", "Muu", "Koivla", "Muu"]
    give(contact, "\n".join(f"Anna {n}\ta{n}@example.org\t{unit}" for n, unit in enumerate(units)), one)
    assert contact.soup.select_one('datalist option[value="Koivula"]')
    assert not contact.soup.select("#unit-2")
    asked = [" ".join(one.get_text(" ").split()) for one in contact.soup.select("#unknown-units legend")]
    assert asked == ["Koivla · 3 rows", "Muu · 2 rows"]
    assert not contact.soup.select("#unknown-units[open]")
    contact.send(keep_unit="2")
    assert "The unit “Muu” is kept as it is written." in contact.text
    assert contact.soup.select("#unknown-units[open]")
    contact.send(**{"do": "register", "if_full": "waitlist", "becomes-1": "Koivula"})
    assert "Nobody is registered yet." in contact.text
    assert not contact.soup.select("#unknown-units")
    confirm(contact)
    with registration.reading() as db:
        found = list(db.scalars(select(Registration.unit)))
    assert sorted(str(unit).casefold() for unit in found) == ["koivula"] * 4 + ["muu"] * 2
    give(contact, "Berta\tberta@example.org\tMUU", one)
    assert not contact.soup.select("#unknown-units"), "what was kept once is not asked again"


def test_a_slip_of_the_pen_becomes_the_unit_of_the_other_rows(
    contact: Visitor, one: Acts, given: Given, employer: UUID, registration: Database
) -> None:
    given.unit(employer, "Koivula")
    units = ["Perhekeskus", "Perhekesksu", "Perhekeskus"]
    give(contact, "\n".join(f"Anna {n}\ta{n}@example.org\t{unit}" for n, unit in enumerate(units)), one)
    assert "2 units are not among yours" in contact.text
    offered = [option["value"] for option in contact.soup.select("#becomes-2 option")]
    assert offered == ["", "Koivula", "Perhekeskus"]
    contact.send(**{"do": "save", "becomes-2": "Perhekeskus"})
    assert "The unit “Perhekesksu” is now “Perhekeskus”." in contact.text
    contact.send(keep_units="1")
    assert "The units are kept as they are written." in contact.text
    assert not contact.soup.select("#unknown-units")
    confirm(contact)
    with registration.reading() as db:
        assert set(db.scalars(select(Registration.unit))) == {"Perhekeskus"}


def test_a_unit_becomes_none_that_the_organisation_has_not(
    contact: Visitor, one: Acts, given: Given, employer: UUID
) -> None:
    given.unit(employer, "Koivula")
    give(contact, "Anna\tanna@example.org\tKoivla", one)
    contact.send(**{"do": "save", "becomes-1": "Keksitty"})
    assert "Koivla · One row" in contact.text
    assert "Keksitty" not in contact.text


def test_two_names_at_one_address_are_asked_about(contact: Visitor, one: Acts, registration: Database) -> None:
    give(contact, "Anna,info@example.org\nBerta,Info@Example.org\nanna,info@example.org", one)
    assert "Row 1 has the same address and another name." in contact.text
    assert "The same person as on row 1: registered once" in contact.text
    confirm(contact)
    assert one.confirmed() == {"anna"}
    with registration.reading() as db:
        assert db.scalars(select(StaffList.roster)).one()["numbers"] == [2]
        assert db.scalar(select(func.count()).select_from(Person)) == 1


def test_a_long_list_comes_by_the_page(contact: Visitor, one: Acts) -> None:
    give(contact, pasted(250), one)
    assert len(rows(contact)) == 50
    assert "Page 1 of 5" in contact.text
    assert rows(contact.open(f"{contact.url}?page=5"))[-1].startswith("250 Anna Mäkinen-249")
    assert "250 rows are fine" in contact.text


def test_columns_that_were_not_read_are_named_and_stay_so(contact: Visitor, one: Acts, given: Given) -> None:
    given.question(one.offering_id, "role", required=True)
    rows = "Anna\tanna@example.org\t040 123\tHoitaja\nBerta\tberta\t\tLääkäri"
    give(contact, f"Nimi\tSähköposti\tPuhelin\tMikä on roolisi työssäsi?\n{rows}", one)
    sentence = "2 columns were not read: Puhelin, Mikä on roolisi työssäsi?"
    assert sentence in contact.text
    assert "What the organiser asks is answered once they are registered." in contact.text
    contact.send(**{"do": "save", "name-2": "Berta Berg"})
    assert sentence in contact.text
    give(contact, "Nimi\tSähköposti\nAnna\tanna@example.org", one)
    assert "not read" not in contact.text


def test_rows_to_check_are_counted_as_they_are_shown(contact: Visitor, one: Acts) -> None:
    give(contact, "Anna,anna@example.org\nAnna,Anna@example.org\nBerta,berta@example.org / b@example.org", one)
    assert "3 rows · one needs mending · one is there twice" in contact.text
    assert "Check these 2 rows" in contact.text
    assert "There are two addresses here." in contact.text
    assert contact.soup.select_one("#email-3")["value"] == "berta@example.org / b@example.org"  # type: ignore[index]
    order = [str(found["id"]) for found in contact.soup.select("#mend, #confirm, #others")]
    assert order == ["mend", "confirm", "others"]


def test_a_list_that_only_waits_is_confirmed_as_that(
    contact: Visitor, given: Given, series: UUID, employer: UUID, registration: Database
) -> None:
    full = Acts(registration, given.offering(series, capacity=30))
    given.quota(full.offering_id, employer, 1)
    give(contact, pasted(3), full)
    assert "One gets a place, 2 would wait, since the organisation's places are used." in contact.text
    assert "Register 3 people" in contact.text
    confirm(contact)
    give(contact, pasted(4), full)
    assert "One would wait, since the organisation's places are used, 3 are registered already." in contact.text
    assert not contact.soup.select("[name=if_full][type=radio]")
    assert contact.soup.select_one(".btn-primary").get_text().strip() == "Put one person on the waiting list"  # type: ignore[union-attr]
    confirm(contact)
    assert full.seats() == (1, 3)


def test_who_is_over_the_limit_of_an_offering_without_a_line_is_counted(
    contact: Visitor, given: Given, series: UUID, employer: UUID, registration: Database
) -> None:
    full = Acts(registration, given.offering(series, capacity=30, waitlist=False))
    given.quota(full.offering_id, employer, 1)
    give(contact, pasted(3), full)
    assert "One gets a place, 2 are over the organisation's limit." in contact.text
    assert sum("Over the organisation's limit" in row for row in rows(contact)) == 2


def test_a_draft_and_a_closed_series_take_no_list(contact: Visitor, given: Given) -> None:
    given.series(slug="luonnos", state="draft", published_at=None)
    assert contact.open("/staff/luonnos").status == 404
    assert contact.open("/staff/ei-ole").status == 404
    closed = given.series(slug="ohi")
    given.offering(closed, closes_at=NOON - timedelta(days=1))
    assert "Registration has closed" in contact.open("/staff/ohi").text
    assert not contact.soup.select("textarea")


def test_strangers_are_asked_to_sign_in(client: FlaskClient, one: Acts) -> None:
    assert "/sign-in" in client.get("/staff/kierros").headers["Location"]


def test_the_way_up_and_the_menu_are_the_employers(contact: Visitor, one: Acts) -> None:
    give(contact, pasted(2), one)
    for address in ("/staff/kierros", contact.url):
        contact.open(address)
        assert contact.soup.select_one('.site-nav a[aria-current][href$="/organisations"]')
        assert contact.soup.select_one('.page-head a[href$="/organisations"]')


def test_row_of_nobody_of_the_customers_is_told_so_and_stops_nobody_else(
    contact: Visitor, given: Given, registration: Database
) -> None:
    series = given.series(slug="tilaus", for_customers=True)
    customer = given.organisation("Tilaaja Oy")
    given.domain(customer, "tilaaja.fi")
    given.row_without_id(SeriesPartner, series_id=series, organisation_id=customer, role="customer")
    offering = Acts(registration, given.offering(series))
    people = "Anna Laine\tanna@tilaaja.fi\nBerta Muu\tberta@muu.fi\nCilla Ojala\tcilla@tilaaja.fi"
    contact.open("/staff/tilaus").send(pasted=people, offerings=[str(offering.offering_id)])
    [row] = contact.soup.select(".staff-rows > li")
    assert "Berta" in str(row)
    assert "not one of its customers' staff" in row.get_text()
    confirm(contact)
    assert offering.confirmed() == {"anna laine", "cilla ojala"}
    assert "Berta" in str(contact.open(contact.url.removesuffix("/result")).soup.select_one(".staff-rows > li"))


def test_reserved_offering_is_offered_to_its_customers_contacts_alone(
    contact: Visitor, given: Given, employer: UUID
) -> None:
    series, other = given.series(slug="avoin"), given.organisation("Tilaaja Oy")
    for organisation in (employer, other):
        given.row_without_id(SeriesPartner, series_id=series, organisation_id=organisation, role="customer")
    names = {"Kaikille": None, "Meille": employer, "Heille": other}
    for name, customer in names.items():
        given.offering(series, name=name, customer_id=customer)
    page = contact.open("/staff/avoin").soup.get_text()
    assert [name for name in names if name in page] == ["Kaikille", "Meille"]
