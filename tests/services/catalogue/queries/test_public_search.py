from datetime import timedelta

import pytest
from sqlalchemy import event, select, text

from services.catalogue.queries import public_search
from services.catalogue.queries.public_filters import Narrowing, Wish
from services.catalogue.queries.public_home import series_cards
from services.catalogue.queries.public_search import MOST_SESSIONS, fitting, search
from services.catalogue.queries.series_order import Cut, coming
from shared.database import Database
from shared.database.full_text import has_words
from shared.schema.catalogue import Series
from shared.schema.search import SearchDocument
from tests.services.catalogue.conftest import Searchable
from tests.support.factories import NOON, Given

EVERYTHING = Narrowing(Wish(), NOON)


@pytest.mark.parametrize("many", [1, 3, 150])
def test_title_comes_before_text_and_what_is_to_come_before_what_is_over(
    catalogue: Database, given: Given, searchable: Searchable, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(public_search, "MANY", many)
    told = given.series(title="Soonest", summary="Zebroista")
    given.session(told, NOON + timedelta(days=1), title="A", description="Zebra")
    named = given.series(title="Zebrat")
    given.session(named, NOON + timedelta(days=9), title="Zebra B")
    given.session(named, NOON - timedelta(days=1), title="Zebra C")
    hidden = given.series(title="Zebra", state="draft", published_at=None)
    given.session(hidden, title="Zebra D")
    searchable()
    with catalogue.reading() as db:
        found = search(db, "zebra", EVERYTHING)
        which = fitting(db, found, EVERYTHING)
        cards = series_cards(db, coming(db, which, NOON, Cut(10, first=found.by_title)), NOON)
        assert [card.title for card in cards] == ["Zebrat", "Soonest"]
        assert (which.count, which.are_more) == ((1, True) if many == 1 else (2, False))
        assert [row.title for row in found.sessions] == ["Zebra C", "A", "Zebra B"]


@pytest.mark.parametrize("many", [1, 3, 4, 150])
def test_series_is_not_named_by_its_sessions_nor_counted_for_each(
    catalogue: Database, given: Given, searchable: Searchable, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(public_search, "MANY", many)
    for title in ("Zebra 1", "Zebra 2"):
        given.session(given.series(title=title))
    given.series(title="Text alone", summary="Zebra")
    by_sessions = given.series(title="Sessions alone")
    for number in range(2):
        given.session(by_sessions, NOON + timedelta(days=number + 1), title="Zebra")
    searchable()
    with catalogue.reading() as db:
        found = search(db, "zebra", EVERYTHING)
        assert found.by_title is not None
        assert set(db.scalars(select(Series.title).where(found.by_title))) == {"Zebra 1", "Zebra 2"}
        which = fitting(db, found, EVERYTHING)
        assert (which.count, which.are_more) == ((many, True) if many < 4 else (4, False))
        fit = {"Zebra 1", "Zebra 2", "Text alone", "Sessions alone"}
        assert set(db.scalars(select(Series.title).where(which.which))) == fit


def test_database_finds_no_more_than_is_shown(catalogue: Database, given: Given, searchable: Searchable) -> None:
    series = given.series(title="Nepsy")
    for number in range(MOST_SESSIONS + 2):
        given.session(series, NOON + timedelta(days=number - 5), title=f"Kerta {number}")
    given.session(series, NOON - timedelta(hours=3), title="Muu", description="Kerta")
    searchable()
    with catalogue.reading() as db:
        asked: list[str] = []
        event.listen(db, "before_cursor_execute", lambda *said: asked.append(said[2]))
        found = search(db, "KERRAT", EVERYTHING)
    assert len(found.sessions) == MOST_SESSIONS
    assert found.sessions[0].title == "Kerta 2"
    assert [("LIMIT" in statement) for statement in asked] == [True, True]


@pytest.mark.parametrize("in_title", [False, True], ids=["anywhere", "in-titles"])
def test_words_are_looked_up_in_the_full_text_index(
    catalogue: Database, given: Given, searchable: Searchable, in_title: bool
) -> None:
    given.series(title="Nepsy")
    searchable()
    with catalogue.engine.connect() as db:
        asked = select(SearchDocument.id).where(has_words(db, [["nepsy"]], in_title=in_title))
        sql = asked.compile(db)
        index = "search_index"
        if db.dialect.name == "postgresql":
            db.execute(text("SET enable_seqscan = off"))
            plan = db.exec_driver_sql(f"EXPLAIN {sql}", sql.params)
            index = "on search_index_titles" if in_title else "on search_index "
        else:
            plan = db.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", tuple(sql.params.values()))
        explained = "\n".join(str(row) for row in plan)
    assert index in explained
