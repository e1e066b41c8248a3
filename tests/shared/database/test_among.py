"""Rows that hold any of many values."""

from datetime import UTC, datetime

from sqlalchemy import bindparam, insert, select

from shared.database import among
from shared.schema.base import new_id
from shared.schema.registration import Person
from tests.support.database import OpenDatabase

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
BY_KEY = among.both(select(Person.name).where(Person.language == bindparam("language")), Person.email_key)
BY_ID = among.both(select(Person.name), Person.id)


def test_rows_are_found_by_texts_and_by_ids(database: OpenDatabase) -> None:
    registration = database("registration")
    ids = [new_id() for _one in range(3)]
    people = [
        {
            "id": one,
            "email_key": f"o'{n}\"@example.org",
            "email": "",
            "name": f"P{n}",
            "language": "fi",
            "created_at": NOON,
        }
        for n, one in enumerate(ids)
    ]
    with registration.writing() as db:
        db.execute(insert(Person), people)
    keys = ["o'0\"@example.org", "o'2\"@example.org", *(f"{n}@example.org" for n in range(40_000))]
    with registration.reading() as db:
        assert sorted(row[0] for row in among.execute(db, BY_KEY, keys, {"language": "fi"})) == ["P0", "P2"]
        assert [row[0] for row in among.execute(db, BY_KEY, keys, {"language": "sv"})] == []
        assert sorted(row[0] for row in among.execute(db, BY_ID, [ids[1], new_id()])) == ["P1"]
        assert [row[0] for row in among.execute(db, BY_ID, [])] == []
