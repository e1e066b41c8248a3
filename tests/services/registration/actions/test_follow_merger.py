"""Registrations follow their organisation."""

from uuid import UUID

import pytest
from sqlalchemy import select, update

from services.registration.actions import follow_merger
from shared.database import Database
from shared.schema.catalogue import Organisation
from shared.schema.journal import JournalLine
from shared.schema.registration import Batch, Registration
from tests.services.registration.acts import Acts
from tests.support.factories import Given

pytestmark = pytest.mark.usefixtures("noon")


def owners(database: Database) -> set[tuple[UUID | None, UUID | None]]:
    with database.reading() as db:
        found = select(Registration.organisation_id, Batch.organisation_id).join(
            Batch, Batch.id == Registration.batch_id
        )
        return {(row[0], row[1]) for row in db.execute(found)}


def test_registrations_follow_once(given: Given, registration: Database) -> None:
    gone, heir = given.organisation("Akaan sote"), given.organisation("Pirha")
    acts = Acts(registration, given.offering(given.series()))
    acts.register("anna", "berta")
    with registration.writing() as db:
        db.execute(update(Registration).values(organisation_id=gone))
        db.execute(update(Batch).values(organisation_id=gone))
        assert follow_merger.follow(db, gone, "system") == 0
        assert follow_merger.left_behind(db) == []
    with given.database.writing() as db:
        db.execute(update(Organisation).where(Organisation.id == gone).values(merged_into_id=heir))
    with registration.writing() as db:
        assert follow_merger.left_behind(db) == [gone]
        assert follow_merger.follow(db, gone, "system") == 2
        assert follow_merger.follow(db, gone, "system") == 0
        assert follow_merger.left_behind(db) == []
        lines = select(JournalLine.subject_id).where(JournalLine.kind == "registrations.followed")
        assert db.scalars(lines).all() == [heir]
    assert owners(registration) == {(heir, heir)}
