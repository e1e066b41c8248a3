from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, update
from time_machine import Traveller

from services.registration.actions import seats
from services.registration.queries import freed_places
from shared.database import Database
from shared.schema.base import new_id
from shared.schema.catalogue import Offering, OfferingQuota, Session
from shared.schema.journal import JournalLine
from shared.schema.organisations import Organisation
from shared.schema.registration import Registration
from tests.services.registration.acts import Acts
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")


def with_capacity(given: Given, capacity: int | None) -> None:
    with given.database.writing() as db:
        db.execute(update(Offering).values(capacity=capacity))


def test_more_capacity_is_filled_from_the_line(given: Given, registration: Database) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=1))
    one.register("anna", "berta", "cecilia", "diana")
    ids = one.standing()
    with_capacity(given, 3)
    assert one.promote() == [ids["berta"], ids["cecilia"]]
    assert one.line() == ["diana"]
    assert one.promote() == []


def test_no_limit_any_more_lets_all_in(given: Given, registration: Database) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=0))
    one.register("anna", "berta")
    with_capacity(given, None)
    assert len(one.promote()) == 2
    assert one.seats() == (2, 0)


def test_an_unknown_offering_promotes_nobody(registration: Database) -> None:
    assert Acts(registration, new_id()).promote() == []


def test_offerings_with_freed_places_are_found(given: Given, registration: Database) -> None:
    series = given.series()
    full, freed = (Acts(registration, given.offering(series, capacity=1)) for _which in range(2))
    for one in (full, freed):
        one.register("anna", "berta")
    with given.database.writing() as db:
        db.execute(update(Offering).where(Offering.id == freed.offering_id).values(capacity=2))
    with registration.reading() as db:
        assert freed_places.with_freed_places(db, NOON) == [freed.offering_id]


def test_offerings_whose_free_places_are_held_are_found_for_those_they_are_held_for(
    given: Given, registration: Database
) -> None:
    employer = given.organisation()
    one = Acts(registration, given.offering(given.series(), capacity=2))
    one.register("anna")
    one.hold(1, employer)
    one.register("berta")
    with registration.reading() as db:
        assert (one.line(), freed_places.with_freed_places(db, NOON)) == (["berta"], [])
    with registration.writing() as db:
        db.execute(update(Registration).where(Registration.state == "waitlisted").values(organisation_id=employer))
        assert freed_places.with_freed_places(db, NOON) == [one.offering_id]


def test_an_offering_is_due_only_if_somebody_who_waits_is_within_their_quota(
    given: Given, registration: Database
) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=9))
    attendo, esperi, gone = (given.organisation(name) for name in ("Attendo", "Esperi", "Akaan sote"))
    for employer in (attendo, esperi):
        given.quota(one.offering_id, employer, 1)
    one.register("anna", "berta", organisation_id=attendo)
    one.register("cecilia", organisation_id=gone)
    assert one.line() == ["berta"]

    def due() -> bool:
        with registration.reading() as db:
            return freed_places.with_freed_places(db, NOON) == [one.offering_id]

    assert not due()
    with given.database.writing() as db:
        db.execute(update(Organisation).where(Organisation.id == gone).values(merged_into_id=esperi))
        db.execute(update(Registration).where(Registration.state == "waitlisted").values(organisation_id=esperi))
    assert not due(), "whoever is put down for an organisation that was merged counts to its heir at once"
    with given.database.writing() as db:
        db.execute(update(OfferingQuota).where(OfferingQuota.organisation_id == esperi).values(places=2))
    assert due()
    assert len(one.promote()) == 1
    one.register("diana", organisation_id=attendo)
    assert not due()
    with given.database.writing() as db:
        db.execute(update(Registration).where(Registration.state == "waitlisted").values(organisation_id=None))
    assert due(), "who belongs to nobody has no quota"


@pytest.mark.parametrize(
    ("offered", "held", "later"),
    [
        ({"opens_at": NOON + timedelta(days=2)}, {}, timedelta(0)),
        ({}, {"state": "cancelled"}, timedelta(0)),
        ({}, {}, timedelta(days=8)),
    ],
)
def test_offerings_that_give_nothing_any_more_are_not_found(
    given: Given, registration: Database, offered: dict[str, Any], held: dict[str, Any], later: timedelta
) -> None:
    series = given.series()
    one = Acts(registration, given.offering(series, [given.session(series)], capacity=1))
    one.register("anna", "berta")
    with given.database.writing() as db:
        db.execute(update(Offering).values(capacity=2, **offered))
        db.execute(update(Session).values(**{"title": "Nepsy arjessa", **held}))
    with registration.reading() as db:
        assert freed_places.with_freed_places(db, NOON + later) == []


def test_places_that_come_after_the_last_session_are_nobodys(
    given: Given, registration: Database, noon: Traveller
) -> None:
    series = given.series()
    one = Acts(registration, given.offering(series, [given.session(series)], capacity=1))
    one.register("anna", "berta")
    with_capacity(given, 2)
    noon.shift(timedelta(days=8))
    assert one.promote() == []
    assert one.line() == ["berta"]


def test_offerings_are_found_until_the_moment_that_ends_moving_up(given: Given, registration: Database) -> None:
    until = NOON + timedelta(days=2)
    one = Acts(registration, given.offering(given.series(), capacity=1, promotes_until=until))
    one.register("anna", "berta")
    with_capacity(given, 2)
    with registration.reading() as db:
        assert freed_places.with_freed_places(db, until - timedelta(seconds=1)) == [one.offering_id]
        assert freed_places.with_freed_places(db, until) == []


def without_approval(given: Given) -> None:
    with given.database.writing() as db:
        db.execute(update(Offering).values(needs_approval=False))


def test_requests_get_what_is_free_in_their_order_once_no_yes_is_asked_for(
    given: Given, registration: Database
) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=2, needs_approval=True))
    batch_id = one.register("anna", "berta", "cecilia").batch_id
    ids = one.standing()
    with registration.reading() as db:
        assert freed_places.with_freed_places(db, NOON) == []
    without_approval(given)
    with registration.reading() as db:
        assert freed_places.with_freed_places(db, NOON) == [one.offering_id]
    assert one.promote() == [ids["anna"], ids["berta"]]
    assert (one.confirmed(), one.line(), one.asking()) == ({"anna", "berta"}, ["cecilia"], set())
    with registration.reading() as db:
        assert freed_places.with_freed_places(db, NOON) == []
        assert set(db.scalars(select(Registration.reason))) == {None}, "who waits on waits for a place alone"
        lines = db.execute(select(JournalLine.kind, JournalLine.subject_id).order_by(JournalLine.id)).all()[1:]
    assert sorted(tuple(line) for line in lines) == sorted(
        [*(("registration.approved", ids[name]) for name in ids), ("registrations.answered", batch_id)]
    )
    assert one.promote() == []


def test_nobody_passes_old_requests_before_they_are_let_in(given: Given, registration: Database) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=1, needs_approval=True))
    one.register("anna")
    without_approval(given)
    assert one.register("berta").results[0].position == 1
    assert (one.confirmed(), one.line()) == ({"anna"}, ["berta"])


def test_old_requests_stay_when_no_place_is_given_any_more(given: Given, registration: Database) -> None:
    one = Acts(registration, given.offering(given.series(), needs_approval=True))
    one.register("anna")
    without_approval(given)
    with given.database.writing() as db:
        db.execute(update(Session).values(starts_at=NOON - timedelta(hours=1), ends_at=NOON))
    with registration.reading() as db:
        assert freed_places.with_freed_places(db, NOON) == []
    assert (one.promote(), one.asking()) == ([], {"anna"})


@pytest.mark.parametrize("capacity", [2, 3])
def test_who_registers_has_the_line_gone_through_once(capacity: int, given: Given, registration: Database) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=2, promotes_groups=True))
    one.register("anna", "berta")
    one.register("cecilia", "diana")
    with_capacity(given, capacity)
    asked: list[str] = []
    event.listen(registration.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    assert one.register("eeva").results[0].position == 3, "the pair waits for two places, and nobody passes it"
    assert sum("ORDER BY registrations.queued_at" in sql for sql in asked) == 1


def test_many_move_up_with_one_statement_for_their_lines(given: Given, registration: Database) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=1))
    one.register(*(f"person{number:02}" for number in range(41)))
    with_capacity(given, None)
    asked: list[str] = []
    event.listen(registration.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    promoted = one.promote()
    with registration.reading() as db:
        lines = db.scalars(
            select(JournalLine.subject_id).where(JournalLine.kind == "registration.promoted").order_by(JournalLine.id)
        ).all()
    assert (len(promoted), lines) == (40, promoted)
    assert sum("INTO journal" in statement for statement in asked) == 1


@pytest.mark.parametrize(
    ("places", "waits", "refused", "is_given"),
    [(2, 0, 0, True), (3, 0, 0, False), (2, 1, 0, True), (1, 1, 0, False), (1, 0, 1, False), (2, 0, 5, True)],
)
def test_places_are_taken_only_as_things_are(
    given: Given, registration: Database, places: int, waits: int, refused: int, is_given: bool
) -> None:
    offering_id = given.offering(given.series(), capacity=2)
    with registration.writing() as db:
        seats.make_row(db, offering_id)
        assert seats.take(db, offering_id, places, waits, refused) is is_given
