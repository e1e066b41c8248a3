from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from time_machine import Traveller

from services.registration.actions import leave_session
from shared.database import Database
from shared.errors import Conflict, NotThere
from shared.schema.journal import JournalLine
from shared.schema.registration import SessionWithdrawal
from tests.services.registration.acts import Acts
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def days(given: Given) -> list[UUID]:
    """Three study days, a week from each other, the first tomorrow."""
    series = given.series()
    return [given.session(series, NOON + timedelta(days=1 + 7 * week)) for week in range(3)]


@pytest.fixture
def one(given: Given, registration: Database, days: list[UUID]) -> Acts:
    """Anna in an offering of those days, Berta in its line."""
    series = given.series()
    acts = Acts(registration, given.offering(series, days, capacity=1))
    acts.register("anna", "berta")
    return acts


def leave(one: Acts, name: str, session_id: UUID) -> bool:
    registration_id = one.standing()[name]
    with one.database.writing() as db:
        return leave_session.leave(db, registration_id, session_id, "person")


def come_after_all(one: Acts, name: str, session_id: UUID) -> bool:
    registration_id = one.standing()[name]
    with one.database.writing() as db:
        return leave_session.come_after_all(db, registration_id, session_id, "person")


def left(one: Acts) -> int:
    with one.database.reading() as db:
        return db.scalar(select(func.count()).select_from(SessionWithdrawal)) or 0


def test_session_is_left_once_and_the_place_stays(one: Acts, days: list[UUID]) -> None:
    assert leave(one, "anna", days[0])
    assert not leave(one, "anna", days[0])
    assert (left(one), one.confirmed(), one.seats()) == (1, {"anna"}, (1, 1))
    with one.database.reading() as db:
        lines = db.execute(
            select(JournalLine.session_id, JournalLine.actor).where(JournalLine.kind == "registration.session_left")
        ).all()
    assert lines == [(days[0], "person")]


def test_session_left_is_come_to_after_all(one: Acts, days: list[UUID]) -> None:
    leave(one, "anna", days[0])
    assert come_after_all(one, "anna", days[0])
    assert not come_after_all(one, "anna", days[0])
    assert left(one) == 0


def test_last_session_is_not_left_but_the_whole_cancelled(one: Acts, days: list[UUID]) -> None:
    leave(one, "anna", days[0])
    leave(one, "anna", days[2])
    with pytest.raises(Conflict, match="only session left"):
        leave(one, "anna", days[1])
    assert left(one) == 2


def test_session_that_has_begun_or_belongs_elsewhere_is_not_left(
    one: Acts, days: list[UUID], given: Given, noon: Traveller
) -> None:
    with pytest.raises(NotThere):
        leave(one, "anna", given.session(given.series()))
    noon.move_to(NOON + timedelta(days=1))
    with pytest.raises(NotThere):
        leave(one, "anna", days[0])
    assert left(one) == 0


def test_who_waits_has_no_session_to_leave(one: Acts, days: list[UUID]) -> None:
    with pytest.raises(Conflict, match="no place"):
        leave(one, "berta", days[0])
