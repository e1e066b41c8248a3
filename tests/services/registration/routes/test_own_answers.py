import json
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from time_machine import Traveller

from shared.database import Database
from tests.services.registration.actions.test_answers import kept
from tests.services.registration.acts import Acts
from tests.services.registration.routes.pages import Visitor
from tests.services.registration.routes.test_own import own
from tests.support.factories import Given

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return Visitor(client)


@pytest.fixture
def asking(given: Given, registration: Database) -> Acts:
    """An offering that must know the group, may know the diet, and asks for a consent."""
    acts = Acts(registration, given.offering(given.series(), capacity=5))
    of = acts.offering_id
    given.question(of, "group", label="Which group?", kind="choice", options=["Oulu", "Turku"], required=True)
    given.question(of, "diet", kind="many", options=["vegan", "no milk"], is_sensitive=True)
    given.question(of, "photos", label="I may be in photos", kind="consent")
    return acts


def typed(visitor: Visitor, **answers: Any) -> dict[str, Any]:
    """What the form holds and a person answers."""
    boxes = visitor.soup.select("main form.form-stack input[type=hidden]")
    hidden = {str(box["name"]): box.get("value", "") for box in boxes}
    return hidden | {f"answer-{key}": said for key, said in answers.items()}


def register(visitor: Visitor, acts: Acts, **answers: Any) -> BeautifulSoup:
    visitor.open(f"/register/{acts.offering_id}")
    data = typed(visitor, **answers) | {"name": "Anna", "email": "anna@example.org", "language": "en"}
    said = visitor.client.post(
        f"/register/{acts.offering_id}", data=data, headers={"Accept-Language": "en"}, follow_redirects=True
    )
    return BeautifulSoup(said.text, "html.parser")


def send(visitor: Visitor, address: str, **answers: Any) -> Any:
    visitor.open(f"{address}/answers")
    return visitor.client.post(
        f"{address}/answers", data=typed(visitor, **answers), headers={"Accept-Language": "en"}, follow_redirects=True
    )


def test_who_registers_is_asked_and_told_who_sees_it(visitor: Visitor, asking: Acts) -> None:
    text = visitor.open(f"/register/{asking.offering_id}").text
    assert "Which group? required" in text
    assert "Voluntary. Only the organiser, Sospro Oy, sees the answer. It is erased 14 days after" in text
    register(visitor, asking, group="Turku", diet=["no milk", "vegan"], photos="y")
    assert kept(asking) == {"group": "Turku", "diet": "vegan\nno milk", "photos": "yes"}


def test_what_was_typed_stays_when_an_answer_is_missing(visitor: Visitor, asking: Acts) -> None:
    soup = register(visitor, asking, diet=["vegan"])
    assert "This needs an answer." in soup.get_text()
    assert [link["href"] for link in soup.select(".error-summary a")] == ["#answer-group"]
    vegan = soup.select_one('input[name="answer-diet"][value="vegan"]')
    assert vegan is not None
    assert vegan.has_attr("checked")
    assert asking.standing() == {}


def test_unticked_consent_is_no_answer(visitor: Visitor, asking: Acts) -> None:
    register(visitor, asking, group="Oulu")
    assert kept(asking) == {"group": "Oulu"}


def test_own_page_says_what_waits_and_takes_the_answers(visitor: Visitor, asking: Acts) -> None:
    asking.register("anna")
    address = own(asking, "anna")
    assert "One question waits for your answer" in visitor.open(address).text
    assert send(visitor, address).status_code == 422
    said = send(visitor, address, group="Oulu", photos="y").text
    assert "Your answers are saved." in said
    assert "waits for your answer" not in said
    assert "Agreed" in said
    send(visitor, address, group="Oulu")
    assert kept(asking) == {"group": "Oulu", "photos": "no"}
    assert "Agreement withdrawn" in visitor.open(address).text
    data = json.loads(visitor.client.get(f"{address}/data.json").text)
    answered = {one["question"]: one for one in data["registrations"][0]["answers"]}
    assert (answered["group"]["label"], answered["group"]["value"]) == ("Which group?", "Oulu")
    assert answered["photos"]["answered_at"]


def test_answers_can_be_seen_and_not_changed_once_it_is_over(visitor: Visitor, asking: Acts, noon: Traveller) -> None:
    register(visitor, asking, group="Oulu")
    address = own(asking, "anna")
    noon.shift(timedelta(days=8))
    page = visitor.open(address)
    assert "Oulu" in page.text
    assert not page.soup.select('a[href$="/answers"]')
    assert visitor.open(f"{address}/answers").title == "Your registration"


def test_question_asked_no_more_can_still_be_answered_anew(visitor: Visitor, asking: Acts, given: Given) -> None:
    register(visitor, asking, group="Oulu", photos="y")
    from sqlalchemy import update

    from shared.schema.questions import Question
    from tests.support.factories import NOON

    with given.database.writing() as db:
        db.execute(update(Question).values(removed_at=NOON))
    assert "Which group?" not in visitor.open(f"/register/{asking.offering_id}").text
    send(visitor, own(asking, "anna"), group="Oulu")
    assert kept(asking) == {"group": "Oulu", "photos": "no"}
