"""Correcting somebody's name and workplace, and choosing the language of their mail."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, bindparam, select, update

from services.registration.actions import access
from shared import journal
from shared.errors import Conflict
from shared.schema.registration import Person, Registration
from shared.web.viewer import Viewer

_OF = select(Registration.person_id).where(Registration.id == bindparam("registration_id")).scalar_subquery()
_UPDATE = (
    update(Person)
    .values(name=bindparam("new_name"), language=bindparam("new_language"))
    .where(
        Person.id == _OF,
        # not even in the moment in which they are erased
        Person.erased_at.is_(None),
        (Person.name != bindparam("new_name")) | (Person.language != bindparam("new_language")),
    )
)


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a person; ``unit`` None: nothing."""

    name: str
    unit: str | None
    language: str


def correct(db: Connection, registration_id: UUID, said: Said, subject: journal.Subject, actor: str = "person") -> bool:
    """Change a person's name and language in all that they are registered for, and the workplace in this one.

    Returns whether anything was different.
    """
    values = {"registration_id": registration_id, "new_name": said.name, "new_language": said.language}
    of_person = db.execute(_UPDATE, values).rowcount
    # who works in two places is registered from each for other things
    is_another = Registration.unit.is_distinct_from(said.unit)
    of_this = update(Registration).where(Registration.id == registration_id, is_another).values(unit=said.unit)
    changed = of_person + db.execute(of_this).rowcount > 0
    if changed:
        journal.append(db, "registration.renamed", actor, subject)
    return changed


def correct_for(db: Connection, row: Any, said: Said, asker: Viewer) -> bool:
    """The same of somebody whom the asker registered; raises NotAllowed and Conflict.

    Name and language are the person's in all that they are registered for; who wrote them themselves keeps them.
    """
    if row.erased_at is not None or row.erasure_asked_at is not None:
        raise Conflict("erased", _("This person's data has been erased."))
    if (said.name, said.language) != (row.name, row.language):
        access.require_nobody_else(db, asker, row.id)
    return correct(db, row.id, said, journal.Subject(offering_id=row.offering_id, subject_id=row.id), asker.actor)
