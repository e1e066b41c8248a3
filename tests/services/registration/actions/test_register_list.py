from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from uuid import UUID

import pytest
from sqlalchemy import func, select

from services.registration.actions import staff_lists
from services.registration.actions.register_list import Confirmed, Sent, register_list
from services.registration.actions.staff_lists import Given as GivenList
from services.registration.rules.roster import Entry, of_entries
from shared.database import Database
from shared.errors import Conflict, NotAllowed
from shared.schema.registration import Batch
from shared.web.viewer import Viewer
from tests.services.registration.acts import Acts
from tests.support.factories import Given

ASKER = Viewer(actor="account:kaisa", is_administrator=True)


def draft(registration: Database, series: UUID, offerings: list[Acts], count: int) -> UUID:
    entries = [Entry(f"P{number}", f"p{number}@example.org", "") for number in range(count)]
    with registration.writing() as db:
        ids = [each.offering_id for each in offerings]
        return staff_lists.give(db, GivenList(series, None, ids, of_entries(entries), ASKER.actor))


def send(registration: Database, list_id: UUID, if_full: str = "waitlist") -> Sent:
    with registration.writing() as db:
        return register_list(db, Confirmed(list_id, ASKER, if_full, None))


@pytest.fixture
def series(given: Given) -> UUID:
    return given.series()


@pytest.fixture
def both(given: Given, registration: Database, series: UUID) -> list[Acts]:
    return [Acts(registration, given.offering(series, capacity=places, name=f"{places}")) for places in (30, 10)]


def test_the_same_list_sent_at_once_is_sent_once(registration: Database, series: UUID, both: list[Acts]) -> None:
    list_id = draft(registration, series, both, 20)
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda _time: send(registration, list_id), range(4)))
    assert sorted(one.changed for one in sent) == [False, False, False, True]
    assert [each.seats() for each in both] == [(20, 0), (10, 10)]
    with registration.reading() as db:
        assert db.scalar(select(func.count()).select_from(Batch)) == 2


def test_two_lists_of_the_same_people_at_once_make_no_double(
    registration: Database, series: UUID, both: list[Acts]
) -> None:
    ids = [draft(registration, series, some, 20) for some in (both, both[::-1], both[:1], both[1:])]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda list_id: send(registration, list_id), ids))
    assert [each.seats() for each in both] == [(20, 0), (10, 10)]


def test_all_or_nothing_is_over_all_offerings(registration: Database, series: UUID, both: list[Acts]) -> None:
    list_id = draft(registration, series, both, 11)
    with pytest.raises(Conflict, match=r"10: 11 places are needed, 10 are free\. Nobody was registered\."):
        send(registration, list_id, "all-or-nothing")
    assert [each.seats() for each in both] == [(0, 0), (0, 0)]
    assert send(registration, list_id, "reject").changed
    assert [each.seats() for each in both] == [(11, 0), (10, 0)]


def test_one_person_goes_the_same_way(registration: Database, series: UUID, both: list[Acts]) -> None:
    list_id = draft(registration, series, both, 1)
    assert send(registration, list_id) == Sent(changed=True, has_result=True)
    assert send(registration, list_id) == Sent(changed=False, has_result=True)
    assert [each.seats() for each in both] == [(1, 0), (1, 0)]


def test_nobody_ready_leaves_no_result(registration: Database, series: UUID, both: list[Acts]) -> None:
    assert send(registration, draft(registration, series, both, 0)) == Sent(changed=False, has_result=False)


def test_who_speaks_for_the_organisation_no_more_registers_nobody(
    given: Given, registration: Database, series: UUID, both: list[Acts]
) -> None:
    lost, kept = given.organisation("Attendo"), given.organisation("Esperi")
    ids = [each.offering_id for each in both]
    with registration.writing() as db:
        listed = GivenList(series, lost, ids, of_entries([Entry("P", "p@example.org", "")]), ASKER.actor)
        list_id = staff_lists.give(db, listed)
    for speaks_for, may in ((frozenset({kept}), False), (frozenset({kept, lost}), True)):
        confirmed = Confirmed(list_id, Viewer(ASKER.actor, speaks_for=speaks_for), "waitlist", None)
        with nullcontext() if may else pytest.raises(NotAllowed), registration.writing() as db:
            register_list(db, confirmed)
        assert [each.seats() for each in both] == [(int(may), 0)] * 2
