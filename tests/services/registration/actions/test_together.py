"""Many at once: places are given once, the line keeps the order of arrival."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from uuid import UUID

from sqlalchemy import select, update

from services.registration.actions import cancel, move
from services.registration.actions.move import Move
from shared.database import Database, locks
from shared.errors import Conflict
from shared.schema.catalogue import Offering
from shared.schema.registration import Registration, Seats
from tests.services.registration.acts import Acts
from tests.support.factories import NOON, Given

PLACES = 10
LATER = NOON.replace(year=2040)


def all_at_once(act: Callable[[int], object], people: int) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(people)))


def offering(given: Given, **more: object) -> UUID:
    series = given.series()
    return given.offering(series, [given.session(series, LATER)], **more)


def test_the_last_places_are_given_once(given: Given, registration: Database) -> None:
    one = Acts(registration, offering(given, capacity=PLACES))
    all_at_once(lambda number: one.register(f"p{number}"), 40)
    assert one.seats() == (PLACES, 30)


def test_the_line_is_in_the_order_in_which_people_were_told(given: Given, registration: Database) -> None:
    one = Acts(registration, offering(given, capacity=0))
    told: dict[str, int | None] = {}
    all_at_once(lambda number: told.update({f"p{number}": one.register(f"p{number}").results[0].position}), 20)
    assert sorted(told.values(), key=lambda place: place or 0) == list(range(1, 21))
    assert one.line() == sorted(told, key=lambda name: told[name] or 0)


def test_the_same_person_many_times_at_once_is_registered_once(given: Given, registration: Database) -> None:
    one = Acts(registration, offering(given, capacity=PLACES))
    all_at_once(lambda _number: one.register("anna"), 16)
    assert one.seats() == (1, 0)


def test_the_same_person_in_several_offerings_at_once_is_one_person(given: Given, registration: Database) -> None:
    series = given.series()
    session = given.session(series, LATER)
    several = [Acts(registration, given.offering(series, [session])) for _which in range(8)]
    names = ["anna", "berta", "cecilia"]

    def register(number: int) -> None:
        shuffled = random.Random(number).sample(names, len(names))
        several[number].register(*shuffled)

    all_at_once(register, len(several))
    assert all(one.confirmed() == set(names) for one in several)


def test_coming_and_going_at_once_never_gives_too_many(given: Given, registration: Database) -> None:
    one = Acts(registration, offering(given, capacity=3))

    def come_and_go(number: int) -> None:
        registration_id = one.register(f"p{number}").results[0].registration_id
        if number % 2:
            with registration.writing() as db:
                cancel.cancel(db, registration_id, "person")

    all_at_once(come_and_go, 30)
    assert one.seats() == (3, 12)


def test_a_capacity_lowered_meanwhile_is_held(given: Given, registration: Database) -> None:
    """The catalogue lowers it under the same lock, to no less than is taken."""
    one = Acts(registration, offering(given, capacity=20))

    def lower_or_register(number: int) -> None:
        if number % 4:
            one.register(f"p{number}")
            return
        with given.database.writing() as db:
            locks.hold(db, "offering", one.offering_id)
            taken = db.scalar(select(Seats.taken).where(Seats.offering_id == one.offering_id)) or 0
            db.execute(update(Offering).values(capacity=taken + 1))

    all_at_once(lower_or_register, 40)
    with registration.reading() as db:
        capacity = db.scalar(select(Offering.capacity)) or 0
    assert one.seats()[0] <= capacity


def _race(url: str, offering_id: UUID, worker: int) -> int:
    with closing(Database(url, "registration")) as database:
        one = Acts(database, offering_id)
        mine = 0
        for number in range(10):
            try:
                one.register(f"w{worker}n{number}", f"w{worker}m{number}", if_full="all-or-nothing")
                mine += 2
            except Conflict:
                continue
        return mine


def test_processes_racing_for_pairs_of_places_never_get_too_many(
    given: Given, registration: Database, database_url: str
) -> None:
    one = Acts(registration, offering(given, capacity=15))
    with get_context("spawn").Pool(2) as pool:
        got = pool.starmap(_race, [(database_url, one.offering_id, worker) for worker in range(2)])
    assert sum(got) == 14
    assert one.seats() == (14, 0)
    with registration.reading() as db:
        assert len(db.scalars(select(Registration.id)).all()) == 14


def test_places_at_once_and_the_general_way_share_one_lock(given: Given, registration: Database) -> None:
    one = Acts(registration, offering(given, capacity=PLACES))

    def register(number: int) -> None:
        if number % 2:
            one.register(f"p{number}")
        else:
            one.register(f"p{number}", f"q{number}")

    all_at_once(register, 20)
    assert one.seats() == (PLACES, 20)


def test_people_moved_both_ways_at_once_wait_for_each_other_without_end(given: Given, registration: Database) -> None:
    series = given.series()
    session = given.session(series, LATER)
    one, other = (Acts(registration, given.offering(series, [session], capacity=20)) for _which in range(2))
    one.register(*(f"a{number}" for number in range(10)))
    other.register(*(f"b{number}" for number in range(10)))
    ids = one.standing() | other.standing()

    def change(number: int) -> None:
        here, there = (one, other) if number % 2 else (other, one)
        name = f"{'a' if number % 2 else 'b'}{number // 2}"
        with registration.writing() as db:
            move.move(db, Move(here.offering_id, there.offering_id, [ids[name]], "stay", "account:olga"))

    all_at_once(change, 20)
    assert one.confirmed() == {f"b{number}" for number in range(10)}
    assert other.confirmed() == {f"a{number}" for number in range(10)}
    assert (one.seats(), other.seats()) == ((10, 0), (10, 0))


def test_an_organisation_gets_no_more_than_its_quota_whoever_registers_at_once(
    given: Given, registration: Database
) -> None:
    organisation_id = given.organisation()
    given.domain(organisation_id, "example.org")
    one = Acts(registration, offering(given, capacity=20))
    given.quota(one.offering_id, organisation_id, 5)

    def register(number: int) -> None:
        if number % 2:
            one.register(f"p{number}")
        else:
            one.register(f"p{number}", f"q{number}", organisation_id=organisation_id)

    all_at_once(register, 16)
    assert one.seats() == (5, 19)
