"""Transactions: one commit, writers in turn, no network inside."""

import multiprocessing
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import func, insert, make_url, select

from shared import clock, journal
from shared.database import Database, postgresql
from shared.database.connection import OpenTransactionError, after_commit, assert_no_transaction, is_alive
from shared.database.guard import WallError
from shared.journal import Subject
from shared.schema.journal import JournalLine
from shared.schema.registration import Person
from tests.support.database import OpenDatabase
from tests.support.postgres import PostgresServer

WRITERS = 12
WRITES_EACH = 25


class Broken(Exception):
    """Something went wrong in the middle."""


def _person(address: str) -> dict[str, Any]:
    return {"email_key": address, "email": address, "name": "A", "language": "fi", "created_at": clock.now()}


def test_nothing_is_written_when_the_block_fails(database: OpenDatabase) -> None:
    registration = database("registration")
    with pytest.raises(Broken), registration.writing() as db:  # noqa: PT012 - the block is what is tested
        db.execute(insert(Person).values(_person("a@example.org")))
        journal.append(db, "person.added", "system", Subject())
        raise Broken
    with registration.reading() as db:
        assert db.scalar(select(func.count()).select_from(Person)) == 0
        assert db.scalar(select(func.count()).select_from(JournalLine)) == 0


def test_a_write_in_a_read_transaction_is_refused(database: OpenDatabase) -> None:
    registration = database("registration")
    with pytest.raises(WallError), registration.reading() as db:
        db.execute(insert(Person).values(_person("a@example.org")))
    with registration.reading() as db:
        assert db.scalar(select(func.count()).select_from(Person)) == 0


@pytest.mark.postgres
def test_a_connection_that_the_server_dropped_is_replaced(
    postgres_server: PostgresServer, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "TRUSTED_SECONDS", -1)
    with closing(Database(postgres_url, "registration")) as registration:
        assert is_alive(registration)
        name = make_url(postgres_url).database
        postgres_server.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        assert is_alive(registration)


def test_what_waits_for_the_commit_runs_after_it_and_once(database: OpenDatabase) -> None:
    registration, seen = database("registration"), []

    def look() -> None:
        assert_no_transaction()
        with registration.reading() as db:
            seen.append(db.scalar(select(func.count()).select_from(Person)))

    with registration.writing() as db:
        db.execute(insert(Person).values(_person("a@example.org")))
        after_commit(db, look)
        after_commit(db, look)
        assert seen == []
    assert seen == [1]


def test_what_waits_for_the_commit_is_dropped_when_the_block_fails(database: OpenDatabase) -> None:
    registration, rung = database("registration"), []
    with pytest.raises(Broken), registration.writing() as db:  # noqa: PT012 - the block is what is tested
        after_commit(db, lambda: rung.append(1))
        raise Broken
    with registration.writing() as db:
        db.execute(insert(Person).values(_person("a@example.org")))
    assert rung == []


def test_network_is_refused_while_a_transaction_is_open(database: OpenDatabase) -> None:
    registration = database("registration")
    assert_no_transaction()
    with registration.writing(), pytest.raises(OpenTransactionError):
        assert_no_transaction()
    with registration.reading(), pytest.raises(OpenTransactionError):
        assert_no_transaction()
    assert_no_transaction()


def test_many_writers_wait_their_turn(database_url: str) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["shared.database"])
    answers = context.Queue()
    writers = [context.Process(target=_write_much, args=(database_url, n, answers)) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    problems = [answers.get(timeout=120) for _ in writers]
    for writer in writers:
        writer.join(30)
    assert problems == [None] * WRITERS
    database = Database(database_url, "registration")
    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Person)) == WRITERS * WRITES_EACH
    database.close()


def _write_much(url: str, number: int, answers: Any) -> None:
    """One of many writers, as a process of its own: each transaction reads, then writes, as a request does."""
    database = Database(url, "registration")
    problem = None
    try:
        for turn in range(WRITES_EACH):
            with database.writing() as db:
                db.scalar(select(func.count()).select_from(Person))
                db.execute(insert(Person).values(_person(f"{number}-{turn}@example.org")))
    except Exception as error:  # noqa: BLE001 - told to the test
        problem = repr(error)
    database.close()
    answers.put(problem)
