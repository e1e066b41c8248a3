"""How many statements a page takes doesn't depend on how much it shows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, event, true

from services.catalogue.queries import (
    presenting,
    proposals,
    public_home,
    public_offerings,
    public_search,
    public_series,
    public_session,
    schedule,
    series_order,
    workspace_home,
    workspace_people,
    workspace_series,
    workspace_today,
)
from services.catalogue.queries.public_filters import Narrowing, Wish
from services.catalogue.queries.series_order import Cut
from shared.database import Database
from tests.services.catalogue.conftest import Searchable
from tests.support.factories import NOON, Given

Page = Callable[[Connection, UUID], Any]


def home(db: Connection, _series: UUID) -> Any:
    public_home.next_stops(db, NOON, 10)
    return public_home.series_cards(db, series_order.coming(db, series_order.fitting(db, true()), NOON, Cut(10)), NOON)


def search(db: Connection, _series: UUID) -> Any:
    return public_home.with_offers(
        db, public_search.search(db, "nepsy", Narrowing(Wish(has_places=True), NOON)).sessions, NOON
    )


def series_page(db: Connection, series: UUID) -> Any:
    public_series.sessions(db, series)
    public_series.partners(db, series)
    return public_offerings.of_series(db, series, NOON)


def session_page(db: Connection, series: UUID) -> Any:
    session = public_session.neighbours(db, series)[0].id
    public_session.session(db, session)
    public_session.presenters(db, session)
    return public_offerings.of_session(db, session, NOON)


def organisers_home(db: Connection, series: UUID) -> Any:
    workspace_today.presenters(db, [series], NOON)
    workspace_today.lost(db, [series], NOON)
    workspace_today.recordings(db, None, NOON)
    workspace_today.materials(db, [series])
    proposals.open_of_several(db, [series], NOON)
    return workspace_home.own_series(db, None, NOON, earlier=False)


def organisers_schedule(db: Connection, _series: UUID) -> Any:
    schedule.series(db, None)
    return schedule.entries(db, None, NOON, NOON + timedelta(days=30), None)


def presenters_page(db: Connection, _series: UUID) -> Any:
    rows = presenting.sessions(db, "person0@example.org")
    ids = [row.id for row in rows]
    presenting.audiences(db, ids)
    presenting.proposed(db, "person0@example.org", ids)
    return rows


def organisers_series(db: Connection, series: UUID) -> Any:
    workspace_series.sessions(db, series)
    return public_offerings.of_series(db, series, NOON)


def people(db: Connection, _series: UUID) -> Any:
    return workspace_people.organisations(db)


PAGES: list[tuple[Page, int]] = [
    (home, 7),
    (search, 4),
    (series_page, 3),
    (session_page, 4),
    (organisers_home, 8),
    (organisers_schedule, 4),
    (presenters_page, 3),
    (organisers_series, 3),
    (people, 1),
]


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield statements
    event.remove(database.engine, "before_cursor_execute", note)


def fill(given: Given, count: int) -> UUID:
    owner = given.organisation()
    made = [given.series(owner) for _number in range(count)]
    for series in made:
        for number in range(count):
            session = given.session(series, NOON + timedelta(days=1 + number))
            for person in range(count):
                given.presenter(session, f"person{person}@example.org")
            given.offering(series, [session])
    return made[0]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("page", "most"), PAGES)
def test_page_takes_a_fixed_number_of_statements(
    catalogue: Database, given: Given, searchable: Searchable, page: Page, most: int, count: int
) -> None:
    series = fill(given, count)
    searchable()
    with catalogue.reading() as db, counted(catalogue) as statements:
        assert page(db, series)
    assert len(statements) <= most
