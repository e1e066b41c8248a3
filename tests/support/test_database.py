from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from shared.database.guard import WallError
from shared.database.migrate import is_current
from shared.schema.catalogue import Offering
from shared.schema.organisations import Organisation
from shared.settings import Settings
from tests.support.database import OpenDatabase
from tests.support.factories import NOON, Given


def test_database_is_migrated_and_empty(database: OpenDatabase) -> None:
    catalogue = database("catalogue")
    assert is_current(catalogue)
    with catalogue.reading() as db:
        assert db.scalars(select(Organisation.id)).all() == []


def test_database_holds_the_wall(database: OpenDatabase) -> None:
    with pytest.raises(WallError), database("registration").writing() as db:
        db.execute(insert(Organisation).values(name="Sospro Oy", created_at=NOON))


def test_given_offering_is_there(given: Given, database: OpenDatabase, settings: Settings) -> None:
    offering = given.offering(given.series(), capacity=3, closes_at=NOON + timedelta(days=1))
    with database("catalogue").reading() as db:
        assert db.scalar(select(Offering.capacity).where(Offering.id == offering)) == 3
    assert settings.secret_key
