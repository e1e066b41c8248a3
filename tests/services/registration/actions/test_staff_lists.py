from datetime import timedelta

import pytest
from sqlalchemy import func, select
from time_machine import Traveller

from services.registration.actions import purge, staff_lists
from services.registration.actions.staff_lists import Given as GivenList
from services.registration.actions.staff_lists import Mends
from services.registration.queries import staff_lists as kept
from services.registration.rules.roster import Entry, of_entries
from shared.database import Database
from shared.errors import NotThere
from shared.schema.base import new_id
from shared.schema.registration import StaffList
from tests.support.factories import Given

pytestmark = pytest.mark.usefixtures("noon")
ACTOR = "account:kaisa"
PEOPLE = [Entry("Anna", "anna@example.org", ""), Entry("Berta", "berta", "Koivula")]


def test_rows_are_mended_and_those_gone_meanwhile_are_left_alone(given: Given, registration: Database) -> None:
    series, offerings = given.series(), [new_id(), new_id()]
    with registration.writing() as db:
        list_id = staff_lists.give(db, GivenList(series, None, offerings, of_entries(PEOPLE), ACTOR))
        mended = Entry("Berta", "berta@example.org", "")
        staff_lists.mend(db, list_id, ACTOR, Mends({2: mended, 7: mended}, {1, 9}, PEOPLE[0], str(offerings[0])))
        draft = kept.one(db, list_id, ACTOR)
    assert draft is not None
    assert [(row.number, row.email) for row in draft.roster] == [(2, "berta@example.org"), (3, "anna@example.org")]
    assert draft.offerings == offerings[1:]


def test_the_last_offering_stays(given: Given, registration: Database) -> None:
    series, offering = given.series(), new_id()
    with registration.writing() as db:
        list_id = staff_lists.give(db, GivenList(series, None, [offering], of_entries(PEOPLE), ACTOR))
        staff_lists.mend(db, list_id, ACTOR, Mends(left_out=str(offering)))
        draft = kept.one(db, list_id, ACTOR)
    assert draft is not None
    assert draft.offerings == [offering]


def test_another_actor_finds_nothing(given: Given, registration: Database) -> None:
    series = given.series()
    with registration.writing() as db:
        list_id = staff_lists.give(db, GivenList(series, None, [new_id()], of_entries(PEOPLE), ACTOR))
    with pytest.raises(NotThere), registration.writing() as db:
        staff_lists.mend(db, list_id, "account:other", Mends(removed={1}))


def test_lists_are_forgotten_after_a_day(given: Given, registration: Database, noon: Traveller) -> None:
    series = given.series()
    with registration.writing() as db:
        staff_lists.give(db, GivenList(series, None, [new_id()], of_entries(PEOPLE), ACTOR))
    for hours, left in ((24, 1), (1, 0)):
        noon.shift(timedelta(hours=hours))
        with registration.writing() as db:
            purge.purge(db)
            assert db.scalar(select(func.count()).select_from(StaffList)) == left
