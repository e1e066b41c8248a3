from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Row, delete, func, insert, select, update
from time_machine import Traveller

from services.registration.actions.completion import mark_completed
from services.registration.actions.erase import erase
from services.registration.actions.erase_due import erase_asked, erase_expired
from services.registration.actions.erase_oneself import erase_oneself
from services.registration.actions.order import Contact, Order
from services.registration.actions.register import register
from services.registration.actions.waivers import Waiver, waive
from shared.database import Database
from shared.schema.catalogue import OfferingSession
from shared.schema.completions import Award, RequirementWaiver
from shared.schema.journal import JournalLine
from shared.schema.registration import Answer, Batch, Person, Registration
from tests.services.registration.acts import Acts, applicant
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")
YEAR = timedelta(days=366)


def person(database: Database, name: str) -> Any:
    with database.reading() as db:
        return db.execute(select(Person.__table__).where(Person.email_key == f"{name}@example.org")).one_or_none()


def everybody(database: Database) -> Sequence[Row[Any]]:
    with database.reading() as db:
        return db.execute(select(Person.__table__)).all()


def kinds(database: Database) -> list[str]:
    with database.reading() as db:
        return list(db.scalars(select(JournalLine.kind).order_by(JournalLine.id)))


def expire(database: Database) -> int:
    with database.writing() as db:
        return erase_expired(db, "system")


def held(given: Given, months: int = 24, **more: Any) -> Any:
    """An offering with one session a week from NOON."""
    series = given.series(retention_months=months)
    return given.offering(series, [given.session(series, NOON + timedelta(days=7))], **more)


def test_erased_person_names_nobody_and_still_counts(given: Given, registration: Database) -> None:
    one = Acts(registration, held(given))
    [result] = one.register("anna").results
    anna = person(registration, "anna")
    answer = {"registration_id": result.registration_id, "question": "diet", "value": "none"}
    with registration.writing() as db:
        db.execute(insert(Answer), answer)
        db.execute(update(Registration).values(told_reason="Not a nurse."))
    with registration.writing() as db:
        assert erase(db, anna.id, "system")
    with registration.writing() as db:
        assert not erase(db, anna.id, "system")
    [left] = everybody(registration)
    assert (left.id, left.name, left.email, left.email_key) == (anna.id, "", "", f"erased:{anna.id.hex}")
    assert left.erased_at == NOON
    with registration.reading() as db:
        assert db.scalar(select(func.count()).select_from(Answer)) == 0
        assert db.execute(select(Registration.state, Registration.told_reason)).all() == [("confirmed", None)]
        [line] = db.execute(select(JournalLine.__table__).where(JournalLine.kind == "person.erased")).all()
    assert (line.subject_id, line.detail) == (anna.id, {})


def test_erased_contact_is_in_no_act(given: Given, registration: Database) -> None:
    offering = held(given)
    contact = Contact("sirpa@example.org", "Sirpa", "fi")
    with registration.writing() as db:
        register(db, Order(offering, [applicant("anna"), applicant("sirpa")], "waitlist", "account:1", None, contact))
    with registration.writing() as db:
        erase(db, person(registration, "sirpa").id, "person")
    with registration.reading() as db:
        assert db.execute(select(Batch.contact_email, Batch.contact_name)).all() == [(None, None)]
    assert person(registration, "anna").name == "Anna"


def test_address_can_be_registered_again(given: Given, registration: Database) -> None:
    one = Acts(registration, held(given))
    one.register("anna")
    with registration.writing() as db:
        erase(db, person(registration, "anna").id, "system")
    assert one.register("anna").results[0].state == "confirmed"
    assert len(everybody(registration)) == 2


def test_own_wish_gives_up_what_is_to_come_before_the_rest(given: Given, registration: Database) -> None:
    one, other = (Acts(registration, held(given, capacity=1)) for _which in range(2))
    one.register("anna", "berta")
    other.register("cecilia", "anna")
    anna = person(registration, "anna")
    for _time in range(2):
        with registration.writing() as db:
            erase_oneself(db, anna.id, "person")
    assert (one.confirmed(), one.seats(), other.seats()) == ({"berta"}, (1, 0), (1, 0))
    # nobody has made mails of the cancellations yet, and they need the address
    assert person(registration, "anna").erasure_asked_at == NOON
    with registration.writing() as db:
        assert erase_asked(db, "system") == 0
    assert kinds(registration).count("person.erasure_asked") == 1


def test_whoever_comes_back_before_it_is_done_stays(given: Given, registration: Database) -> None:
    one = Acts(registration, held(given))
    one.register("anna")
    with registration.writing() as db:
        erase_oneself(db, person(registration, "anna").id, "person")
    one.register("anna")
    with registration.writing() as db:
        assert erase_asked(db, "system") == 0
    anna = person(registration, "anna")
    assert (anna.erasure_asked_at, anna.erased_at) == (None, None)


def test_people_are_erased_when_their_time_is_over(given: Given, registration: Database, noon: Traveller) -> None:
    Acts(registration, held(given, months=12)).register("anna")
    noon.move_to(NOON + YEAR)
    assert expire(registration) == 0
    noon.move_to(NOON + YEAR + timedelta(days=8))
    assert expire(registration) == 1
    assert expire(registration) == 0
    assert [row.name for row in everybody(registration)] == [""]


def test_the_longest_time_counts(given: Given, registration: Database, noon: Traveller) -> None:
    Acts(registration, held(given, months=1)).register("anna", "berta")
    Acts(registration, held(given, months=24)).register("anna")
    noon.move_to(NOON + YEAR)
    assert expire(registration) == 1
    assert person(registration, "anna").name == "Anna"
    assert person(registration, "berta") is None
    noon.move_to(NOON + 2 * YEAR + timedelta(days=8))
    assert expire(registration) == 1


def test_without_sessions_time_runs_from_the_closing(given: Given, registration: Database, noon: Traveller) -> None:
    offering = given.offering(given.series(retention_months=1), closes_at=NOON + YEAR)
    Acts(registration, offering).register("anna")
    with given.database.writing() as db:
        db.execute(delete(OfferingSession))
    noon.move_to(NOON + YEAR + timedelta(days=20))
    assert expire(registration) == 0
    noon.move_to(NOON + YEAR + timedelta(days=32))
    assert expire(registration) == 1


def test_contact_of_old_acts_is_forgotten(given: Given, registration: Database, noon: Traveller) -> None:
    contact = Contact("sirpa@example.org", "Sirpa", "fi")
    offering = held(given)
    with registration.writing() as db:
        register(db, Order(offering, [applicant("anna")], "waitlist", "account:1", None, contact))
    noon.move_to(NOON + 3 * YEAR)
    expire(registration)
    with registration.reading() as db:
        assert db.scalars(select(Batch.contact_email)).all() == [None]


def test_credits_stay_as_a_number_and_waivers_go_with_their_person(given: Given, registration: Database) -> None:
    one, later = Acts(registration, held(given)), held(given)
    [result] = one.register("anna").results
    anna = person(registration, "anna")
    with registration.writing() as db:
        mark_completed(db, one.offering_id, [result.registration_id], Decimal(5), "system")
        waive(db, Waiver(later, ["anna@example.org", "berta@example.org"], "system", "Anna osaa jo"))
        assert erase(db, anna.id, "system")
    with registration.reading() as db:
        assert list(db.scalars(select(Award.credits))) == [Decimal(5)]
        assert list(db.scalars(select(RequirementWaiver.email_key))) == ["berta@example.org"]


def test_waivers_end_with_their_offering_s_time(given: Given, registration: Database, noon: Traveller) -> None:
    sooner, later = held(given, months=12), held(given, months=36)
    with registration.writing() as db:
        waive(db, Waiver(sooner, ["anna@example.org"], "system"))
        waive(db, Waiver(later, ["berta@example.org"], "system"))
    noon.move_to(NOON + 2 * YEAR)
    expire(registration)
    with registration.reading() as db:
        assert list(db.scalars(select(RequirementWaiver.email_key))) == ["berta@example.org"]
