"""What was read is read again after anybody's commit, and not before."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count

import pytest
from sqlalchemy import insert

from shared import clock
from shared.database import Database
from shared.database.unchanged import Unchanged
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


def _recall(database: Database, ask: Callable[[], int]) -> int:
    with database.reading() as db:
        return database.until_changed("question", ask, db)


def test_answer_is_read_again_after_a_commit_of_the_same_process(database: Database) -> None:
    number = count()
    first = _recall(database, lambda: next(number))
    _commit(database)
    assert _recall(database, lambda: next(number)) > first


def test_answer_is_read_again_after_a_commit_of_another(database: Database, settings: Settings) -> None:
    number = count()
    first = _recall(database, lambda: next(number))
    with closing(Database(settings.database_url, "catalogue")) as other:
        _commit(other)
    assert _recall(database, lambda: next(number)) > first


def test_commit_while_reading_makes_the_next_one_read_again(database: Database, settings: Settings) -> None:
    number = count()

    def slow() -> int:
        with closing(Database(settings.database_url, "catalogue")) as other, ThreadPoolExecutor() as thread:
            thread.submit(_commit, other).result()
        return next(number)

    first = _recall(database, slow)
    assert _recall(database, lambda: next(number)) > first


def test_answer_is_kept_while_nobody_commits(database: Database) -> None:
    number = count()

    # on a PostgreSQL of many databases somebody may always have committed in another
    answers = [_recall(database, lambda: next(number)) for _time in range(500)]
    assert len(set(answers)) < len(answers)
    assert database.until_changed("another question", lambda: "its answer") == "its answer"


def test_postgresql_is_not_asked_for_what_a_statement_finds_as_quickly(database: Database) -> None:
    number = count()
    answers = [database.until_changed("question", lambda: next(number)) for _time in range(3)]
    assert answers == ([0, 0, 0] if database.is_sqlite else [0, 1, 2])


def test_nothing_is_not_kept(database: Database) -> None:
    assert database.until_changed("question", lambda: None) is None
    assert database.until_changed("question", lambda: "there now") == "there now"


def test_answer_that_another_thread_lets_go_of_meanwhile_is_given_all_the_same() -> None:
    kept = Unchanged()

    class Question:
        """Looking it up takes so long that somebody commits, and another thread asks something."""

        def __hash__(self) -> int:
            return 1

        def __eq__(self, other: object) -> bool:
            kept.recall("later", "another question", lambda: "another answer")
            return isinstance(other, Question)

    kept.recall("now", Question(), lambda: "answer")
    assert kept.recall("now", Question(), lambda: "asked anew") == "answer"
