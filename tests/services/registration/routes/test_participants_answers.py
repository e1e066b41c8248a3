"""What organisers and contacts see of answers: on their pages, in their files, and by the API."""

import csv
from dataclasses import replace
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from time_machine import Traveller

from services.registration.actions import register
from services.registration.actions.erase_sensitive import erase_sensitive
from services.registration.actions.order import Order
from shared.database import Database
from shared.schema.journal import JournalLine
from shared.schema.registration import Answer
from tests.services.registration.actions.test_answers import kept
from tests.services.registration.acts import Acts, applicant
from tests.services.registration.conftest import Call
from tests.services.registration.routes.pages import Visitor, sign_in
from tests.support.factories import Given

pytestmark = pytest.mark.usefixtures("noon")

SAID: dict[str, dict[str, Any]] = {
    "anna": {"group": "Oulu", "diet": ["vegan", "no milk"], "why": "=1+1"},
    "berta": {"group": "Turku", "diet": ["vegan"]},
    "cecilia": {},
}


@pytest.fixture
def organiser(given: Given) -> UUID:
    return given.organisation("TAMK")


@pytest.fixture
def sospro(given: Given) -> UUID:
    return given.organisation("Sospro Oy")


@pytest.fixture
def one(given: Given, registration: Database, organiser: UUID, sospro: UUID) -> Acts:
    """Three people of Sospro; contacts see the group, nobody but the organisers the diet."""
    acts = Acts(registration, given.offering(given.series(organiser)))
    of = acts.offering_id
    group = {"kind": "choice", "options": ["Oulu", "Turku"], "required": True, "shown_to_contact": True}
    given.question(of, "group", label="Group", **group)
    given.question(of, "diet", label="Diet", kind="many", options=["vegan", "no milk"], is_sensitive=True)
    given.question(of, "why", label="Why")
    people = [replace(applicant(name), answers=said) for name, said in SAID.items()]
    with registration.writing() as db:
        register.register(db, Order(of, people, "waitlist", "person", sospro))
    return acts


def signed_in(client: FlaskClient, given: Given, organisation: UUID, role: str) -> Visitor:
    account = given.account(f"{role}@example.org", name="Olga")
    given.member(account, organisation, role)
    sign_in(client, account)
    return Visitor(client)


@pytest.fixture
def olga(client: FlaskClient, given: Given, organiser: UUID) -> Visitor:
    return signed_in(client, given, organiser, "organiser")


@pytest.fixture
def contact(client: FlaskClient, given: Given, sospro: UUID) -> Visitor:
    return signed_in(client, given, sospro, "contact")


def names(visitor: Visitor) -> list[str]:
    return [row.get_text(" ").split()[0] for row in visitor.soup.select("table.participants tbody tr")]


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("group=Oulu", ["Anna"]),
        ("!group", ["Cecilia"]),
        ("why", ["Anna"]),
        ("diet=vegan", ["Anna", "Berta"]),
        ("diet=milk", []),
        ("diet=no milk", ["Anna"]),
        ("group=%", []),
    ],
)
def test_participants_are_found_by_an_answer(olga: Visitor, one: Acts, answer: str, found: list[str]) -> None:
    olga.open(f"/participants/{one.offering_id}?" + "answer=" + answer.replace("%", "%25"))
    assert names(olga) == found


def test_filter_by_answer_stays_with_the_other_choices(olga: Visitor, one: Acts) -> None:
    olga.open(f"/participants/{one.offering_id}?answer=group%3DTurku")
    chosen = olga.soup.select_one('select[name="answer"] option[selected]')
    assert chosen is not None
    assert chosen["value"] == "group=Turku"
    assert all("answer=group" in str(link["href"]) for link in olga.soup.select('a[href*="participants."]'))
    assert "diet" not in str(olga.soup.select_one('select[name="answer"]'))


def test_two_questions_of_the_same_words_can_both_be_looked_for(olga: Visitor, one: Acts, given: Given) -> None:
    given.question(one.offering_id, "group-2", label="Group")
    olga.open(f"/participants/{one.offering_id}")
    groups = [str(group["label"]) for group in olga.soup.select('select[name="answer"] optgroup')]
    assert groups == ["Group", "Why", "Group (group-2)"]


def test_list_shows_plain_answers_and_leads_to_the_sensitive_ones(olga: Visitor, one: Acts) -> None:
    olga.open(f"/participants/{one.offering_id}")
    assert "Oulu" in olga.text
    assert "vegan" not in olga.text
    assert olga.soup.select(f'a[href="/participants/{one.offering_id}/sensitive"]')
    assert "vegan" not in olga.open(f"/participants/{one.offering_id}/print").text


def test_sensitive_answers_are_counted_and_named(olga: Visitor, one: Acts) -> None:
    olga.open(f"/participants/{one.offering_id}/sensitive")
    assert "vegan: 2 no milk: 1" in olga.text
    assert "2 people of 3 answered" in olga.text
    assert "Cecilia" not in olga.text
    assert olga.headers["Cache-Control"] == "no-store"
    one.cancel("anna")
    assert "vegan: 1" in olga.open(f"/participants/{one.offering_id}/sensitive").text


def rows_of(visitor: Visitor, address: str) -> list[list[str]]:
    """A CSV file in English."""
    file = visitor.client.get(address, headers={"Accept-Language": "en"}).data.decode("utf-8-sig")
    return list(csv.reader(StringIO(file), delimiter=";"))


def sheet_of(visitor: Visitor, address: str) -> list[list[Any]]:
    """A spreadsheet in English."""
    file = visitor.client.get(address, headers={"Accept-Language": "en"}).data
    return CalamineWorkbook.from_filelike(BytesIO(file)).get_sheet_by_index(0).to_python()


def test_files_hold_plain_answers_and_the_sensitive_ones_apart(olga: Visitor, one: Acts) -> None:
    base = f"/participants/{one.offering_id}"
    plain = rows_of(olga, f"{base}/participants.csv")
    assert plain[0][-2:] == ["Group", "Why"]
    assert [row[-2:] for row in plain[1:]] == [["Oulu", "'=1+1"], ["Turku", ""], ["", ""]]
    assert sheet_of(olga, f"{base}/participants.xlsx")[1][-2:] == ["Oulu", "=1+1"]
    diet = [
        ["Name", "Organisation", "Unit", "State", "Diet"],
        ["Anna", "Sospro Oy", "", "Place confirmed", "vegan, no milk"],
        ["Berta", "Sospro Oy", "", "Place confirmed", "vegan"],
    ]
    assert rows_of(olga, f"{base}/sensitive.csv") == diet
    assert sheet_of(olga, f"{base}/sensitive.xlsx") == diet


def test_contact_sees_and_gives_only_what_is_shown_to_contacts(contact: Visitor, one: Acts, sospro: UUID) -> None:
    base = f"/participants/{one.offering_id}"
    assert {contact.client.get(f"{base}/{page}").status_code for page in ("sensitive", "sensitive.csv")} == {403}
    contact.open(f"/organisations/{sospro}")
    assert "Answers (1 missing) : Cecilia" in contact.text
    assert "vegan" not in contact.text
    address = f"/organisations/{sospro}/people/{one.standing()['cecilia']}/answers"
    contact.open(address)
    assert contact.title == "Answers of Cecilia"
    assert [str(box["name"]) for box in contact.soup.select("input[type=radio]")] == ["answer-group"] * 2
    assert "contact sees the answer too" not in contact.text, "it is a contact who reads this"
    assert contact.send().status == 422
    contact.open(address).send(**{"answer-group": "Turku", "answer-diet": "vegan"})
    assert "The answers of Cecilia are saved." in contact.text
    assert kept(one, "cecilia") == {"group": "Turku"}
    rows = sheet_of(contact, f"/organisations/{sospro}/people.xlsx")
    assert [row[-1] for row in rows] == ["Group", "Oulu", "Turku", "Turku"]


def test_nobody_but_the_person_gives_a_consent(
    contact: Visitor, call: Call, given: Given, one: Acts, sospro: UUID
) -> None:
    given.question(one.offering_id, "photos", label="Photos", kind="consent", shown_to_contact=True)
    cecilia, key = one.standing()["cecilia"], given.api_key("contact", sospro)
    address = f"/organisations/{sospro}/people/{cecilia}/answers"
    contact.open(address).send(**{"answer-group": "Turku", "answer-photos": "y"})
    said = call("PATCH", f"/registrations/{cecilia}/answers", {"answers": {"photos": True}}, key)
    assert (said.status_code, said.json["code"]) == (403, "not_for_contacts")
    said = call("PATCH", f"/registrations/{cecilia}/answers", {"answers": {"photos": True}})
    assert (said.status_code, said.json["code"]) == (403, "consent_of_another")
    assert said.json["field"] == "answers.photos"
    assert said.json["detail"].startswith("Nobody can agree to this for somebody else.")
    person = {"email": "dora@example.org", "name": "Dora", "answers": {"photos": True}}
    for asker in (key, None):
        said = call("POST", f"/offerings/{one.offering_id}/registrations", {"people": [person]}, asker)
        assert said.status_code == 403
    assert kept(one, "cecilia") == {"group": "Turku"}
    taken_back = call("PATCH", f"/registrations/{cecilia}/answers", {"answers": {"photos": False}})
    assert taken_back.json["answers"] == {"group": "Turku", "photos": "no"}


def test_a_wrong_option_is_answered_with_those_that_are_offered(call: Call, one: Acts) -> None:
    person = {"email": "dora@example.org", "name": "Dora", "answers": {"group": "Vaasa"}}
    said = call("POST", f"/offerings/{one.offering_id}/registrations", {"people": [person]})
    assert (said.status_code, said.json["field"]) == (422, "people.0.answers.group")
    assert said.json["detail"] == "Choose from what is offered: “Oulu”, “Turku”."


def test_other_organisations_contact_sees_nothing(client: FlaskClient, given: Given, one: Acts, sospro: UUID) -> None:
    other = signed_in(client, given, given.organisation("Attendo"), "contact")
    address = f"/organisations/{sospro}/people/{one.standing()['anna']}/answers"
    assert other.client.get(address).status_code == 404
    assert other.client.post(address, data={"answer-group": "Turku"}).status_code == 404


def test_api_shows_each_what_they_may_see(call: Call, given: Given, one: Acts, sospro: UUID) -> None:
    key = given.api_key("contact", sospro)
    path = f"/offerings/{one.offering_id}/answers"
    everything = call("GET", path).json["items"]
    assert [item["answers"] for item in everything] == [SAID["anna"], SAID["berta"], {}]
    assert [item["missing"] for item in everything] == [[], [], ["group"]]
    assert [item["answers"] for item in call("GET", path, None, key).json["items"]] == [
        {"group": "Oulu"},
        {"group": "Turku"},
        {},
    ]
    assert len(call("GET", f"{path}?limit=2").json["items"]) == 2


def test_api_takes_answers_of_every_kind_and_says_what_is_wrong(
    call: Call, given: Given, one: Acts, sospro: UUID
) -> None:
    key = given.api_key("contact", sospro)
    path = f"/registrations/{one.standing()['cecilia']}/answers"
    english = {"Accept_Language": "en"}
    assert call("PATCH", path, {"answers": {"group": "turku"}}, key).json["answers"] == {"group": "Turku"}
    assert call("PATCH", path, {"answers": {"diet": ["vegan"]}}, key, **english).status_code == 403
    said = call("PATCH", path, {"answers": {"diet": ["no milk"], "group": None}}).json
    assert (said["answers"], said["missing"]) == ({"diet": ["no milk"]}, ["group"])
    wrong = call("PATCH", path, {"answers": {"diet": ["bread"]}})
    assert (wrong.status_code, wrong.json["code"], wrong.json["field"]) == (422, "unfit_answer", "answers.diet")
    person = {"email": "dora@example.org", "name": "Dora", "answers": {"group": "Oulu", "colour": "blue"}}
    wrong = call("POST", f"/offerings/{one.offering_id}/registrations", {"people": [person]}, key)
    assert (wrong.status_code, wrong.json["field"]) == (422, "people.0.answers.colour")
    person["answers"] = {"group": "Oulu"}
    made = call("POST", f"/offerings/{one.offering_id}/registrations", {"people": [person]}, key)
    assert made.status_code == 201
    assert kept(one, "dora") == {"group": "Oulu"}


def erase(one: Acts) -> int:
    with one.database.writing() as db:
        return erase_sensitive(db, "system")


def diets(one: Acts) -> int:
    with one.database.reading() as db:
        return len(db.scalars(select(Answer.value).where(Answer.question == "diet")).all())


def test_sensitive_answers_are_erased_first_and_the_erasing_is_seen(
    client: FlaskClient, given: Given, organiser: UUID, one: Acts, noon: Traveller
) -> None:
    noon.shift(timedelta(days=7 + 14))
    assert erase(one) == 0
    noon.shift(timedelta(hours=3))
    assert erase(one) == 2
    assert erase(one) == 0
    assert (diets(one), kept(one)) == (0, {"group": "Oulu", "why": "=1+1"})
    olga = signed_in(client, given, organiser, "organiser")
    assert "2 answers have been erased, most recently" in olga.open(f"/participants/{one.offering_id}/sensitive").text
    with one.database.reading() as db:
        [line] = db.execute(select(JournalLine).where(JournalLine.kind == "answers.erased")).all()
    assert (line.offering_id, line.detail) == (one.offering_id, {"answers": 2})


def test_sensitive_answers_of_who_cancels_are_erased_at_the_next_ring(one: Acts) -> None:
    one.cancel("anna")
    assert erase(one) == 1
    assert diets(one) == 1
