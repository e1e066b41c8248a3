import time
from uuid import RFC_4122

from sqlalchemy import select

from services.notifications.queries.row_id import row_id, words
from shared.schema.catalogue import Session
from tests.support.database import OpenDatabase
from tests.support.factories import Given


def test_row_id_is_a_new_uuid_of_version_7_for_each_row(given: Given, database: OpenDatabase) -> None:
    series = given.series()
    for _number in range(5):
        given.session(series)
    with database("notifications").reading() as db:
        made = db.scalars(select(row_id(db.dialect)).select_from(Session)).all()
    assert len(set(made)) == 5
    assert {(one.version, one.variant) for one in made} == {(7, RFC_4122)}
    # the database server's own clock, whatever time the test has made it for Kierros
    assert all(abs((one.int >> 80) / 1000 - time.time()) < 60 for one in made)


def test_words_join_constants_and_columns(given: Given, database: OpenDatabase) -> None:
    given.session(given.series(), revision=3)
    with database("notifications").reading() as db:
        assert db.scalar(select(words("request", Session.revision, "a@example.org"))) == "request:3:a@example.org"
