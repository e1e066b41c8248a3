import contextlib
from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from shared.database.guard import WallError
from shared.database.prepared import Prepared, run_in_turn
from shared.schema.base import new_id
from shared.schema.catalogue import Series
from shared.schema.registration import Person
from tests.support.database import OpenDatabase
from tests.support.factories import Given

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
INSERT = Prepared(
    insert(Person).values(
        {
            column: bindparam(f"new_{column}", type_=Person.__table__.c[column].type)
            for column in ("id", "email_key", "email", "name", "language", "created_at")
        }
    )
)


def anna() -> dict[str, object]:
    said = {"id": new_id(), "email_key": "anna@example.org", "email": "Anna@example.org", "name": "Anna"}
    return {f"new_{name}": value for name, value in {**said, "language": "fi", "created_at": NOON}.items()}


def test_values_arrive_as_by_sqlalchemy_and_more_than_is_taken_does_no_harm(database: OpenDatabase) -> None:
    registration = database("registration")
    given = anna()
    with registration.writing() as db:
        assert INSERT.run(db, {**given, "something": "else"}) == 1
    with registration.reading() as db:
        kept = db.execute(select(Person.id, Person.name, Person.created_at)).one()
    assert kept == (given["new_id"], "Anna", NOON)


def test_rows_changed_are_counted(database: OpenDatabase) -> None:
    rename = Prepared(
        update(Person).values(name=bindparam("to")).where(Person.email_key == bindparam("key", type_=Person.name.type))
    )
    with database("registration").writing() as db:
        INSERT.run(db, anna())
        assert rename.run(db, {"to": "Anneli", "key": "anna@example.org"}) == 1
        assert rename.run(db, {"to": "Anneli", "key": "nobody@example.org"}) == 0


def test_wall_holds(database: OpenDatabase, given: Given) -> None:
    given.series()
    with pytest.raises(WallError, match="registration may not update series"), database("registration").writing() as db:
        Prepared(update(Series).values(title="Ours now")).run(db, {"title": "Ours now"})


def test_refusal_of_the_database_is_sqlalchemys_and_tells_no_values(database: OpenDatabase) -> None:
    registration = database("registration")
    with registration.writing() as db:
        INSERT.run(db, anna())
    with pytest.raises(IntegrityError) as refused, registration.writing() as db:
        INSERT.run(db, anna())
    assert "Anna" not in str(refused.value.statement)
    assert refused.value.hide_parameters


def test_what_was_said_to_be_all_takes_no_more(database: OpenDatabase) -> None:
    registration = database("registration")
    with registration.writing() as db:
        run_in_turn(db, [(INSERT, anna())], ends_transaction=True)
        assert db.scalar(select(Person.name)) == "Anna", "reading goes on"
        with pytest.raises(WallError, match="complete"):
            db.execute(update(Person).values(name="Anneli"))
        with pytest.raises(WallError, match="complete"):
            INSERT.run(db, another())
    with registration.writing() as db:
        INSERT.run(db, another())


def test_all_that_changed_nothing_is_followed_by_more(database: OpenDatabase) -> None:
    registration = database("registration")
    rename = Prepared(update(Person).values(name=bindparam("to", type_=Person.name.type)))
    with contextlib.suppress(ZeroDivisionError), registration.writing() as db:
        assert run_in_turn(db, [(rename, {"to": "Anneli"})], ends_transaction=True) == [0]
        assert INSERT.run(db, anna()) == 1
        raise ZeroDivisionError
    with registration.reading() as db:
        assert db.scalars(select(Person.name)).all() == [], "what came after is undone"


def another() -> dict[str, object]:
    return {**anna(), "new_email_key": f"{new_id()}@example.org"}
