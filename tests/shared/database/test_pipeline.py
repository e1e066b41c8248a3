import contextlib
import threading

import pytest
from sqlalchemy import Connection, NullPool, String, bindparam, create_engine, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from shared.database import Database, locks, postgresql
from shared.database.migrate import migrate
from shared.database.prepared import Prepared, run_in_turn
from shared.schema.base import new_id
from shared.schema.registration import Person
from tests.shared.database.test_prepared import INSERT, anna
from tests.support.database import OpenDatabase

RENAME = Prepared(update(Person).values(name=bindparam("to", type_=String)).where(Person.email_key == bindparam("key")))


def names(database: OpenDatabase) -> list[str]:
    with database("registration").reading() as db:
        return list(db.scalars(select(Person.name)))


def test_statements_run_in_turn_and_each_sees_what_the_one_before_it_wrote(database: OpenDatabase) -> None:
    with database("registration").writing() as db:
        rename = (RENAME, {"to": "Anneli", "key": "anna@example.org"})
        assert run_in_turn(db, [rename, (INSERT, anna()), rename]) == [0, 1, 1]
    assert names(database) == ["Anneli"]


def test_statements_sent_together_are_undone_together_with_those_before_them(database: OpenDatabase) -> None:
    twice = [(INSERT, anna()), (INSERT, {**anna(), "new_id": new_id()})]
    with pytest.raises(IntegrityError), database("registration").writing() as db:
        run_in_turn(db, twice)
    assert names(database) == []


def test_all_is_committed_together_or_not_at_all(database: OpenDatabase) -> None:
    registration = database("registration")
    with registration.writing() as db:
        assert run_in_turn(db, [(INSERT, anna())], ends_transaction=True) == [1]
        assert registration.is_sqlite or names(database) == ["Anna"], "others see it before the block ends"
    twice = {**anna(), "new_id": new_id()}
    other = {**anna(), "new_id": new_id(), "new_email_key": "bo@example.org"}
    with pytest.raises(IntegrityError), registration.writing() as db:
        run_in_turn(db, [(INSERT, other), (INSERT, twice)], ends_transaction=True)
    assert names(database) == ["Anna"]


def test_what_was_begun_before_is_not_ended_with_the_statements(database: OpenDatabase) -> None:
    other = {**anna(), "new_id": new_id(), "new_email_key": "bo@example.org"}
    with contextlib.suppress(ZeroDivisionError), database("registration").writing() as db:
        INSERT.run(db, other)
        assert run_in_turn(db, [(INSERT, anna())], ends_transaction=True) == [1]
        raise ZeroDivisionError
    assert names(database) == []


def test_connection_serves_on_after_a_statement_failed(database: OpenDatabase) -> None:
    registration = database("registration")
    for _attempt in range(3):
        with pytest.raises(IntegrityError), registration.writing() as db:
            run_in_turn(db, [(INSERT, anna()), (INSERT, anna())])
    with registration.writing() as db:
        assert INSERT.run(db, anna()) == 1
        db.execute(update(Person).values(name="Anneli"))
    assert names(database) == ["Anneli"]


def test_statements_are_found_again_after_a_transaction_was_undone(database: OpenDatabase) -> None:
    registration = database("registration")
    for _time in range(2):
        with pytest.raises(ZeroDivisionError), registration.writing() as db:
            insert_and_fail(db)
    with registration.writing() as db:
        assert INSERT.run(db, anna()) == 1
    assert names(database) == ["Anna"]


def test_statements_are_found_again_after_a_rest(database: OpenDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "TRUSTED_SECONDS", -1.0)
    registration = database("registration")
    for _time in range(3):
        with registration.writing() as db:
            INSERT.run(db, {**anna(), "new_id": new_id(), "new_email_key": f"{new_id()}@example.org"})
        with registration.reading() as db:
            assert {db.scalar(select(Person.name)) for _read in range(8)} == {"Anna"}
    assert len(names(database)) == 3


def test_value_that_cannot_be_sent_leaves_the_connection_as_it_was(database: OpenDatabase) -> None:
    registration = database("registration")
    with pytest.raises(DBAPIError), registration.writing() as db:
        INSERT.run(db, {**anna(), "new_name": object()})
    with registration.writing() as db:
        assert INSERT.run(db, anna()) == 1


def insert_and_fail(db: Connection) -> None:
    INSERT.run(db, anna())
    # often enough for psycopg to prepare it; at a rollback it has the server forget all that is prepared
    for _time in range(8):
        assert db.scalar(select(Person.name).where(Person.name == "Anna")) == "Anna"
    raise ZeroDivisionError


def test_nothing_typed_breaks_out_of_a_value(database: OpenDatabase) -> None:
    odd = "'; DROP TABLE people; -- $1 %s %(x)s \\ 王小明 😀"
    with database("registration").writing() as db:
        INSERT.run(db, {**anna(), "new_name": odd})
    assert names(database) == [odd]


@pytest.mark.postgres
def test_lost_connection_is_told_and_the_next_one_works(postgres_url: str) -> None:
    migrate(postgres_url)
    registration = Database(postgres_url, "registration")
    with pytest.raises(OperationalError):
        insert_over_lost_connection(registration, postgres_url)
    with registration.writing() as db:
        assert INSERT.run(db, anna()) == 1
    registration.close()


def insert_over_lost_connection(registration: Database, url: str) -> None:
    administrator = create_engine(url, poolclass=NullPool)
    with registration.writing() as db:
        backend = db.scalar(text("SELECT pg_backend_pid()"))
        with administrator.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:backend, 5000)"), {"backend": backend})
        INSERT.run(db, anna())


def test_lock_sent_with_other_statements_is_waited_for(database: OpenDatabase) -> None:
    registration, thing = database("registration"), new_id()
    # SQLite's writers take turns as a whole
    lock = [] if registration.is_sqlite else [locks.holding("offering", thing)]
    reached, order = threading.Event(), list[str]()

    def second() -> None:
        reached.wait()
        with registration.writing() as db:
            run_in_turn(db, [*lock, (INSERT, anna())])
            order.append("second")

    other = threading.Thread(target=second)
    other.start()
    with registration.writing() as db:
        locks.hold(db, "offering", thing)
        reached.set()
        other.join(0.3)
        order.append("first")
    other.join()
    assert order == ["first", "second"]
