from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from services.catalogue.queries.public_filters import Narrowing, Wish, regions
from shared.database import Database
from shared.schema.catalogue import Series, Session
from shared.schema.registration import Seats
from tests.support.factories import NOON, Given

TOMORROW = NOON + timedelta(days=1)


def fitting(catalogue: Database, **wish: Any) -> tuple[set[str], set[str]]:
    """Series and sessions by their titles."""
    narrowing = Narrowing(Wish(**wish), NOON)
    with catalogue.reading() as db:
        series = set(db.scalars(select(Series.title).where(narrowing.series)))
        of = select(Session.title).join(Series, Series.id == Session.series_id)
        return series, set(db.scalars(of.where(narrowing.session)))


@pytest.mark.parametrize(
    ("wish", "fits"),
    [
        ({}, {"A", "B"}),
        ({"kind": "course"}, {"B"}),
        ({"language": "sv"}, {"B"}),
        ({"mode": "online"}, {"A"}),
        ({"mode": "onsite"}, {"A", "B"}),
        ({"region": "Lappi"}, {"B"}),
        ({"region": "Lap"}, set()),
        ({"starts_from": NOON + timedelta(days=2)}, {"B"}),
        ({"starts_before": NOON + timedelta(days=2)}, {"A"}),
        ({"starts_from": TOMORROW, "starts_before": TOMORROW}, set()),
        ({"kind": "course", "mode": "online"}, set()),
    ],
)
def test_wish_fits_series_and_their_sessions_alike(
    catalogue: Database, given: Given, wish: dict[str, Any], fits: set[str]
) -> None:
    both = given.series(title="A", kind="tour", language="fi")
    given.session(both, TOMORROW, title="a", mode="hybrid")
    on_site = given.series(title="B", kind="course", language="sv")
    session = given.session(on_site, NOON + timedelta(days=3), title="b", mode="onsite")
    given.offering(on_site, [session], region="Lappi")
    assert fitting(catalogue, **wish) == (fits, {title.lower() for title in fits})


@pytest.mark.parametrize(
    ("offering", "is_free"),
    [
        ({}, True),
        ({"capacity": 4}, True),
        ({"capacity": 3}, False),
        ({"opens_at": NOON + timedelta(seconds=1)}, False),
        ({"opens_at": NOON}, True),
        ({"closes_at": NOON}, False),
        ({"closes_at": NOON + timedelta(seconds=1)}, True),
        ({"state": "cancelled"}, False),
        ({"state": "cancelled", "closes_at": TOMORROW}, False),
        ({"starts_at": NOON - timedelta(hours=2)}, False),
    ],
)
def test_free_places_are_those_that_one_can_register_for_now(
    catalogue: Database, given: Given, offering: dict[str, Any], is_free: bool
) -> None:
    series = given.series(title="A")
    offering = {"starts_at": TOMORROW, "state": "scheduled", **offering}
    starts_at, state = offering.pop("starts_at"), offering.pop("state")
    session = given.session(series, starts_at, title="a", state=state)
    offering_id = given.offering(series, [session], **offering)
    with given.database.writing() as db:
        db.execute(insert(Seats).values(offering_id=offering_id, taken=2, held=1, waiting=0))
    assert fitting(catalogue, has_places=True) == (({"A"}, {"a"}) if is_free else (set(), set()))


def test_regions_are_those_of_published_series_each_with_their_number(catalogue: Database, given: Given) -> None:
    for state, region in (("published", "Lappi"), ("published", "Lappi"), ("draft", "Kainuu"), ("published", None)):
        given.offering(given.series(state=state), region=region)
    with catalogue.reading() as db:
        assert [tuple(row) for row in regions(db)] == [("Lappi", 2)]


def test_wish_for_a_region_finds_what_its_people_can_come_to(catalogue: Database, given: Given) -> None:
    for region in ("Pirkanmaa", "Lappi", "Koko maa", None):
        given.offering(given.series(title=region or "Kaikki"), region=region)
    assert fitting(catalogue, region="Birkaland")[0] == {"Pirkanmaa", "Koko maa", "Kaikki"}
