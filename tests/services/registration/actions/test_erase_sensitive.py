"""That looking for sensitive answers costs nothing where they were erased before, and misses none that come later."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, event, insert, update
from time_machine import Traveller

from services.registration.actions import register
from services.registration.actions.erase_sensitive import erase_sensitive, is_due
from services.registration.actions.order import Order
from shared.database import Database
from shared.schema.catalogue import Offering, OfferingSession, Session
from shared.schema.questions import Question
from shared.schema.registration import Answer
from tests.services.registration.acts import Acts, applicant
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")


def come(acts: Acts, *names: str) -> Acts:
    people = [replace(applicant(name), answers={"diet": "vegan", "why": "x"}) for name in names]
    with acts.database.writing() as db:
        register.register(db, Order(acts.offering_id, people, "waitlist", "person"))
    return acts


@pytest.fixture
def one(given: Given, registration: Database) -> Acts:
    """Two people who told their diet for a session a week from NOON."""
    series = given.series()
    session = given.session(series, NOON + timedelta(days=7))
    acts = Acts(registration, given.offering(series, [session]))
    given.question(acts.offering_id, "diet", is_sensitive=True)
    given.question(acts.offering_id, "why")
    return come(acts, "anna", "berta")


def erase(acts: Acts) -> int:
    with acts.database.writing() as db:
        return erase_sensitive(db, "system")


def due(acts: Acts) -> bool:
    with acts.database.reading() as db:
        return is_due(db)


def statements(acts: Acts) -> list[str]:
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement.split(maxsplit=1)[0])

    with acts.database.writing() as db:
        event.listen(db, "before_cursor_execute", note)
        erase_sensitive(db, "system")
    return said


def test_running_offering_is_not_due_until_somebody_cancels(one: Acts) -> None:
    assert not due(one)
    one.cancel("anna")
    assert due(one)
    assert (erase(one), due(one), erase(one)) == (1, False, 0)


def test_finished_offering_is_looked_through_once(one: Acts, noon: Traveller) -> None:
    noon.shift(timedelta(days=22))
    assert due(one)
    assert (erase(one), due(one)) == (2, False)
    assert statements(one) == ["SELECT"]


def answer_again(acts: Acts) -> None:
    with acts.database.writing() as db:
        row = {"registration_id": acts.standing()["anna"], "question": "diet", "value": "vegan"}
        db.execute(insert(Answer), row)


def test_offering_that_goes_on_after_all_is_looked_through_again(one: Acts, noon: Traveller, given: Given) -> None:
    noon.shift(timedelta(days=22))
    erase(one)
    with given.database.writing() as db:
        db.execute(update(Session).values(ends_at=NOON + timedelta(days=30)))
    assert (erase(one), due(one)) == (0, False)
    answer_again(one)
    noon.shift(timedelta(days=30))
    assert (erase(one), due(one)) == (1, False)


def test_question_that_becomes_sensitive_later_is_erased_too(one: Acts, noon: Traveller, given: Given) -> None:
    noon.shift(timedelta(days=22))
    erase(one)
    with given.database.writing() as db:
        db.execute(update(Question).where(Question.key == "why").values(is_sensitive=True))
        db.execute(update(Offering).values(version=Offering.version + 1))
    assert (erase(one), due(one)) == (2, False)


def test_without_sessions_what_is_answered_later_is_erased_too(
    given: Given, registration: Database, noon: Traveller
) -> None:
    acts = Acts(registration, given.offering(given.series(), closes_at=NOON + timedelta(days=7)))
    given.question(acts.offering_id, "diet", is_sensitive=True)
    given.question(acts.offering_id, "why")
    with given.database.writing() as db:
        db.execute(delete(OfferingSession))
    come(acts, "anna")
    noon.shift(timedelta(days=22))
    assert (erase(acts), due(acts)) == (1, False)
    answer_again(acts)
    assert (erase(acts), due(acts)) == (1, False)
