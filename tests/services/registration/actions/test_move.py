from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update
from time_machine import Traveller

from services.registration.actions import move, register
from services.registration.actions.move import Move, Plan
from services.registration.actions.order import Contact, Order
from shared.database import Database
from shared.errors import Conflict, NotThere
from shared.schema.base import new_id
from shared.schema.catalogue import Offering
from shared.schema.journal import JournalLine
from shared.schema.registration import Answer, Batch, Registration
from tests.services.registration.acts import Acts, applicant
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def series(given: Given) -> UUID:
    return given.series()


@pytest.fixture
def here(given: Given, registration: Database, series: UUID) -> Acts:
    """Two places, one who waits."""
    acts = Acts(registration, given.offering(series, capacity=2))
    acts.register("anna", "berta", "cecilia")
    return acts


def another(here: Acts, given: Given, series: UUID, **more: Any) -> Acts:
    return Acts(here.database, given.offering(series, **more))


def moving(here: Acts, there: Acts, *names: str, if_full: Any = "stay") -> Move:
    ids = here.standing()
    return Move(here.offering_id, there.offering_id, [ids[name] for name in names], if_full, "account:olga")


def done(wanted: Move, acts: Acts) -> Plan:
    with acts.database.writing() as db:
        return move.move(db, wanted)


def test_people_get_places_there_and_give_up_theirs_here(here: Acts, given: Given, series: UUID) -> None:
    there = another(here, given, series, capacity=5)
    plan = done(moving(here, there, "anna"), here)
    assert [row.name for row in plan.those("moves")] == ["Anna"]
    assert there.confirmed() == {"anna"}
    assert here.confirmed() == {"berta", "cecilia"}
    assert (here.seats(), there.seats()) == ((2, 0), (1, 0))


def test_who_has_a_place_goes_before_who_waits(here: Acts, given: Given, series: UUID) -> None:
    there = another(here, given, series, capacity=2)
    done(moving(here, there, "cecilia", "berta", "anna"), here)
    assert there.confirmed() == {"anna", "berta"}
    assert here.confirmed() == {"cecilia"}


def test_those_who_do_not_fit_wait_there_when_asked_so(here: Acts, given: Given, series: UUID) -> None:
    there = another(here, given, series, capacity=1)
    done(moving(here, there, "anna", "berta", "cecilia", if_full="wait"), here)
    assert (there.confirmed(), there.line()) == ({"anna"}, ["berta", "cecilia"])
    assert here.seats() == (0, 0)


def test_nobody_moves_when_all_were_to_fit(here: Acts, given: Given, series: UUID) -> None:
    there = another(here, given, series, capacity=1)
    with pytest.raises(Conflict) as few:
        done(moving(here, there, "anna", "berta", if_full="all-or-nothing"), here)
    assert few.value.code == "not_enough_places"
    assert (here.seats(), there.seats()) == ((2, 1), (0, 0))


def test_those_who_wait_there_get_its_places_first(here: Acts, given: Given, series: UUID) -> None:
    there = another(here, given, series, capacity=1)
    there.register("diana", "elsa")
    with given.database.writing() as db:
        db.execute(update(Offering).where(Offering.id == there.offering_id).values(capacity=3))
    done(moving(here, there, "anna", "berta"), here)
    assert there.confirmed() == {"diana", "elsa", "anna"}
    assert here.confirmed() == {"berta", "cecilia"}


def test_who_is_there_already_keeps_both(here: Acts, given: Given, series: UUID) -> None:
    there = another(here, given, series)
    there.register("anna")
    plan = done(moving(here, there, "anna"), here)
    assert [row.name for row in plan.those("already")] == ["Anna"]
    assert (here.seats(), there.seats()) == ((2, 1), (1, 0))


def test_organisation_unit_contact_and_answers_go_along(here: Acts, given: Given, series: UUID) -> None:
    there, organisation = another(here, given, series), given.organisation("Attendo")
    for one in (here, there):
        given.question(one.offering_id, "diet")
    people = [replace(applicant(name), unit="Ward 3", answers={"diet": name}) for name in ("diana", "elsa")]
    with here.database.writing() as db:
        contact = Contact("carl@example.org", "Carl", "sv")
        register.register(db, Order(here.offering_id, people, "waitlist", "account:carl", organisation, contact))
    done(moving(here, there, "diana", "elsa", "cecilia"), here)
    with here.database.reading() as db:
        rows = db.execute(
            select(Registration.organisation_id, Registration.unit, Batch.contact_email, Answer.value)
            .join(Batch, Batch.id == Registration.batch_id)
            .outerjoin(Answer, Answer.registration_id == Registration.id)
            .where(Registration.offering_id == there.offering_id)
            .order_by(Answer.value)
        ).all()
    of_staff = [row for row in rows if row.organisation_id]
    assert [tuple(row) for row in of_staff] == [
        (organisation, "Ward 3", "carl@example.org", "diana"),
        (organisation, "Ward 3", "carl@example.org", "elsa"),
    ]
    assert [tuple(row) for row in rows if not row.organisation_id] == [(None, None, None, None)]


def test_answer_that_goes_along_keeps_its_time(here: Acts, given: Given, series: UUID, noon: Traveller) -> None:
    there = another(here, given, series)
    for one in (here, there):
        given.question(one.offering_id, "photos", kind="consent")
    with here.database.writing() as db:
        diana = replace(applicant("diana"), answers={"photos": True})
        register.register(db, Order(here.offering_id, [diana], "waitlist", "person"))
    noon.shift(timedelta(hours=1))
    done(moving(here, there, "diana"), here)
    with here.database.reading() as db:
        rows = db.execute(select(Answer.registration_id, Answer.value, Answer.answered_at)).all()
    assert (there.standing()["diana"], "yes", NOON) in [tuple(row) for row in rows]


def test_the_journal_tells_of_both_ends(here: Acts, given: Given, series: UUID) -> None:
    there, anna = another(here, given, series), here.standing()["anna"]
    done(moving(here, there, "anna"), here)
    with here.database.reading() as db:
        lines = db.execute(select(JournalLine).order_by(JournalLine.id)).all()[-3:]
    assert [(line.kind, line.offering_id, line.actor) for line in lines] == [
        ("registrations.made", there.offering_id, "account:olga"),
        ("registration.cancelled", here.offering_id, "account:olga"),
        ("registration.promoted", here.offering_id, "system"),
    ]
    assert (lines[1].subject_id, lines[1].detail) == (anna, {"was": "confirmed", "moved_to": str(there.offering_id)})


def test_a_second_time_moves_nobody(here: Acts, given: Given, series: UUID) -> None:
    there = another(here, given, series)
    wanted = moving(here, there, "anna")
    done(wanted, here)
    assert done(wanted, here).movers == []
    assert there.seats() == (1, 0)


def test_only_another_offering_of_the_series_can_be_moved_to(here: Acts, given: Given, series: UUID) -> None:
    for other in (here, another(here, given, given.series()), Acts(here.database, new_id())):
        with pytest.raises(NotThere):
            done(moving(here, other, "anna"), here)


@pytest.mark.parametrize(
    ("offering", "code"),
    [({"closes_at": NOON}, "closed"), ({"opens_at": NOON + timedelta(days=1)}, "not_open_yet")],
)
def test_what_is_not_open_can_not_be_moved_to(here: Acts, given: Given, series: UUID, offering: Any, code: str) -> None:
    with pytest.raises(Conflict) as refused:
        done(moving(here, another(here, given, series, **offering), "anna"), here)
    assert refused.value.code == code
    assert here.seats() == (2, 1)


def test_organisers_move_people_after_the_deadline_and_the_journal_says_so(
    here: Acts, given: Given, series: UUID
) -> None:
    there = another(here, given, series, closes_at=NOON)
    done(replace(moving(here, there, "anna"), after_closing=True), here)
    assert there.confirmed() == {"anna"}
    with here.database.reading() as db:
        made = db.execute(select(JournalLine).where(JournalLine.offering_id == there.offering_id)).one()
    assert made.detail == {"confirmed": 1, "after_closing": True}


def test_nobody_is_moved_from_what_is_over(here: Acts, given: Given, series: UUID, noon: Traveller) -> None:
    later = given.session(series, NOON + timedelta(days=30))
    there = another(here, given, series, session_ids=[later])
    noon.shift(timedelta(days=8))
    with pytest.raises(Conflict) as refused:
        done(moving(here, there, "anna"), here)
    assert refused.value.code == "over"


def test_the_plan_says_what_moving_then_does(here: Acts, given: Given, series: UUID) -> None:
    there = another(here, given, series, capacity=2)
    there.register("diana")
    wanted = moving(here, there, "anna", "berta", "cecilia")
    with here.database.reading() as db:
        planned = move.plan(db, wanted).decided
    assert done(wanted, here).decided == planned
