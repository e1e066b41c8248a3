"""Merging organisations while somebody registers for one of them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from services.catalogue.actions.merge_organisations import Merger, merge
from services.catalogue.actions.quotas import set_quota
from shared.database import Database, locks
from shared.errors import Conflict
from shared.schema.catalogue import Offering, OfferingQuota, SeriesPartner
from tests.services.registration.actions.test_erase_races import on_postgresql
from tests.support.factories import Given


def test_offering_reserved_for_one_that_is_merged_goes_over(given: Given, catalogue: Database) -> None:
    gone, heir = given.organisation("Akaan sote"), given.organisation("Pirha")
    series = given.series()
    given.row_without_id(SeriesPartner, series_id=series, organisation_id=gone, role="customer")
    offering = given.offering(series, customer_id=gone)
    with catalogue.writing() as db:
        merge(db, "account:1", Merger(gone, heir))
    with catalogue.reading() as db:
        assert db.scalars(select(Offering.customer_id).where(Offering.id == offering)).one() == heir
        assert db.scalars(select(SeriesPartner.organisation_id)).all() == [heir]


@pytest.mark.parametrize(("role", "becomes"), [("funder", "customer"), ("part-implementer", "part-implementer")])
def test_customers_staff_get_in_after_a_merger_but_nobody_loses_rights(
    given: Given, catalogue: Database, role: str, becomes: str
) -> None:
    gone, into = given.organisation("Kunta"), given.organisation("Hyvinvointialue")
    series = given.series(given.organisation("TAMK"))
    for organisation, its in ((gone, "customer"), (into, role)):
        given.row_without_id(SeriesPartner, series_id=series, organisation_id=organisation, role=its)
    elsewhere = given.series(given.organisation("SeAMK"))
    given.row_without_id(SeriesPartner, series_id=elsewhere, organisation_id=into, role=role)
    with catalogue.writing() as db:
        merge(db, "account:x", Merger(gone, into))
    with catalogue.reading() as db:
        partners = db.execute(select(SeriesPartner.series_id, SeriesPartner.organisation_id, SeriesPartner.role)).all()
    assert {tuple(row) for row in partners} == {(series, into, becomes), (elsewhere, into, role)}


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


@on_postgresql
def test_quota_that_is_just_being_set_goes_over_too(given: Given, catalogue: Database) -> None:
    gone, heir = given.organisation("Akaan sote"), given.organisation("Pirha")
    organiser = given.organisation("TAMK")
    offering, other = given.offering(given.series(organiser)), given.offering(given.series(gone))

    def merging() -> None:
        with catalogue.writing() as db:
            merge(db, "account:1", Merger(gone, heir))

    with ThreadPoolExecutor(1) as pool:
        with catalogue.writing() as db:
            set_quota(db, "account:1", offering, gone, 2)
            merged = pool.submit(merging)
            with pytest.raises(TimeoutError):
                merged.result(timeout=0.5)
            # of a series that follows: whoever waits for it must not be waited for
            set_quota(db, "account:1", other, gone, 3)
        merged.result(timeout=10)
    with catalogue.reading() as db:
        assert set(db.scalars(select(OfferingQuota.organisation_id))) == {heir}


def test_quota_is_set_for_no_organisation_that_is_gone(given: Given, catalogue: Database) -> None:
    gone, heir = given.organisation("Akaan sote"), given.organisation("Pirha")
    offering = given.offering(given.series())
    with catalogue.writing() as db:
        merge(db, "account:1", Merger(gone, heir))
    with pytest.raises(Conflict, match="Akaan sote has been merged"), catalogue.writing() as db:
        set_quota(db, "account:1", offering, gone, 2)
