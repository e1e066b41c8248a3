"""A person's own wish to be erased: what is still to come is cancelled first, and the mails about it go out."""

from uuid import UUID

from sqlalchemy import Connection, bindparam, select, update

from services.registration.actions import cancel, erase
from services.registration.queries import erasure, offering
from services.registration.queries.standing import STANDING_STATES
from shared import clock, journal
from shared.database import locks
from shared.rules import window
from shared.schema.registration import Person

_IS_TOLD_ALL = select(Person.id).where(Person.id == bindparam("person_id"), ~erasure.IS_TO_BE_TOLD)
_ASK = (
    update(Person)
    .values(erasure_asked_at=bindparam("now"))
    .where(Person.id == bindparam("of"), Person.erased_at.is_(None), Person.erasure_asked_at.is_(None))
)


def erase_oneself(db: Connection, person_id: UUID, actor: str) -> None:
    """Give up all that somebody has or waits for, and erase them; a second time changes nothing.

    A cancellation needs the address until notifications has made a mail of it; ``erase_due`` then does the rest.
    """
    standing = [one for one in erasure.registrations_of(db, person_id) if one.state in STANDING_STATES]
    # all of them before the first act, in one order for all
    for offering_id in sorted({one.offering_id for one in standing}):
        locks.hold(db, "offering", offering_id)
    now = clock.now()
    for one in standing:
        if not window.has_ended(offering.facts_of_known(db, one.offering_id).window, now):
            cancel.cancel(db, one.id, actor)
    if db.execute(_ASK, {"of": person_id, "now": now}).rowcount == 1:
        journal.append(db, "person.erasure_asked", actor, journal.Subject(subject_id=person_id))
    if db.scalar(_IS_TOLD_ALL, {"person_id": person_id}) is not None:
        erase.erase(db, person_id, actor)
