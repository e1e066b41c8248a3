import threading
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from services.catalogue.actions.offerings import NewOffering, add_offering, edit_offering
from shared.database import Database, locks
from shared.errors import Conflict
from shared.schema.base import new_id
from shared.schema.catalogue import Offering
from shared.schema.registration import Seats
from tests.services.catalogue.conftest import Journal
from tests.support.database import OpenDatabase
from tests.support.factories import Given


def test_form_sent_twice_makes_one_offering(catalogue: Database, given: Given, journal: Journal) -> None:
    series_id = given.series()
    new = NewOffering(name="Kaikki", id=new_id())
    for _time in range(2):
        with catalogue.writing() as db:
            assert add_offering(db, "account:x", series_id, new) == new.id
    assert journal() == ["offering.added"]


def test_capacity_waits_for_places_being_taken(
    app: Flask, catalogue: Database, database: OpenDatabase, given: Given
) -> None:
    """While registration holds the offering, nobody lowers its capacity on what the seats were before."""
    offering_id = given.offering(given.series(), capacity=10)
    with given.database.writing() as db:
        db.execute(Seats.__table__.insert().values(offering_id=offering_id, taken=3))  # type: ignore[attr-defined]
    refused: list[Conflict] = []

    def lower() -> None:
        try:
            with app.app_context(), catalogue.writing() as db:
                edit_offering(db, "account:x", offering_id, {"capacity": 5})
        except Conflict as conflict:
            refused.append(conflict)

    with database("registration").writing() as db:
        locks.hold(db, "offering", offering_id)
        organiser = threading.Thread(target=lower)
        organiser.start()
        organiser.join(0.3)
        assert organiser.is_alive()
        db.execute(update(Seats).where(Seats.offering_id == offering_id).values(taken=8))
    organiser.join(10)
    assert [conflict.code for conflict in refused] == ["capacity_below_taken"]
    assert _capacity(catalogue, offering_id) == 10


@pytest.mark.parametrize(("before", "after", "more"), [(5, 6, True), (5, None, True), (5, 4, False), (None, 5, False)])
def test_edit_tells_whether_there_are_more_places(
    catalogue: Database, given: Given, before: int | None, after: int | None, more: bool
) -> None:
    offering_id = given.offering(given.series(), capacity=before)
    with catalogue.writing() as db:
        assert edit_offering(db, "account:x", offering_id, {"capacity": after}) is more


def _capacity(catalogue: Database, offering_id: UUID) -> int | None:
    with catalogue.reading() as db:
        return db.scalar(select(Offering.capacity).where(Offering.id == offering_id))
