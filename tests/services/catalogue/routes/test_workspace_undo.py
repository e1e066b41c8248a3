"""What the history shows of changes, and the last one of a series or session undone."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from services.catalogue.actions.removal import remove_session
from services.catalogue.actions.series import edit_series
from services.catalogue.actions.sessions import SessionChanges, cancel_session, edit_session
from services.catalogue.actions.terms import remove_term
from services.catalogue.queries.terms import ids_of
from shared.database import Database
from shared.schema.catalogue import Series, Session
from shared.schema.changes import ChangedField
from shared.schema.session_moves import SessionMove
from tests.services.catalogue.conftest import Call, Journal
from tests.support.database import OpenDatabase
from tests.support.factories import NOON, Given

HISTORY = "/workspace/series/kierros/history"
ACTOR = "account:00000000-0000-0000-0000-000000000001"


@pytest.fixture
def catalogue(database: OpenDatabase) -> Database:
    """Without a request around it: each browser is asked for by itself."""
    return database("catalogue")


@pytest.fixture
def series(given: Given, organisation: UUID) -> UUID:
    return given.series(organisation, slug="kierros", title="Kierros")


@pytest.fixture
def session(given: Given, series: UUID) -> UUID:
    made = given.session(series, NOON + timedelta(days=7), title="Avaus")
    given.presenter(made)
    return made


def edit(catalogue: Database, session: UUID, **changes: Any) -> None:
    said: SessionChanges = changes  # type: ignore[assignment]
    with catalogue.writing() as db:
        edit_session(db, ACTOR, session, said)


def stored(given: Given, session: UUID) -> Any:
    with given.database.reading() as db:
        return db.execute(select(Session.__table__).where(Session.id == session)).one()


def offered(organiser: FlaskClient) -> list[str]:
    """The pages that the history offers to undo changes on, the newest first."""
    return re.findall(r'"(/workspace/changes/[^"]+/undo)"', organiser.get(HISTORY).text)


def undo(organiser: FlaskClient, page: str) -> Any:
    version = re.findall(r'name="version" value="(\d+)"', organiser.get(page).text)[0]
    return organiser.post(page, data={"version": version}, follow_redirects=True)


def test_last_change_of_a_session_is_shown_and_undone_and_that_too(
    organiser: FlaskClient, catalogue: Database, given: Given, session: UUID, journal: Journal
) -> None:
    edit(catalogue, session, title="Loppu", description="Uutta")
    page = organiser.get(HISTORY).text
    assert "<del>Avaus</del>" in page
    assert "<ins>Loppu</ins>" in page
    (link,) = offered(organiser)
    assert "No mail goes out." in organiser.get(link).text
    assert "It is undone." in undo(organiser, link).text
    assert (stored(given, session).title, stored(given, session).description) == ("Avaus", "")
    (again,) = offered(organiser)
    assert again != link
    undo(organiser, again)
    assert stored(given, session).title == "Loppu"
    assert journal() == ["session.changed"] * 3


def test_undone_move_is_told_a_moment_later_and_taken_back_until_then(
    organiser: FlaskClient, catalogue: Database, given: Given, session: UUID, journal: Journal
) -> None:
    before = stored(given, session)
    edit(
        catalogue, session, starts_at=before.starts_at + timedelta(hours=1), ends_at=before.ends_at + timedelta(hours=1)
    )
    (link,) = offered(organiser)
    page = organiser.get(link).text
    assert "Undo and tell one person" in page
    sent = {"version": re.findall(r'name="version" value="(\d+)"', page)[0]}
    too_long = organiser.post(link, data=sent | {"note": "x" * 1001})
    assert (too_long.status_code, stored(given, session).revision) == (422, before.revision + 1)
    done = organiser.post(link, data=sent | {"note": "Sittenkin näin."}, follow_redirects=True).text
    assert "It is undone." in done
    assert "One person will be told at" in done
    after = stored(given, session)
    assert (after.starts_at, after.ends_at, after.revision) == (before.starts_at, before.ends_at, before.revision + 2)
    with given.database.reading() as db:
        (move,) = db.execute(select(SessionMove.note, SessionMove.told_from))
    assert (move.note, move.told_from) == ("Sittenkin näin.", after.told_from)
    assert offered(organiser) == []
    (take_back,) = re.findall(r'"(/workspace/sessions/[^"]+/undo)"', done)
    organiser.post(take_back)
    assert stored(given, session).starts_at == before.starts_at + timedelta(hours=1)
    assert journal() == ["session.moved", "session.moved", "session.move_undone"]


def test_only_the_last_change_is_offered_as_long_as_it_stands(
    organiser: FlaskClient, catalogue: Database, given: Given, session: UUID
) -> None:
    edit(catalogue, session, title="Toinen")
    (first,) = offered(organiser)
    edit(catalogue, session, venue="Oulu")
    (second,) = offered(organiser)
    assert second != first
    late = organiser.post(first, data={"version": "99"}, follow_redirects=True)
    assert "was changed since" in late.text
    assert "was changed since" in organiser.get(first, follow_redirects=True).text
    assert stored(given, session).title == "Toinen"


def test_change_that_was_looked_at_before_another_is_looked_at_again(
    organiser: FlaskClient, catalogue: Database, given: Given, session: UUID
) -> None:
    edit(catalogue, session, title="Toinen")
    (link,) = offered(organiser)
    answer = organiser.post(link, data={"version": str(stored(given, session).version - 1)})
    assert answer.location == link
    assert stored(given, session).title == "Toinen"


def test_what_people_were_told_for_good_is_not_undone(
    organiser: FlaskClient, catalogue: Database, session: UUID
) -> None:
    edit(catalogue, session, title="Toinen")
    with catalogue.writing() as db:
        cancel_session(db, ACTOR, session)
    assert offered(organiser) == []
    assert "This can't be undone." in organiser.get(HISTORY).text


def test_change_of_the_series_is_undone_but_not_who_leads_it(
    organiser: FlaskClient, catalogue: Database, given: Given, series: UUID, organisation: UUID
) -> None:
    with catalogue.writing() as db:
        edit_series(db, ACTOR, series, {"credits": Decimal("2.5"), "summary": "Lyhyt", "entries_days_before": 7})
        edit_series(db, ACTOR, series, {"credits": Decimal("30.0"), "summary": "Pitkä", "entries_days_before": None})
    (link,) = offered(organiser)
    undo(organiser, link)
    with given.database.reading() as db:
        row = db.execute(select(Series.credits, Series.summary, Series.entries_days_before)).one()
    assert tuple(row) == (Decimal("2.5"), "Lyhyt", 7)
    other = given.organisation("Toinen")
    with catalogue.writing() as db:
        edit_series(db, ACTOR, series, {"organiser_id": other, "summary": "Muu"})
        edit_series(db, ACTOR, series, {"organiser_id": organisation, "summary": "Se"})
    assert offered(organiser) == []


def test_themes_go_back_with_the_fields_that_were_changed_with_them(
    organiser: FlaskClient, catalogue: Database, given: Given, series: UUID
) -> None:
    old, new, gone = given.term("Nepsy", series), given.term("Muistisairaudet"), given.term("Haavat")
    with catalogue.writing() as db:
        edit_series(db, ACTOR, series, {"term_ids": [new, gone], "summary": "Uusi"})
    page = organiser.get(HISTORY).text
    assert "<del>Nepsy</del>" in page
    assert "<ins>Haavat, Muistisairaudet</ins>" in page
    (link,) = offered(organiser)
    assert "It is undone." in undo(organiser, link).text
    with catalogue.writing() as db:
        assert (db.scalar(select(Series.summary)), ids_of(db, series)) == ("", [old])
        remove_term(db, ACTOR, gone)
    assert "<del>Muistisairaudet, one that is removed</del>" in organiser.get(HISTORY).text
    (again,) = offered(organiser)
    # nothing is half put back
    assert "There is no such theme or target group any more." in undo(organiser, again).text
    with catalogue.reading() as db:
        assert (db.scalar(select(Series.summary)), ids_of(db, series)) == ("", [old])


def test_strangers_undo_nothing(
    organiser: FlaskClient, stranger: FlaskClient, catalogue: Database, given: Given, session: UUID
) -> None:
    edit(catalogue, session, title="Toinen")
    (link,) = offered(organiser)
    assert stranger.get(link).status_code == 403
    assert stranger.post(link, data={"version": "2"}).status_code == 403
    assert stored(given, session).title == "Toinen"


def test_removed_session_leaves_of_its_changes_only_what_it_was_called(
    catalogue: Database, given: Given, organisation: UUID
) -> None:
    session = given.session(given.series(organisation, state="draft", published_at=None))
    edit(catalogue, session, title="Toinen")
    with catalogue.writing() as db:
        remove_session(db, ACTOR, session)
        assert db.execute(select(ChangedField.field, ChangedField.before)).all() == [("was_called", "Toinen")]


def test_history_over_the_api_says_what_is_undone_there(
    call: Call, catalogue: Database, given: Given, session: UUID
) -> None:
    edit(catalogue, session, title="Toinen")
    (fact,) = call("GET", "/series/kierros/history").json["items"]
    assert fact["values"] == [{"field": "title", "before": "Avaus", "after": "Toinen"}]
    path = f"/changes/{fact['change_id']}/undo"
    undone = call("POST", path).json
    assert (undone["fields"], undone["move_id"]) == (["title"], None)
    assert stored(given, session).title == "Avaus"
    again = call("POST", path)
    assert (again.status_code, again.json["code"]) == (409, "not_the_last")
