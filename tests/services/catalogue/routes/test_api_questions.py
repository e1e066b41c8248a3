from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert, select

from services.catalogue.actions.purge import purge
from shared.database import Database
from shared.schema.base import new_id
from shared.schema.questions import Question
from shared.schema.registration import Answer, Batch, Person, Registration
from tests.services.catalogue.conftest import Call, Journal, Made
from tests.support.factories import NOON, Given

GROUP = {"label": "Which group?", "kind": "choice", "options": ["Oulu", "Turku"], "required": True}


def answer(given: Given, offering_id: str, key: str, value: str = "x") -> UUID:
    """Somebody who is registered and has answered."""
    of, person, batch, made = UUID(offering_id), new_id(), new_id(), new_id()
    now = {"created_at": NOON}
    with given.database.writing() as db:
        db.execute(insert(Person).values(id=person, email_key=str(person), email="a", name="A", language="fi", **now))
        db.execute(insert(Batch).values(id=batch, offering_id=of, if_full="reject", actor="person", **now))
        row = {"id": made, "offering_id": of, "batch_id": batch, "person_id": person, "state": "confirmed"}
        db.execute(insert(Registration).values(**row, queued_at=NOON, changed_at=NOON, **now))
        db.execute(insert(Answer).values(registration_id=made, question=key, value=value))
    return made


def test_question_is_added_listed_and_changed(call: Call, made: Made, journal: Journal) -> None:
    said = call("POST", f"{made.offering}/questions", GROUP)
    assert said.status_code == 201, said.text
    assert (said.json["key"], said.json["options"]) == ("which-group", ["Oulu", "Turku"])
    other = call("POST", f"{made.offering}/questions", {"label": "Years", "kind": "number", "key": "years"}).json
    call("PATCH", f"/questions/{other['id']}", {"position": 1, "label": "Years at work"})
    items = call("GET", f"{made.offering}/questions").json["items"]
    assert [one["label"] for one in items] == ["Years at work", "Which group?"]
    assert journal()[-3:] == ["question.added", "question.changed", "question.changed"]
    assert call("PATCH", f"/questions/{other['id']}", {"label": "Years at work"}).status_code == 200
    assert journal()[-1:] == ["question.changed"]
    assert len(journal()) == journal().index("question.changed") + 2


def test_draft_is_asked_of_nobody_else_and_changed_by_its_organisers_alone(
    call: Call, made: Made, given: Given
) -> None:
    call("POST", f"{made.offering}/questions", GROUP)
    assert call("GET", f"{made.offering}/questions", key="").status_code == 404
    other = given.api_key("organiser", given.organisation("Sospro Oy"))
    call("PATCH", made.series, {"state": "published"})
    [question] = call("GET", f"{made.offering}/questions", key="").json["items"]
    for method, path, body in (
        ("POST", f"{made.offering}/questions", GROUP),
        ("PATCH", f"/questions/{question['id']}", {"label": "Mine"}),
        ("DELETE", f"/questions/{question['id']}", None),
    ):
        assert call(method, path, body, key=other).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"options": ["Oulu"]}, "few_options", "options"),
        ({"is_sensitive": True}, "sensitive_is_voluntary", "required"),
        (
            {"is_sensitive": True, "required": False, "shown_to_contact": True},
            "sensitive_is_not_shown",
            "shown_to_contact",
        ),
        ({"kind": "essay"}, "invalid_input", "kind"),
        ({"key": "Not A Key"}, "invalid_input", "key"),
    ],
)
def test_question_that_cannot_be_asked_is_refused(
    call: Call, made: Made, wrong: dict[str, Any], code: str, field: str
) -> None:
    said = call("POST", f"{made.offering}/questions", GROUP | wrong)
    assert (said.status_code, said.json["code"], said.json["field"]) == (422, code, field)


def test_answered_question_keeps_what_people_were_told(call: Call, made: Made, given: Given) -> None:
    path = f"/questions/{call('POST', f'{made.offering}/questions', GROUP).json['id']}"
    assert call("PATCH", path, {"kind": "many", "shown_to_contact": True}).status_code == 200
    assert call("PATCH", path, {"shown_to_contact": False}).status_code == 200
    answer(given, made.offering_id, "which-group", "Oulu")
    for wrong in ({"kind": "text"}, {"shown_to_contact": True}):
        said = call("PATCH", path, wrong)
        assert (said.status_code, said.json["code"]) == (409, "question_answered")
    assert call("PATCH", path, {"label": "Group", "options": ["Oulu", "Vaasa"]}).json["label"] == "Group"


def test_words_of_a_consent_stay_once_it_is_answered(call: Call, made: Made, given: Given) -> None:
    asked = call("POST", f"{made.offering}/questions", {"label": "Photos", "kind": "consent"}).json
    path = f"/questions/{asked['id']}"
    assert call("PATCH", path, {"label": "Pictures"}).status_code == 200
    answer(given, made.offering_id, "photos", "yes")
    for wrong, field in (({"label": "Marketing"}, "label"), ({"help": "For marketing"}, "help")):
        said = call("PATCH", path, wrong)
        assert (said.status_code, said.json["code"], said.json["field"]) == (409, "question_answered", field)
    assert call("PATCH", path, {"required": True}).status_code == 200


def test_removed_question_stays_as_long_as_its_answers(
    call: Call, made: Made, given: Given, catalogue: Database
) -> None:
    unanswered = call("POST", f"{made.offering}/questions", GROUP).json["id"]
    assert call("DELETE", f"/questions/{unanswered}").json == {"kept": False}
    answered = call("POST", f"{made.offering}/questions", GROUP).json["id"]
    answer(given, made.offering_id, "which-group")
    assert call("DELETE", f"/questions/{answered}").json == {"kept": True}
    assert call("GET", f"{made.offering}/questions").json["items"] == []
    assert call("DELETE", f"/questions/{answered}").status_code == 404
    again = call("POST", f"{made.offering}/questions", GROUP).json
    assert again["key"] == "which-group-2"
    assert call("POST", f"{made.offering}/questions", GROUP | {"key": "which-group"}).status_code == 409
    with catalogue.writing() as db:
        assert purge(db) == 0
    with given.database.writing() as db:
        db.execute(Answer.__table__.delete())  # type: ignore[attr-defined]
    with catalogue.writing() as db:
        assert purge(db) == 1
        assert db.scalars(select(Question.key)).all() == ["which-group-2"]


def test_offering_with_questions_can_be_removed_from_a_draft(call: Call, made: Made) -> None:
    call("POST", f"{made.offering}/questions", GROUP)
    assert call("DELETE", made.offering).status_code == 204


def test_questions_are_copied_from_another_offering_of_the_series(call: Call, given: Given) -> None:
    series = given.series()
    one, other, foreign = given.offering(series), given.offering(series), given.offering(given.series())
    for key in ("group", "years"):
        given.question(one, key, label=f"From there: {key}")
    given.question(other, "years", label="Asked here already")
    path, body = f"/offerings/{other}/questions/copy", {"from_offering_id": str(one)}
    for _time in range(2):
        answer = call("POST", path, body)
        assert answer.status_code == 200, answer.text
        assert [item["label"] for item in answer.json["items"]] == ["Asked here already", "From there: group"]
    for wrong in (foreign, new_id()):
        assert call("POST", path, {"from_offering_id": str(wrong)}).json["code"] == "no_offering"
    stranger = given.api_key("organiser", given.organisation("Another Oy"))
    assert call("POST", path, body, key=stranger).status_code in (403, 404)
