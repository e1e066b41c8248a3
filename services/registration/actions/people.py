"""People, once per address. Registering never changes the name of somebody known: only they do, on their own page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from services.registration.actions.order import Applicant
from shared.database import among
from shared.schema.base import new_id
from shared.schema.registration import Person

#: both databases know ON CONFLICT: another offering's registration may write the same person at this moment
_INSERT = insert(Person).on_conflict_do_nothing(index_elements=["email_key"]).execution_options(preserve_rowcount=True)
_IDS = select(Person.email_key, Person.id).where(Person.email_key.in_(bindparam("keys", expanding=True)))
#: in one order, as those who erase hold them, so that neither can wait for the other
_HELD = among.both(
    select(Person.email_key, Person.id).order_by(Person.id).with_for_update(read=True, key_share=True), Person.id
)
_AT_ONCE = 500


def write_unknown(
    db: Connection, people: Sequence[Applicant], known: dict[str, UUID], language: str, now: datetime
) -> dict[str, UUID]:
    """Everybody's id by normalised address, after writing those who were not known, or were erased this moment."""
    known = _still_there(db, known)
    unknown = {person.key: person for person in reversed(people) if person.key not in known}
    if not unknown:
        return known
    # in one order for all, so that two acts can't wait for each other
    rows: list[dict[str, Any]] = [
        {
            "id": new_id(),
            "email_key": key,
            "email": unknown[key].email,
            "name": unknown[key].name,
            "language": unknown[key].language or language,
            "created_at": now,
        }
        for key in sorted(unknown)
    ]
    written = db.execute(_INSERT, rows).rowcount
    ids = known | {row["email_key"]: row["id"] for row in rows}
    return ids if written == len(rows) else ids | _as_stored(db, sorted(unknown))


def _still_there(db: Connection, known: dict[str, UUID]) -> dict[str, UUID]:
    """Those known, whom nobody erases until the transaction ends. On SQLite it is alone anyway."""
    if db.dialect.name != "postgresql" or not known:
        return known
    return {row[0]: row[1] for row in among.execute(db, _HELD, list(known.values())) if row[0] in known}


def _as_stored(db: Connection, keys: list[str]) -> dict[str, UUID]:
    found: dict[str, UUID] = {}
    for start in range(0, len(keys), _AT_ONCE):
        found |= {row[0]: row[1] for row in db.execute(_IDS, {"keys": keys[start : start + _AT_ONCE]})}
    return found
