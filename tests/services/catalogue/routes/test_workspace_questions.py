from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from shared.schema.questions import Question
from tests.services.catalogue.routes.form_of import form_of
from tests.services.catalogue.routes.test_api_questions import answer
from tests.support.factories import Given

GROUP = {"label": "Which group?", "kind": "choice", "options": "Oulu\r\nTurku\r\n", "required": "y"}


@pytest.fixture
def offering(given: Given, organisation: UUID) -> UUID:
    return given.offering(given.series(organisation, slug="one"))


def asked(given: Given, offering: UUID) -> list[Any]:
    with given.database.reading() as db:
        wanted = select(Question).where(Question.offering_id == offering, Question.removed_at.is_(None))
        return list(db.execute(wanted.order_by(Question.position)))


def add(client: FlaskClient, offering: UUID, **more: Any) -> Any:
    return client.post(f"/workspace/offerings/{offering}/questions/new", data=GROUP | {"new_id": str(uuid4())} | more)


def test_question_sent_twice_is_one_and_is_listed(organiser: FlaskClient, given: Given, offering: UUID) -> None:
    same = str(uuid4())
    for _time in range(2):
        assert add(organiser, offering, new_id=same).status_code == 302
    [question] = asked(given, offering)
    assert (question.options, question.required, question.is_sensitive) == (["Oulu", "Turku"], True, False)
    page = organiser.get(f"/workspace/offerings/{offering}/questions").text
    assert "Which group?" in page
    assert "Oulu · Turku" in page
    assert "Answering is always voluntary" in page
    assert "14 days after the last session" in page


def test_what_was_typed_is_kept_when_it_cannot_be_asked(organiser: FlaskClient, given: Given, offering: UUID) -> None:
    said = add(organiser, offering, options="Oulu", help="Why")
    assert said.status_code == 422
    assert "Write at least two options." in said.text
    assert 'value="Why"' in said.text
    assert "Contacts don" in add(organiser, offering, required="", is_sensitive="y", shown_to_contact="y").text
    assert asked(given, offering) == []


def test_questions_are_put_in_order_edited_and_removed(organiser: FlaskClient, given: Given, offering: UUID) -> None:
    for label in ("First", "Second"):
        add(organiser, offering, label=label)
    first, second = asked(given, offering)
    organiser.post(f"/workspace/questions/{second.id}/place", data={"position": "1"})
    assert [one.label for one in asked(given, offering)] == ["Second", "First"]
    form = form_of(organiser.get(f"/workspace/questions/{first.id}/edit").text)
    assert form["options"][0].split() == ["Oulu", "Turku"]
    assert organiser.post(f"/workspace/questions/{first.id}/edit", data=form | {"label": "1st"}).status_code == 302
    assert "nothing is lost" in organiser.get(f"/workspace/questions/{second.id}/remove").text
    answer(given, str(offering), "first", "Oulu")
    assert "stay where they are shown now" in organiser.get(f"/workspace/questions/{first.id}/remove").text
    for one in (first, second):
        organiser.post(f"/workspace/questions/{one.id}/remove")
    assert asked(given, offering) == []
    page = organiser.get(f"/workspace/offerings/{offering}/questions").text
    assert "Asked no more" in page
    assert "1st" in page


def test_questions_are_copied_once_under_the_same_keys(organiser: FlaskClient, given: Given, offering: UUID) -> None:
    add(organiser, offering)
    [question] = asked(given, offering)
    sibling = given.offering(question_series(given, offering))
    page = organiser.get(f"/workspace/offerings/{sibling}/questions").text
    assert "Copy its questions" in page
    for _time in range(2):
        organiser.post(f"/workspace/offerings/{sibling}/questions/copy", data={"from": str(offering)})
    [copied] = asked(given, sibling)
    assert (copied.key, copied.options) == (question.key, question.options)
    elsewhere = given.offering(given.series())
    said = organiser.post(f"/workspace/offerings/{sibling}/questions/copy", data={"from": str(elsewhere)})
    assert said.status_code == 404


def test_others_see_no_questions_of_mine(stranger: FlaskClient, organiser: FlaskClient, offering: UUID) -> None:
    assert stranger.get(f"/workspace/offerings/{offering}/questions").status_code == 403
    assert add(stranger, offering).status_code == 403
    assert organiser.get(f"/workspace/questions/{uuid4()}/edit").status_code == 404


def question_series(given: Given, offering: UUID) -> UUID:
    from shared.schema.catalogue import Offering

    with given.database.reading() as db:
        return UUID(str(db.scalar(select(Offering.series_id).where(Offering.id == offering))))
