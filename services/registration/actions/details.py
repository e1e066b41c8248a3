"""Correcting one's own name, and choosing the language of one's mail."""

from uuid import UUID

from sqlalchemy import Connection, bindparam, select, update

from shared import journal
from shared.schema.registration import Person, Registration

_OF = select(Registration.person_id).where(Registration.id == bindparam("registration_id")).scalar_subquery()
_UPDATE = (
    update(Person)
    .values(name=bindparam("new_name"), language=bindparam("new_language"))
    .where(
        Person.id == _OF,
        (Person.name != bindparam("new_name")) | (Person.language != bindparam("new_language")),
    )
)


def correct(db: Connection, registration_id: UUID, name: str, language: str, subject: journal.Subject) -> bool:
    """Change a person's name and language, in all that they are registered for; whether anything was different."""
    said = {"registration_id": registration_id, "new_name": name, "new_language": language}
    changed = db.execute(_UPDATE, said).rowcount == 1
    if changed:
        journal.append(db, "registration.renamed", "person", subject)
    return changed
