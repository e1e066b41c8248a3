from datetime import timedelta

import pytest
from sqlalchemy import select

from services.catalogue.actions.sessions import NewSession, add_session, edit_session
from shared.database import Database
from shared.errors import Conflict, Refusal
from shared.schema.base import new_id
from shared.schema.journal import JournalLine
from tests.services.catalogue.conftest import Journal
from tests.support.factories import NOON, Given


def test_form_sent_twice_makes_one_session(catalogue: Database, given: Given, journal: Journal) -> None:
    series_id = given.series()
    new = NewSession(NOON, NOON + timedelta(hours=1), id=new_id())
    for _time in range(2):
        with catalogue.writing() as db:
            assert add_session(db, "account:x", series_id, new) == new.id
    assert journal() == ["session.added"]
    other = given.series()
    with pytest.raises(Conflict), catalogue.writing() as db:
        add_session(db, "account:x", other, new)


def test_move_is_journalled_with_its_revision_and_without_personal_data(catalogue: Database, given: Given) -> None:
    series_id = given.series()
    session_id = given.session(series_id, revision=4)
    with catalogue.writing() as db:
        edit_session(db, "account:x", session_id, {"venue": "Kauppi", "title": "Uusi nimi"})
    with catalogue.reading() as db:
        line = db.execute(select(JournalLine)).one()
    assert (line.kind, line.actor, line.series_id, line.session_id) == (
        "session.moved",
        "account:x",
        series_id,
        session_id,
    )
    assert line.detail.keys() == {"revision", "fields", "change"}
    assert (line.detail["revision"], line.detail["fields"]) == (5, ["title", "venue"])


def test_moving_only_the_start_behind_the_end_is_refused(catalogue: Database, given: Given, journal: Journal) -> None:
    session_id = given.session(given.series(), NOON)
    with pytest.raises(Refusal) as refused, catalogue.writing() as db:
        edit_session(db, "account:x", session_id, {"starts_at": NOON + timedelta(hours=2)})
    assert (refused.value.code, refused.value.field) == ("ends_before_start", "ends_at")
    assert journal() == []
