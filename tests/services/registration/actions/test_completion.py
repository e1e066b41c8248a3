from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import select

from services.registration.actions import completion
from shared.database import Database
from shared.errors import Refusal
from shared.schema.completions import Award
from shared.schema.journal import JournalLine
from tests.services.registration.acts import Acts
from tests.support.factories import Given

pytestmark = pytest.mark.usefixtures("noon")


def mark(one: Acts, ids: list[UUID], credits_earned: str = "5") -> list[UUID]:
    with one.database.writing() as db:
        return completion.mark_completed(db, one.offering_id, ids, Decimal(credits_earned), "account:1")


def awards(one: Acts) -> dict[UUID, Decimal]:
    with one.database.reading() as db:
        return {row[0]: row[1] for row in db.execute(select(Award.registration_id, Award.credits))}


def kinds(one: Acts) -> list[tuple[str, UUID | None, dict[str, str]]]:
    with one.database.reading() as db:
        rows = db.execute(
            select(JournalLine.kind, JournalLine.subject_id, JournalLine.detail)
            .where(JournalLine.kind != "registrations.made")
            .order_by(JournalLine.id)
        )
        return [(row[0], row[1], row[2]) for row in rows]


@pytest.fixture
def one(given: Given, registration: Database) -> Acts:
    return Acts(registration, given.offering(given.series(), capacity=2))


def test_those_with_a_place_complete_it_once(one: Acts) -> None:
    one.register("anna", "berta", "cecilia")
    ids = one.standing()
    assert mark(one, list(ids.values())) == [ids["anna"], ids["berta"]]
    assert mark(one, list(ids.values())) == []
    assert awards(one) == {ids["anna"]: Decimal(5), ids["berta"]: Decimal(5)}
    assert kinds(one) == [
        ("registration.completed", ids["anna"], {"credits": "5"}),
        ("registration.completed", ids["berta"], {"credits": "5"}),
    ]


def test_other_credits_replace_the_first_ones(one: Acts) -> None:
    one.register("anna")
    ids = list(one.standing().values())
    mark(one, ids)
    assert mark(one, ids, "2.5") == []
    assert awards(one) == {ids[0]: Decimal("2.5")}
    assert [line[2] for line in kinds(one)] == [{"credits": "5"}, {"credits": "2.5"}]


def test_a_series_without_credits_is_completed_for_none(one: Acts) -> None:
    one.register("anna")
    mark(one, list(one.standing().values()), "0")
    assert list(awards(one).values()) == [Decimal(0)]


@pytest.mark.parametrize("odd", ["-1", "1000", "2.55"])
def test_credits_that_no_series_gives_are_refused(one: Acts, odd: str) -> None:
    one.register("anna")
    with pytest.raises(Refusal) as refusal:
        mark(one, list(one.standing().values()), odd)
    assert refusal.value.code == "bad_credits"
    assert awards(one) == {}


def test_taking_it_back_leaves_nothing_but_the_journal(one: Acts) -> None:
    one.register("anna", "berta")
    ids = one.standing()
    mark(one, [ids["anna"]])
    with one.database.writing() as db:
        assert completion.take_back(db, one.offering_id, list(ids.values()), "account:1") == [ids["anna"]]
        assert completion.take_back(db, one.offering_id, list(ids.values()), "account:1") == []
    assert awards(one) == {}
    assert kinds(one)[-1][:2] == ("registration.completion_taken_back", ids["anna"])


def test_another_offering_s_registrations_are_left_alone(one: Acts, given: Given) -> None:
    other = Acts(one.database, given.offering(given.series()))
    other.register("anna")
    ids = list(other.standing().values())
    assert mark(one, ids) == []
    mark(other, ids)
    with one.database.writing() as db:
        assert completion.take_back(db, one.offering_id, ids, "account:1") == []
    assert len(awards(one)) == 1
