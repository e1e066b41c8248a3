from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update
from time_machine import Traveller

from services.registration.actions import register, seats
from services.registration.actions.order import Applicant, Contact, Order
from shared.database import Database
from shared.database.guard import WallError
from shared.errors import Conflict, NotThere
from shared.schema.base import new_id
from shared.schema.catalogue import Offering
from shared.schema.journal import JournalLine
from shared.schema.registration import Answer, Batch, Person, Registration
from tests.services.registration.acts import Acts, applicant
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")


def acts(given: Given, registration: Database, **offering: Any) -> Acts:
    return Acts(registration, given.offering(given.series(), **offering))


def with_places_counted(one: Acts) -> None:
    """As after its first registration: from then on the quick way is tried."""
    with one.database.writing() as db:
        seats.make_row(db, one.offering_id)


def test_one_person_gets_a_place(given: Given, registration: Database) -> None:
    one = acts(given, registration, capacity=2)
    outcome = one.register("anna")
    result = outcome.results[0]
    assert (result.state, result.position, result.reason) == ("confirmed", None, None)
    assert one.standing() == {"anna": result.registration_id}
    assert one.seats() == (1, 0)


def test_nothing_is_written_after_what_ends_the_transaction(given: Given, registration: Database) -> None:
    series = given.series()
    offering = given.offering(series, [given.session(series)], capacity=3)
    one = Acts(registration, offering)
    one.register("diana")
    order = Order(offering, [applicant("anna")], "waitlist", "person", ends_transaction=True)
    with registration.writing() as db:
        assert register.register(db, order).results[0].state == "confirmed"
        with pytest.raises(WallError, match="complete"):
            db.execute(update(Person).values(name="Anneli"))
    assert one.register("berta", ends_transaction=True).results[0].state == "confirmed"
    assert one.register("cecilia", ends_transaction=True).results[0].state == "waitlisted", "the general way goes on"
    assert one.seats() == (3, 1)


def test_registering_leaves_one_line_without_personal_data(given: Given, registration: Database) -> None:
    one = acts(given, registration, capacity=2)
    single = one.register("anna").batch_id
    several = one.register("berta", "cecilia").batch_id
    with registration.reading() as db:
        lines = db.execute(
            select(JournalLine.kind, JournalLine.subject_id, JournalLine.detail).order_by(JournalLine.id)
        ).all()
    assert [(line.kind, line.subject_id) for line in lines] == [
        ("registrations.made", single),
        ("registrations.made", several),
    ]
    assert [line.detail for line in lines] == [{"confirmed": 1}, {"confirmed": 1, "waitlisted": 1}]


def test_a_full_offering_lets_people_wait_in_order(given: Given, registration: Database) -> None:
    one = acts(given, registration, capacity=1)
    outcome = one.register("anna", "berta", "cecilia")
    assert [(r.state, r.position) for r in outcome.results] == [
        ("confirmed", None), ("waitlisted", 1), ("waitlisted", 2),
    ]  # fmt: skip
    assert one.register("diana").results[0].position == 3
    assert one.line() == ["berta", "cecilia", "diana"]


def test_the_line_keeps_its_order_when_a_clock_runs_behind(
    given: Given, registration: Database, noon: Traveller
) -> None:
    one = acts(given, registration, capacity=0)
    one.register("anna")
    noon.move_to(NOON - timedelta(minutes=5))
    one.register("berta")
    assert one.line() == ["anna", "berta"]


def test_already_registered_is_told_and_nothing_changes(given: Given, registration: Database) -> None:
    one = acts(given, registration, capacity=1)
    first = one.register("anna").results[0]
    waiting = one.register("berta").results[0]
    again = one.register("anna")
    assert again.batch_id is None
    assert [(r.registration_id, r.state, r.reason) for r in again.results] == [
        (first.registration_id, "confirmed", "already_registered")
    ]
    line = one.register("berta").results[0]
    assert (line.registration_id, line.position) == (waiting.registration_id, 1)
    assert one.seats() == (1, 1)
    with registration.reading() as db:
        assert db.scalar(select(func.count()).select_from(Batch)) == 2


def test_same_person_twice_in_one_act_is_registered_once(given: Given, registration: Database) -> None:
    one = acts(given, registration, capacity=5)
    results = one.register("anna", "berta", "anna").results
    assert results[0].registration_id == results[2].registration_id
    assert results[2].reason == "same_person_twice"
    assert one.seats() == (2, 0)


def test_all_or_nothing_that_does_not_fit_writes_nothing(given: Given, registration: Database) -> None:
    one = acts(given, registration, capacity=1)
    with pytest.raises(Conflict) as refused:
        one.register("anna", "berta", if_full="all-or-nothing")
    assert refused.value.code == "not_enough_places"
    assert one.seats() == (0, 0)
    with registration.reading() as db:
        assert db.scalar(select(func.count()).select_from(Person)) == 0


def test_a_refused_person_is_put_down_as_rejected_and_may_try_again(given: Given, registration: Database) -> None:
    one = acts(given, registration, capacity=0, waitlist=False)
    assert [one.register("anna").results[0].reason for _time in range(2)] == ["full", "full"]
    assert one.seats() == (0, 0)


@pytest.mark.parametrize("people", [("anna",), ("anna", "berta")])
def test_who_came_before_the_deadline_is_in_however_long_they_waited_for_their_turn(
    people: tuple[str, ...], given: Given, registration: Database, noon: Traveller
) -> None:
    one = acts(given, registration, closes_at=NOON, capacity=5)
    with_places_counted(one)
    noon.shift(timedelta(seconds=3))
    outcome = one.register(*people, asked_at=NOON - timedelta(microseconds=1))
    assert {result.state for result in outcome.results} == {"confirmed"}
    with registration.reading() as db:
        assert db.scalars(select(JournalLine.detail)).one() == {"confirmed": len(people)}
        assert set(db.scalars(select(Registration.created_at))) == {NOON + timedelta(seconds=3)}
    with pytest.raises(Conflict) as refusal:
        one.register("cecilia", *people, asked_at=NOON)
    assert refusal.value.code == "closed"
    with pytest.raises(Conflict):
        one.register("cecilia", asked_at=NOON)


@pytest.mark.parametrize("people", [("anna",), ("anna", "berta")])
def test_who_came_before_the_opening_is_too_early_also_when_their_turn_comes_after_it(
    people: tuple[str, ...], given: Given, registration: Database
) -> None:
    one = acts(given, registration, opens_at=NOON, capacity=5)
    with_places_counted(one)
    with pytest.raises(Conflict) as refusal:
        one.register(*people, asked_at=NOON - timedelta(microseconds=1))
    assert refusal.value.code == "not_open_yet"
    assert {result.state for result in one.register(*people, asked_at=NOON).results} == {"confirmed"}


@pytest.mark.parametrize(
    ("offering", "series", "code", "kind"),
    [
        ({"opens_at": NOON + timedelta(seconds=1)}, {}, "not_open_yet", Conflict),
        ({"closes_at": NOON}, {}, "closed", Conflict),
        ({}, {"state": "archived"}, "closed", Conflict),
        ({}, {"state": "draft"}, "not_published", NotThere),
    ],
)
def test_an_offering_that_is_not_open_refuses_with_its_word(
    given: Given, registration: Database, offering: Any, series: Any, code: str, kind: type[Exception]
) -> None:
    one = Acts(registration, given.offering(given.series(**series), **offering))
    for people in (["anna"], ["berta", "cecilia"]):
        with pytest.raises(kind) as refused:
            one.register(*people)
        assert refused.value.code == code  # type: ignore[attr-defined]
    assert one.standing() == {}


def test_an_offering_whose_sessions_are_all_cancelled_refuses(given: Given, registration: Database) -> None:
    series = given.series()
    one = Acts(registration, given.offering(series, [given.session(series, state="cancelled")]))
    with pytest.raises(Conflict) as refused:
        one.register("anna")
    assert refused.value.code == "cancelled"


def test_an_unknown_offering_is_not_there(registration: Database) -> None:
    with pytest.raises(NotThere):
        Acts(registration, new_id()).register("anna")


def test_more_capacity_goes_to_those_who_wait_before_the_newcomer(given: Given, registration: Database) -> None:
    one = acts(given, registration, capacity=1)
    one.register("anna", "berta")
    with given.database.writing() as db:
        db.execute(update(Offering).values(capacity=2))
    assert one.register("cecilia").results[0].state == "waitlisted"
    assert one.confirmed() == {"anna", "berta"}


def test_a_known_person_keeps_name_and_id(given: Given, registration: Database) -> None:
    series = given.series()
    Acts(registration, given.offering(series)).register("anna")
    other = given.offering(series)
    stranger = Applicant("anna@example.org", "ANNA@example.org", "Somebody Else", "Osasto 3", "sv")
    with registration.writing() as db:
        register.register(db, Order(other, [stranger], "waitlist", "person"))
    with registration.reading() as db:
        assert db.execute(select(Person.name, Person.email, Person.language)).all() == [
            ("Anna", "anna@example.org", "fi")
        ]
        assert db.scalar(select(func.count()).select_from(Registration)) == 2


def test_what_the_contact_said_is_kept(given: Given, registration: Database) -> None:
    offering, organisation = given.offering(given.series()), given.organisation("Sospro Oy")
    given.question(offering, "diet")
    people = [Applicant("anna@example.org", "anna@example.org", "Anna", "Osasto 3", None, {"diet": "vegan"})]
    order = Order(offering, people, "reject", "key:1", organisation, Contact("c@example.org", "Cecilia", "sv"))
    with registration.writing() as db:
        outcome = register.register(db, order)
    with registration.reading() as db:
        batch = db.execute(select(Batch.contact_email, Batch.organisation_id, Batch.actor, Batch.if_full)).one()
        kept = db.execute(select(Registration.unit, Registration.organisation_id)).one()
        answer = db.execute(select(Answer.registration_id, Answer.question, Answer.value)).one()
    assert tuple(batch) == ("c@example.org", organisation, "key:1", "reject")
    assert tuple(kept) == ("Osasto 3", organisation)
    assert tuple(answer) == (outcome.results[0].registration_id, "diet", "vegan")


def test_an_act_id_is_used_once(given: Given, registration: Database) -> None:
    one, wanted = acts(given, registration), new_id()
    assert one.register("anna", batch_id=wanted).batch_id == wanted
    assert one.register("berta", batch_id=wanted).batch_id not in (None, wanted)


def test_three_thousand_people_are_one_act(given: Given, registration: Database) -> None:
    one = acts(given, registration, capacity=2000)
    people = [applicant(f"p{number}") for number in range(3000)]
    with registration.writing() as db:
        outcome = register.register(db, Order(one.offering_id, people, "waitlist", "person"))
    assert [r.state for r in outcome.results] == ["confirmed"] * 2000 + ["waitlisted"] * 1000
    assert one.seats() == (2000, 1000)
    assert one.line() == [f"p{number}" for number in range(2000, 3000)]


def test_a_person_of_another_offering_is_no_obstacle(given: Given, registration: Database) -> None:
    """Somebody else writes the same person after we looked: the row that is there counts."""
    series = given.series()
    one = Acts(registration, given.offering(series))
    with given.database.writing() as db:
        db.execute(
            insert(Person).values(
                email_key="anna@example.org", email="anna@example.org", name="Anna", language="fi", created_at=NOON
            )
        )
    assert {r.state for r in one.register("anna", "berta").results} == {"confirmed"}


def test_a_no_that_is_asked_for_again_is_written_once(given: Given, registration: Database) -> None:
    acts = Acts(registration, given.offering(given.series(), capacity=1))
    first = acts.register("anna", "berta", "cecilia", if_full="reject")
    again = acts.register("anna", "berta", "cecilia", "cecilia", if_full="reject")
    assert again.batch_id is None
    assert [(one.registration_id, one.state) for one in again.results[:3]] == [
        (one.registration_id, one.state) for one in first.results
    ]
    assert [one.reason for one in again.results] == ["already_registered", "full", "full", "same_person_twice"]
    other = acts.register("berta", if_full="reject", organisation_id=given.organisation())
    assert other.batch_id is not None
    acts.cancel("anna")
    assert acts.register("berta", "cecilia", if_full="reject").results[0].state == "confirmed"
    with registration.reading() as db:
        assert db.scalar(select(func.count()).select_from(Registration)) == 5
