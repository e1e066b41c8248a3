"""Registrations follow their organisation."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import select, update

from services.registration.actions import follow_merger
from shared.database import Database, locks
from shared.schema.journal import JournalLine
from shared.schema.organisations import Organisation
from shared.schema.registration import Batch, Hold, Registration
from tests.services.registration.actions.test_erase_races import on_postgresql
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


def test_held_places_follow_and_are_taken_by_the_people_of_the_heir(given: Given, registration: Database) -> None:
    gone, heir = given.organisation("Akaan sote"), given.organisation("Pirha")
    acts = Acts(registration, given.offering(given.series(), capacity=2))
    acts.hold(1, gone)
    with given.database.writing() as db:
        db.execute(update(Organisation).where(Organisation.id == gone).values(merged_into_id=heir))
    with registration.writing() as db:
        assert follow_merger.left_behind(db) == [gone]
        follow_merger.follow(db, gone, "system")
        assert follow_merger.left_behind(db) == []
        assert db.scalars(select(Hold.organisation_id)).all() == [heir]
    acts.register("anna", organisation_id=heir)
    assert (acts.held(), acts.seats()) == (0, (1, 0))


def test_held_places_are_the_heirs_before_they_follow(given: Given, registration: Database) -> None:
    gone, heir = given.organisation("Akaan sote"), given.organisation("Pirha")
    acts = Acts(registration, given.offering(given.series(), capacity=2))
    acts.hold(1, gone)
    with given.database.writing() as db:
        db.execute(update(Organisation).where(Organisation.id == gone).values(merged_into_id=heir))
    acts.register("anna", "berta", organisation_id=heir)
    assert (acts.confirmed(), acts.line()) == ({"anna", "berta"}, [])


@on_postgresql
def test_an_offerings_registrations_follow_once_its_lock_is_free(given: Given, registration: Database) -> None:
    gone, heir = given.organisation("Akaan sote"), given.organisation("Pirha")
    acts = Acts(registration, given.offering(given.series()))
    acts.register("anna", organisation_id=gone)
    with given.database.writing() as db:
        db.execute(update(Organisation).where(Organisation.id == gone).values(merged_into_id=heir))

    def follow() -> int:
        with registration.writing() as db:
            return follow_merger.follow(db, gone, "system")

    with ThreadPoolExecutor(1) as pool:
        with registration.writing() as db:
            locks.hold(db, "offering", acts.offering_id)
            following = pool.submit(follow)
            with pytest.raises(TimeoutError):
                following.result(timeout=0.5)
        assert following.result(timeout=10) == 1


def test_a_quota_counts_those_who_are_still_to_follow(given: Given, registration: Database) -> None:
    gone, heir = given.organisation("Akaan sote"), given.organisation("Pirha")
    acts = Acts(registration, given.offering(given.series(), capacity=9))
    given.quota(acts.offering_id, heir, 2)
    acts.register("anna", organisation_id=gone)
    with given.database.writing() as db:
        db.execute(update(Organisation).where(Organisation.id == gone).values(merged_into_id=heir))
    acts.register("berta", "cecilia", organisation_id=heir)
    assert (acts.confirmed(), acts.line()) == ({"anna", "berta"}, ["cecilia"])


def test_who_is_registered_for_an_organisation_that_was_merged_meets_the_quota_of_its_heir(
    given: Given, registration: Database
) -> None:
    gone, heir = given.organisation("Akaan sote"), given.organisation("Pirha")
    acts = Acts(registration, given.offering(given.series(), capacity=9))
    given.quota(acts.offering_id, heir, 1)
    acts.register("anna", "berta", organisation_id=heir)
    with given.database.writing() as db:
        db.execute(update(Organisation).where(Organisation.id == gone).values(merged_into_id=heir))
    assert acts.register("cecilia", organisation_id=gone).results[0].reason == "over_quota"
    assert owners(registration) == {(heir, heir)}
    # as they are until they follow, when somebody was registered in the very moment of the merger
    with given.database.writing() as db:
        waiting = Registration.state == "waitlisted"
        db.execute(update(Registration).where(waiting).values(organisation_id=gone))
    assert acts.promote() == []
    assert acts.confirm("berta", "cecilia").placed == []
    assert acts.confirmed() == {"anna"}


def test_a_domain_left_to_one_that_is_gone_leads_to_its_heir(given: Given, registration: Database) -> None:
    gone, heir = given.organisation("Akaan sote"), given.organisation("Pirha")
    acts = Acts(registration, given.offering(given.series(), capacity=9))
    given.quota(acts.offering_id, heir, 1)
    given.domain(gone, "example.org")
    with given.database.writing() as db:
        db.execute(update(Organisation).where(Organisation.id == gone).values(merged_into_id=heir))
    acts.register("anna", "berta")
    assert (acts.confirmed(), acts.line()) == ({"anna"}, ["berta"])
    assert {registered for registered, _act in owners(registration)} == {heir}
