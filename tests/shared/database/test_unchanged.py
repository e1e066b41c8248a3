"""What was read is read again after anybody's commit, and not before."""

from collections.abc import Iterator
from contextlib import closing
from itertools import count

import pytest
from sqlalchemy import insert

from shared import clock
from shared.database import Database
from shared.schema.base import new_id
from shared.schema.organisations import Organisation
from shared.settings import Settings


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    with closing(Database(settings.database_url, "catalogue")) as database:
        yield database


def _commit(database: Database) -> None:
    with database.writing() as db:
        db.execute(insert(Organisation).values(id=new_id(), name="Sosmeta Oy", created_at=clock.now()))


def test_answer_is_read_again_after_a_commit_of_the_same_process(database: Database) -> None:
    number = count()
    first = database.until_changed("question", lambda: next(number))
    _commit(database)
    assert database.until_changed("question", lambda: next(number)) > first


def test_answer_is_read_again_after_a_commit_of_another(database: Database, settings: Settings) -> None:
    number = count()
    first = database.until_changed("question", lambda: next(number))
    with closing(Database(settings.database_url, "catalogue")) as other:
        _commit(other)
    assert database.until_changed("question", lambda: next(number)) > first


def test_commit_while_reading_makes_the_next_one_read_again(database: Database) -> None:
    number = count()

    def slow() -> int:
        _commit(database)
        return next(number)

    first = database.until_changed("question", slow)
    assert database.until_changed("question", lambda: next(number)) > first


def test_answer_is_kept_on_sqlite_while_nobody_commits(database: Database) -> None:
    number = count()
    answers = [database.until_changed("question", lambda: next(number)) for _time in range(3)]
    assert answers == ([0, 0, 0] if database.is_sqlite else [0, 1, 2])
    assert database.until_changed("another question", lambda: "its answer") == "its answer"


def test_nothing_is_not_kept(database: Database) -> None:
    assert database.until_changed("question", lambda: None) is None
    assert database.until_changed("question", lambda: "there now") == "there now"
