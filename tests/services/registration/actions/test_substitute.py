from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update
from time_machine import Traveller

from services.registration.actions import substitute
from services.registration.actions.order import Applicant, Contact, Order
from services.registration.actions.register import register
from shared.database import Database
from shared.errors import Conflict, NotThere
from shared.schema.base import new_id
from shared.schema.catalogue import Session
from shared.schema.journal import JournalLine
from shared.schema.registration import Batch, Registration
from tests.services.registration.acts import Acts, applicant
from tests.support.factories import NOON, Given

LATER = NOON.replace(year=2040)


@pytest.fixture
def one(given: Given, registration: Database) -> Acts:
    """Anna has the one place; Berta, Cecilia and Diana wait, registered in one act."""
    series = given.series()
    made = Acts(registration, given.offering(series, [given.session(series, LATER)], capacity=1))
    made.register("anna", "berta", "cecilia", "diana")
    return made


def row(one: Acts, registration_id: UUID) -> Any:
    with one.database.reading() as db:
        return db.execute(select(Registration.__table__).where(Registration.id == registration_id)).one()


def test_a_colleague_gets_exactly_the_place(one: Acts) -> None:
    old = one.standing()["anna"]
    made = one.substitute("anna", "eeva")
    assert made.changed
    assert one.confirmed() == {"eeva"}
    assert one.line() == ["berta", "cecilia", "diana"]
    assert one.seats() == (1, 3)
    assert (row(one, old).state, row(one, old).reason) == ("cancelled", substitute.REASON)
    assert row(one, made.registration_id).substitutes_id == old


def test_who_waits_keeps_their_place_in_the_line(one: Acts) -> None:
    old = row(one, one.standing()["cecilia"])
    made = one.substitute("cecilia", "eeva")
    assert one.line() == ["berta", "eeva", "diana"]
    assert row(one, made.registration_id).queued_at == old.queued_at
    one.substitute("eeva", "cecilia")
    assert one.line() == ["berta", "cecilia", "diana"]
    one.cancel("anna")
    assert one.confirmed() == {"berta"}


def test_the_same_again_changes_nothing(one: Acts) -> None:
    old = one.standing()["anna"]
    made = one.give_place(old, "eeva")
    again = one.give_place(old, "eeva")
    assert (again.changed, again.registration_id) == (False, made.registration_id)
    with one.database.reading() as db:
        kinds = db.scalars(select(JournalLine.kind).order_by(JournalLine.id)).all()
    assert kinds == ["registrations.made", "registration.cancelled", "registrations.made"]


def test_journal_names_both_by_id(one: Acts) -> None:
    old = one.standing()["anna"]
    made = one.substitute("anna", "eeva").registration_id
    with one.database.reading() as db:
        gone, come = db.execute(
            select(JournalLine.subject_id, JournalLine.detail, JournalLine.offering_id, JournalLine.series_id).order_by(
                JournalLine.id
            )
        ).all()[1:]
    assert (gone.subject_id, gone.detail) == (old, {"was": "confirmed", "substituted_by": str(made)})
    assert (come.subject_id, come.detail) == (row(one, made).batch_id, {"confirmed": 1, "substitutes": str(old)})
    assert gone.offering_id == come.offering_id == one.offering_id
    assert gone.series_id == come.series_id is not None


def test_contact_and_organisation_go_along(given: Given, registration: Database, one: Acts) -> None:
    sospro = given.organisation("Sospro Oy")
    contact = Contact("sirpa@example.org", "Sirpa Yhteys", "sv")
    people = [applicant("fanni")]
    with registration.writing() as db:
        order = Order(one.offering_id, people, "waitlist", "account:1", sospro, contact)
        old = register(db, order).results[0].registration_id
    colleague = Applicant("eeva@example.org", "Eeva@Example.org", "Eeva", "Koivula", "sv")
    with registration.writing() as db:
        somebody = Contact("other@example.org", "Other", "en")
        made = substitute.substitute(db, substitute.Swap(old, colleague, "account:2", somebody)).registration_id
    with registration.reading() as db:
        batch = db.execute(select(Batch.__table__).where(Batch.id == row(one, made).batch_id)).one()
    assert (batch.organisation_id, batch.contact_email, batch.actor) == (sospro, "sirpa@example.org", "account:2")
    assert (row(one, made).organisation_id, row(one, made).unit) == (sospro, "Koivula")


def test_one_without_a_contact_gets_whoever_gives_the_place(one: Acts) -> None:
    contact = Contact("olga@example.org", "Olga", "en")
    with one.database.writing() as db:
        swap = substitute.Swap(one.standing()["anna"], applicant("eeva"), "account:2", contact)
        made = substitute.substitute(db, swap).registration_id
    with one.database.reading() as db:
        assert db.scalar(select(Batch.contact_email).where(Batch.id == row(one, made).batch_id)) == "olga@example.org"


@pytest.mark.parametrize(("colleague", "code"), [("anna", "same_person"), ("berta", "already_registered")])
def test_a_colleague_who_is_registered_already_is_refused(one: Acts, colleague: str, code: str) -> None:
    with pytest.raises(Conflict) as refused:
        one.substitute("anna", colleague)
    assert (refused.value.code, refused.value.field) == (code, "email")
    assert one.seats() == (1, 3)


def test_what_does_not_stand_is_no_place_to_give(one: Acts) -> None:
    old = one.standing()["diana"]
    one.cancel("diana")
    with pytest.raises(Conflict) as refused:
        one.give_place(old, "eeva")
    assert refused.value.code == "not_standing"


def test_places_are_given_after_the_deadline_until_the_last_session_ends(
    given: Given, registration: Database, noon: Traveller
) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=1, closes_at=NOON + timedelta(days=1)))
    one.register("anna")
    noon.move_to(NOON + timedelta(days=7, hours=2) - timedelta(seconds=1))
    one.substitute("anna", "eeva")
    noon.shift(timedelta(seconds=1))
    with pytest.raises(Conflict) as refused:
        one.substitute("eeva", "fanni")
    assert refused.value.code == "over"
    assert one.confirmed() == {"eeva"}


def test_no_place_is_given_in_what_was_called_off(one: Acts, given: Given) -> None:
    with given.database.writing() as db:
        db.execute(update(Session).values(state="cancelled"))
    with pytest.raises(Conflict) as refused:
        one.substitute("anna", "eeva")
    assert refused.value.code == "cancelled"


def test_an_unknown_registration_is_not_there(one: Acts) -> None:
    with pytest.raises(NotThere):
        one.give_place(new_id(), "eeva")


def test_of_two_who_give_one_place_at_once_exactly_one_does(one: Acts) -> None:
    old = one.standing()["anna"]

    def give(number: int) -> bool:
        try:
            return one.give_place(old, f"colleague{number}").changed
        except Conflict:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(give, range(8))) == 1
    assert one.seats() == (1, 3)
    assert len(one.confirmed()) == 1


def test_the_same_form_sent_many_times_at_once_is_one_substitution(one: Acts) -> None:
    old = one.standing()["anna"]
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _number: one.give_place(old, "eeva"), range(8)))
    assert sum(result.changed for result in made) == 1
    assert len({result.registration_id for result in made}) == 1
    assert one.confirmed() == {"eeva"}
