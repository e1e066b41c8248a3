"""Merging organisations while somebody registers for one of them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from services.catalogue.actions.merge_organisations import Merger, merge
from shared.database import Database, locks
from shared.schema.catalogue import OfferingQuota
from tests.services.registration.actions.test_erase_races import on_postgresql
from tests.support.factories import Given


@on_postgresql
def test_quotas_become_one_only_once_nobody_is_registering_beside_them(given: Given, catalogue: Database) -> None:
    gone, heir = given.organisation("Akaan sote"), given.organisation("Pirha")
    offering = given.offering(given.series())
    given.quota(offering, gone, 2)
    given.quota(offering, heir, 3)

    def merging() -> None:
        with catalogue.writing() as db:
            merge(db, "account:1", Merger(gone, heir))

    with ThreadPoolExecutor(1) as pool:
        with given.database.writing() as db:
            locks.hold(db, "offering", offering)
            merged = pool.submit(merging)
            with pytest.raises(TimeoutError):
                merged.result(timeout=0.5)
        merged.result(timeout=10)
    with catalogue.reading() as db:
        assert db.execute(select(OfferingQuota.organisation_id, OfferingQuota.places)).all() == [(heir, 5)]
