"""Registering somebody at the moment in which they are erased, and looking at long-expired offerings only once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, insert, select, update
from time_machine import Traveller

from services.registration.actions.erase import erase
from services.registration.actions.order import Order
from services.registration.actions.register import register
from shared.database import Database
from shared.schema.announcements import Announcement
from shared.schema.base import new_id
from shared.schema.catalogue import Offering, Series
from shared.schema.journal import JournalLine
from shared.schema.registration import Person, Registration, Seats
from tests.services.registration.actions.test_erase import expire, held
from tests.services.registration.acts import Acts, applicant
from tests.support.factories import NOON, Given

on_postgresql = pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


def names(database: Database) -> list[tuple[str, str]]:
    with database.reading() as db:
        found = select(Person.name, Registration.state).join(Person, Person.id == Registration.person_id)
        return sorted((row[0], row[1]) for row in db.execute(found))


def order(offering: object, *people: str) -> Order:
    return Order(offering, [applicant(one) for one in people], "waitlist", "person")  # type: ignore[arg-type]


@on_postgresql
@pytest.mark.parametrize("people", [("anna",), ("anna", "berta")])
def test_whoever_is_registered_while_being_erased_is_somebody_new(
    given: Given, registration: Database, people: tuple[str, ...]
) -> None:
    first, second = held(given), held(given)
    Acts(registration, first).register("anna")
    with registration.reading() as db:
        anna = db.execute(select(Person.id)).scalar_one()

    def come_again() -> None:
        with registration.writing() as db:
            register(db, order(second, *people))

    with ThreadPoolExecutor(1) as pool:
        with registration.writing() as db:
            erase(db, anna, "system")
            coming = pool.submit(come_again)
            with pytest.raises(TimeoutError):
                coming.result(timeout=0.5)
        coming.result(timeout=10)
    assert names(registration) == sorted([("", "confirmed"), *((one.title(), "confirmed") for one in people)])


@on_postgresql
def test_whoever_was_registered_first_is_not_erased(given: Given, registration: Database, noon: Traveller) -> None:
    first = held(given, months=1)
    Acts(registration, first).register("anna")
    noon.shift(timedelta(days=366))
    series = given.series()
    later = given.offering(series, [given.session(series, NOON + timedelta(days=400))])
    with ThreadPoolExecutor(1) as pool:
        with registration.writing() as db:
            register(db, order(later, "anna", "berta"))
            erasing = pool.submit(expire, registration)
            with pytest.raises(TimeoutError):
                erasing.result(timeout=0.5)
        assert erasing.result(timeout=10) == 0
    assert names(registration) == [("Anna", "confirmed"), ("Anna", "confirmed"), ("Berta", "confirmed")]


@on_postgresql
def test_people_are_held_in_the_order_in_which_those_who_erase_hold_them(given: Given, registration: Database) -> None:
    first, second = held(given), held(given)
    Acts(registration, first).register("anna", "berta")
    statements: list[str] = []
    event.listen(registration.engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    Acts(registration, second).register("berta", "anna")
    [holding] = [statement for statement in statements if "FOR KEY SHARE" in statement]
    assert "ORDER BY people.id" in holding


def test_expired_offerings_are_looked_at_once(given: Given, registration: Database, noon: Traveller) -> None:
    one, kept = held(given, months=1), held(given, months=120)
    Acts(registration, one).register("anna", "berta")
    Acts(registration, kept).register("berta")
    noon.shift(timedelta(days=366))
    assert expire(registration) == 1
    statements: list[str] = []
    event.listen(registration.engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    assert expire(registration) == 0
    assert not any("DISTINCT registrations.person_id" in statement for statement in statements)
    # somebody is let in late, and the mark no longer holds
    with registration.writing() as db:
        values = {"offering_id": one, "state": "confirmed", "queued_at": NOON, "created_at": NOON, "changed_at": NOON}
        db.execute(
            insert(Person).values(
                id=(cecilia := new_id()), email_key="c", email="c", name="C", language="fi", created_at=NOON
            )
        )
        batch = db.scalar(select(Registration.batch_id).limit(1))
        db.execute(insert(Registration).values(id=new_id(), person_id=cecilia, batch_id=batch, **values))
    assert expire(registration) == 1


def test_a_longer_time_takes_the_mark_off(given: Given, registration: Database, noon: Traveller) -> None:
    one = held(given, months=1)
    Acts(registration, one).register("anna")
    noon.shift(timedelta(days=366))
    assert expire(registration) == 1
    with given.database.writing() as db:
        db.execute(update(Series).values(retention_months=120))
    expire(registration)
    with registration.reading() as db:
        assert db.scalar(select(func.count()).where(Seats.erased_up_to.is_not(None))) == 0


def test_what_was_written_to_people_goes_with_them(given: Given, registration: Database, noon: Traveller) -> None:
    one = held(given, months=1)
    with registration.writing() as db:
        series = db.scalar(select(Offering.series_id).where(Offering.id == one))
        said = {"subject": "Hi", "text": "There", "is_test": False, "actor": "key:1", "created_at": NOON}
        db.execute(insert(Announcement).values(id=new_id(), series_id=series, offering_id=one, **said))
    expire(registration)
    noon.shift(timedelta(days=366))
    expire(registration)
    with registration.reading() as db:
        assert db.scalar(select(func.count()).select_from(Announcement)) == 0
        assert db.scalars(select(JournalLine.kind)).all().count("announcement.erased") == 1


def announced(database: Database) -> list[str]:
    with database.reading() as db:
        return sorted(db.scalars(select(Announcement.subject)))


def test_what_was_written_to_a_whole_series_goes_after_the_last_of_it(
    given: Given, registration: Database, noon: Traveller
) -> None:
    series = given.series(retention_months=1)
    first = given.offering(series, [given.session(series, NOON + timedelta(days=7))])
    given.offering(series, [given.session(series, NOON + timedelta(days=40))])
    # without sessions, and closing last of all
    closing = {"name": "Later", "closes_at": NOON + timedelta(days=90), "created_at": NOON, "changed_at": NOON}
    given.row(Offering, series_id=series, **closing)
    # in no offering
    given.session(series, NOON + timedelta(days=80))
    made = {"series_id": series, "text": "There", "actor": "key:1", "created_at": NOON}
    wrote: dict[str, dict[str, Any]] = {
        "to all": {"audience": "participants"},
        "to the first": {"audience": "participants", "offering_id": first},
        "a copy": {"audience": "presenters", "is_test": True},
        "planned": {"audience": "contacts", "send_at": NOON + timedelta(days=100)},
    }
    for subject, more in wrote.items():
        given.row(Announcement, subject=subject, **{"is_test": False, **made, **more})
    with given.database.writing() as db:
        db.execute(update(Series).where(Series.id != series).values(retention_months=120))
    for days, left in (
        (36, ["a copy", "planned", "to all", "to the first"]),
        (39, ["a copy", "planned", "to all"]),
        (72, ["a copy", "planned", "to all"]),
        (110, ["a copy", "planned", "to all"]),
        (112, ["a copy", "planned", "to all"]),
        (122, ["planned"]),
        (132, []),
    ):
        noon.move_to(NOON + timedelta(days=days))
        expire(registration)
        assert announced(registration) == left, days
    with registration.reading() as db:
        assert db.scalars(select(JournalLine.kind)).all().count("announcement.erased") == 4
