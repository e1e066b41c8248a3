"""The wall between the services."""

import pytest
from sqlalchemy import insert, select, text, update

from shared import clock
from shared.database import Database, WallError
from shared.database.guard import refusal
from shared.schema.base import new_id, owners
from shared.schema.journal import JournalLine
from shared.schema.organisations import Organisation
from shared.schema.registration import Person
from tests.support.database import OpenDatabase

OF_CATALOGUE = [
    "INSERT INTO series (id) VALUES (1)",
    "insert or replace into series values (1)",
    'UPDATE "series" SET title = :t',
    "DELETE FROM series",
    "WITH x AS (SELECT 1) UPDATE series SET title = 'a'",
    "WITH gone AS (DELETE FROM series RETURNING id) SELECT * FROM gone",
    "  (INSERT INTO series (id) VALUES (1))",
]


@pytest.mark.parametrize("statement", OF_CATALOGUE)
def test_another_services_table_may_not_be_written(statement: str) -> None:
    assert refusal("registration", statement) is not None
    assert refusal("catalogue", statement) is None


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM series WHERE title = 'UPDATE series SET'",
        "INSERT INTO people (name) VALUES ('DELETE FROM series')",
        "INSERT INTO people (id) VALUES (1) ON CONFLICT DO UPDATE SET name = 'x'",
        "SELECT id FROM registrations FOR UPDATE SKIP LOCKED",
    ],
)
def test_words_that_only_look_like_writing_pass(statement: str) -> None:
    assert refusal("registration", statement) is None


@pytest.mark.parametrize("writer", ["catalogue", "registration", "notifications"])
def test_journal_is_appended_to_and_never_changed(writer: str) -> None:
    assert refusal(writer, "INSERT INTO journal (kind) VALUES ('x')") is None
    assert refusal(writer, "UPDATE journal SET kind = 'x'") is not None
    assert refusal(writer, "DELETE FROM journal") is not None


def test_every_table_has_one_owner() -> None:
    assert set(owners().values()) == {"catalogue", "registration", "notifications", "all"}
    assert [table for table, owner in owners().items() if owner == "all"] == ["journal"]


def test_wall_stands_in_the_database_connection(database: OpenDatabase) -> None:
    registration = database("registration")
    values = {"id": new_id(), "name": "Koulu", "created_at": clock.now()}
    with pytest.raises(WallError, match="belongs to catalogue"), registration.writing() as db:
        db.execute(insert(Organisation).values(values))
    with registration.writing() as db:
        db.execute(
            insert(Person).values(
                email_key="a@example.org", email="a@example.org", name="A", language="fi", created_at=clock.now()
            )
        )
    with pytest.raises(WallError), database("catalogue").writing() as db:
        db.execute(update(Person).values(name="B"))
    with registration.reading() as db:
        assert db.scalar(select(Person.name)) == "A"


def test_postgresql_itself_refuses_another_services_table(database_url: str) -> None:
    if database_url.startswith("sqlite"):
        return
    service = Database(database_url, "registration")
    with service.reading() as db:
        role = db.scalar(text("SELECT current_user"))
        may = db.scalar(text("SELECT has_table_privilege('kierros_registration', 'series', 'INSERT')"))
        own = db.scalar(text("SELECT has_table_privilege('kierros_registration', 'people', 'INSERT')"))
        journal = db.scalar(text("SELECT has_table_privilege('kierros_registration', 'journal', 'UPDATE')"))
    service.close()
    assert (role, may, own, journal) == ("kierros_registration", False, True, False)


def test_lines_of_the_journal_come_in(database: OpenDatabase) -> None:
    with database("notifications").writing() as db:
        db.execute(insert(JournalLine).values(at=clock.now(), kind="test.line", actor="system"))
    with database("catalogue").reading() as db:
        assert db.scalars(select(JournalLine.kind)).all() == ["test.line"]
