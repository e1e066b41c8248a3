"""What is searched is what stands there now, whatever changed it."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import event, func, select, text

from services.catalogue.actions import offerings, presenters, removal, series, sessions, terms
from services.catalogue.actions.offerings import NewOffering
from services.catalogue.actions.presenters import NewPresenter
from services.catalogue.actions.search_documents import keep_what_is_behind
from services.catalogue.actions.series import NewSeries
from services.catalogue.actions.sessions import NewSession
from services.catalogue.queries.public_filters import Narrowing, Wish
from services.catalogue.queries.public_search import has_asked, search
from shared.database import Database
from shared.schema.catalogue import Series
from shared.schema.search import SearchDocument
from tests.support.database import OpenDatabase
from tests.support.factories import NOON, Given

ACTOR = "account:x"


def found(catalogue: Database, asked: str) -> list[UUID]:
    with catalogue.reading() as db:
        return list(db.scalars(select(Series.id).where(has_asked(db, asked)).order_by(Series.id)))


def found_sessions(catalogue: Database, asked: str) -> list[UUID]:
    with catalogue.reading() as db:
        return [row.id for row in search(db, asked, Narrowing(Wish(), NOON)).sessions]


@pytest.fixture
def made(catalogue: Database, given: Given) -> UUID:
    """A series whose every word is known."""
    new = NewSeries("Nepsy-kierros", given.organisation(), "fi", description="**Tuesta**", audience="Opettajille")
    with catalogue.writing() as db:
        series.create_series(db, ACTOR, new)
        series.publish_series(db, ACTOR, new.id)
    return new.id


def test_series_is_found_by_all_that_is_said_of_it(catalogue: Database, made: UUID) -> None:
    for asked in ("nepsy", "kierroksen", "opettajat", "tuesta", "opettaja kierros"):
        assert found(catalogue, asked) == [made], asked
    assert found(catalogue, "nepsy zebra") == []
    with catalogue.writing() as db:
        series.edit_series(db, ACTOR, made, {"title": "Zebroista", "summary": "Raidat"})
    assert found(catalogue, "nepsy") == []
    assert found(catalogue, "raidat zebra") == [made]


def test_session_is_found_by_who_presents_and_where(catalogue: Database, made: UUID) -> None:
    new = NewSession(NOON, NOON.replace(hour=12), "Alkutapaaminen", venue="Oulun kirjasto", mode="onsite")
    with catalogue.writing() as db:
        sessions.add_session(db, ACTOR, made, new)
        presenters.replace_presenters(db, ACTOR, new.id, [NewPresenter("Aino Esittelijä", "aino@example.org")])
    for asked in ("tapaaminen", "kirjastot", "aino", "oulu"):
        assert found_sessions(catalogue, asked) == [new.id], asked
        assert found(catalogue, asked) == [made], asked
    assert found_sessions(catalogue, "nepsy") == []
    with catalogue.writing() as db:
        presenters.replace_presenters(db, ACTOR, new.id, [])
        sessions.edit_session(db, ACTOR, new.id, {"venue": "Turku"})
    assert found(catalogue, "aino") == found(catalogue, "kirjasto") == []
    assert found_sessions(catalogue, "turku") == [new.id]


def test_what_it_is_called_finds_it_in_every_language(catalogue: Database, made: UUID) -> None:
    here = NewSession(NOON, NOON.replace(hour=12), "Alku", venue="Kirjasto, Helsinki", mode="onsite", kind="study-day")
    there = NewSession(NOON, NOON.replace(hour=12), "Jatko", kind="webinar")
    plain = NewSession(NOON, NOON.replace(hour=12), "Loppu", mode="onsite")
    with catalogue.writing() as db:
        for one in (here, there, plain):
            sessions.add_session(db, ACTOR, made, one)
        series.edit_series(db, ACTOR, made, {"kind": "specialisation"})
    for asked, of in {
        "webinaari": [there.id], "webbinarier": [there.id], "webinars": [there.id], "på nätet": [there.id],
        "verkossa": [there.id], "opintopäivät": [here.id], "Helsingfors": [here.id], "on site": [here.id, plain.id],
        "study day": [here.id], "specialiseringsutbildningar": [], "erikoistumiskoulutus": [],
    }.items():  # fmt: skip
        assert sorted(found_sessions(catalogue, asked)) == sorted(of), asked
        assert found(catalogue, asked) == [made], asked
    # what is nothing special is called nothing
    assert found(catalogue, "träff") == found(catalogue, "webbinarieserie") == found(catalogue, "Stockholm") == []


def test_region_of_an_offering_finds_the_series(catalogue: Database, made: UUID) -> None:
    with catalogue.writing() as db:
        offering = offerings.add_offering(db, ACTOR, made, NewOffering(region="Kainuu"))
    assert found(catalogue, "kainuun") == [made]
    with catalogue.writing() as db:
        offerings.edit_offering(db, ACTOR, offering, {"region": "Lappi"})
    assert found(catalogue, "kainuu") == []


def test_another_language_gives_every_word_its_forms(catalogue: Database, made: UUID) -> None:
    new = NewSession(NOON, NOON.replace(hour=12), "Utbildningarna")
    with catalogue.writing() as db:
        sessions.add_session(db, ACTOR, made, new)
    assert "utbildning " not in words(catalogue)
    with catalogue.writing() as db:
        series.edit_series(db, ACTOR, made, {"language": "sv"})
    assert "utbildning " in words(catalogue)


def test_documents_are_made_once_for_all_that_a_transaction_changes(catalogue: Database, made: UUID) -> None:
    asked: list[str] = []
    with catalogue.writing() as db:
        event.listen(db, "before_cursor_execute", lambda *told: asked.append(told[2]))
        for number in range(5):
            start = NOON + timedelta(days=number)
            sessions.add_session(db, ACTOR, made, NewSession(start, start + timedelta(hours=1), f"Zebra {number}"))
    assert len([one for one in asked if one.startswith("INSERT INTO search_documents")]) == 1
    assert len(found_sessions(catalogue, "zebra")) == 5


def test_renamed_theme_finds_all_its_series_by_one_look_at_them(catalogue: Database, given: Given) -> None:
    many = sorted(given.series(title=f"Sarja {number}") for number in range(3))
    term = given.term("Zebra", *many)
    other = given.series()
    asked: list[str] = []
    with catalogue.writing() as db:
        event.listen(db, "before_cursor_execute", lambda *told: asked.append(told[2]))
        terms.edit_term(db, ACTOR, term, {"name_fi": "Raidat"})
    assert found(catalogue, "raidat") == many
    with catalogue.reading() as db:
        versions = {row.id: row.version for row in db.execute(select(Series.id, Series.version))}
    assert {one for one, version in versions.items() if version > versions[other]} == set(many)
    assert len([one for one in asked if "search_documents" in one.split("WHERE")[0]]) == len(["delete", "insert"])


def test_removed_session_leaves_nothing_to_find(catalogue: Database, given: Given) -> None:
    draft = given.series(state="draft", published_at=None)
    session = given.session(draft, title="Zebra")
    with catalogue.writing() as db:
        assert keep_what_is_behind(db) == 1
    assert found(catalogue, "zebra") == [draft]
    with catalogue.writing() as db:
        removal.remove_session(db, ACTOR, session)
    assert found(catalogue, "zebra") == []


def test_what_has_no_document_gets_one_and_what_has_stays(
    catalogue: Database, given: Given, database: OpenDatabase
) -> None:
    behind = given.series(title="Zebra")
    with catalogue.writing() as db:
        assert keep_what_is_behind(db) == 1
        ids = db.scalars(select(SearchDocument.id)).all()
        assert keep_what_is_behind(db) == 0
        assert db.scalars(select(SearchDocument.id)).all() == ids
    given.series(title="Another zebra")
    with catalogue.writing() as db:
        assert keep_what_is_behind(db) == 1
        assert db.scalar(select(func.count()).select_from(SearchDocument)) == 2
    assert behind in found(catalogue, "zebra")


def test_index_holds_what_the_documents_hold(catalogue: Database, made: UUID, database_url: str) -> None:
    if not database_url.startswith("sqlite"):
        return
    with catalogue.writing() as db:
        series.edit_series(db, ACTOR, made, {"title": "Zebroista"})
    with catalogue.engine.connect() as db:
        db.execute(text("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)"))


def words(catalogue: Database) -> str:
    with catalogue.reading() as db:
        return " ".join(db.scalars(select(SearchDocument.title_words + " "))) + " "
