from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Connection, select, update
from time_machine import Traveller

from services.registration.actions import answers, register
from services.registration.actions.order import Order
from shared.database import Database, locks
from shared.errors import Conflict, NotAllowed, Refusal
from shared.schema.journal import JournalLine
from shared.schema.registration import Answer, Person, Registration
from tests.services.registration.acts import Acts, applicant
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def asking(given: Given, registration: Database, app: Flask) -> Any:
    """An offering that asks for a group, which contacts see, and for the diet."""
    acts = Acts(registration, given.offering(given.series(), capacity=2))
    given.question(
        acts.offering_id, "group", kind="choice", options=["Oulu", "Turku"], required=True, shown_to_contact=True
    )
    given.question(acts.offering_id, "diet", is_sensitive=True)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield acts


def kept(acts: Acts, name: str = "anna") -> dict[str, str]:
    with acts.database.reading() as db:
        rows = db.execute(
            select(Answer.question, Answer.value)
            .join(Registration, Registration.id == Answer.registration_id)
            .join(Person, Person.id == Registration.person_id)
            .where(Person.email_key == f"{name}@example.org", Registration.state != "cancelled")
        )
        return {row[0]: row[1] for row in rows}


def come(acts: Acts, name: str, said: dict[str, Any], *, is_by_contact: bool = False) -> None:
    person = replace(applicant(name), answers=said)
    with acts.database.writing() as db:
        register.register(db, Order(acts.offering_id, [person], "waitlist", "person", is_by_contact=is_by_contact))


def answer(acts: Acts, name: str, said: dict[str, Any], *, is_contact: bool = False) -> bool:
    registration_id = acts.standing()[name]
    with acts.database.writing() as db:
        return answers.answer(db, answers.Answering(registration_id, said, "person", is_contact=is_contact))


def test_answers_are_kept_as_checked(asking: Acts) -> None:
    come(asking, "anna", {"group": "oulu", "diet": " vegan "})
    assert kept(asking) == {"group": "Oulu", "diet": "vegan"}
    with asking.database.reading() as db:
        assert set(db.scalars(select(Answer.answered_at))) == {NOON}


@pytest.mark.parametrize(("said", "code"), [({"group": "Vaasa"}, "unfit_answer"), ({"colour": "blue"}, "no_question")])
def test_wrong_answer_registers_nobody_and_names_the_field(asking: Acts, said: dict[str, str], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        come(asking, "anna", said)
    assert (refused.value.code, refused.value.field) == (code, f"people.0.answers.{next(iter(said))}")
    assert asking.standing() == {}


def test_nobody_is_kept_out_because_an_answer_is_missing(asking: Acts) -> None:
    asking.register("anna")
    assert asking.confirmed() == {"anna"}


def test_contact_answers_only_what_contacts_see(asking: Acts) -> None:
    come(asking, "anna", {"group": "Oulu"}, is_by_contact=True)
    with pytest.raises(NotAllowed):
        come(asking, "berta", {"diet": "vegan"}, is_by_contact=True)
    with pytest.raises(NotAllowed):
        answer(asking, "anna", {"diet": "vegan"}, is_contact=True)
    assert (kept(asking), asking.confirmed()) == ({"group": "Oulu"}, {"anna"})


def test_changed_answers_are_kept_with_their_time_and_told_to_the_journal_without_their_words(
    asking: Acts, noon: Traveller
) -> None:
    come(asking, "anna", {"group": "Oulu", "diet": "vegan"})
    noon.shift(timedelta(hours=1))
    assert answer(asking, "anna", {"group": "Turku", "diet": None})
    assert not answer(asking, "anna", {"group": "Turku"})
    assert kept(asking) == {"group": "Turku"}
    with asking.database.reading() as db:
        assert set(db.scalars(select(Answer.answered_at))) == {NOON + timedelta(hours=1)}
        [detail] = db.scalars(select(JournalLine.detail).where(JournalLine.kind == "registration.answered"))
        assert detail == {"fields": ["diet", "group"]}


def test_answers_stay_as_they_are_when_it_is_over(asking: Acts, noon: Traveller) -> None:
    come(asking, "anna", {"group": "Oulu"})
    noon.shift(timedelta(days=8))
    with pytest.raises(Conflict):
        answer(asking, "anna", {"group": "Turku"})


def test_nobody_answers_for_what_is_cancelled_while_they_wait_for_the_lock(
    asking: Acts, monkeypatch: pytest.MonkeyPatch
) -> None:
    come(asking, "anna", {"group": "Oulu"})

    def hold(db: Connection, *_what: Any) -> None:
        db.execute(update(Registration).values(state="cancelled"))

    monkeypatch.setattr(locks, "hold", hold)
    with pytest.raises(Conflict):
        answer(asking, "anna", {"group": "Turku"})


def test_colleague_who_takes_over_gets_no_answers(asking: Acts) -> None:
    come(asking, "anna", {"group": "Oulu", "diet": "vegan"})
    asking.substitute("anna", "berta")
    assert kept(asking, "berta") == {}


def test_answers_are_taken_along_where_the_same_is_asked(asking: Acts, given: Given) -> None:
    there = given.offering(given.series())
    given.question(there, "group", kind="choice", options=["Oulu"])
    given.question(there, "diet")
    both = {UUID(int=1): {"group": "Oulu", "diet": "vegan"}, UUID(int=2): {"group": "Turku"}}
    with asking.database.reading() as db:
        # the diet is guarded here and would not be there
        found = answers.taken_along(db, asking.offering_id, there, both)
    assert found == {UUID(int=1): {"group": "Oulu"}, UUID(int=2): {}}
