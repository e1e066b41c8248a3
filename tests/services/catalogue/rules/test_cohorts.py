"""Which offerings are cohorts."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from services.catalogue.rules.cohorts import cohorts_of, shared_with

OPENING, OTHER_OPENING, SHARED, LAST = (uuid4() for _ in range(4))


@dataclass(frozen=True)
class Offer:
    standing_ids: tuple[UUID, ...]


def test_two_routes_with_shared_sessions_are_cohorts() -> None:
    oulu, national = Offer((OPENING, SHARED, LAST)), Offer((OTHER_OPENING, SHARED, LAST))
    single = Offer((SHARED,))
    assert cohorts_of([oulu, national, single]) == [oulu, national]
    assert shared_with(SHARED, [oulu, national]) == [oulu, national]
    assert shared_with(OPENING, [oulu, national]) == [oulu]


def test_one_route_is_no_cohorts_however_many_ways_lead_to_it() -> None:
    whole, single = Offer((OPENING, SHARED, LAST)), Offer((SHARED,))
    assert cohorts_of([whole, single]) == []
    online, on_site = Offer((OPENING, SHARED)), Offer((SHARED, OPENING))
    assert cohorts_of([online, on_site]) == []
