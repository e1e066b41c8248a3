"""Erasing whoever's time has come, a few at a time: everybody else's registering goes on in between."""

from sqlalchemy import Connection, bindparam, delete, null, update

from services.registration.actions.erase import erase_all
from services.registration.queries import erasure
from shared import clock, journal
from shared.schema.registration import Batch, Person, RequirementWaiver

#: people in one call
MOST = 200

_STAYS = (
    update(Person)
    .values(erasure_asked_at=null())
    .where(Person.id.in_(bindparam("ids", expanding=True)), Person.erasure_asked_at.is_not(None))
)


def erase_asked(db: Connection, actor: str) -> int:
    """Erase those who asked for it and whose cancellations are on their way; how many that were.

    Whoever was registered again in the meantime stays: they have a place, and a link to ask anew.
    """
    back = erasure.came_back(db, MOST)
    if back:
        db.execute(_STAYS, {"ids": back})
        journal.append_many(db, "person.came_back", actor, [journal.Subject(subject_id=one) for one in back])
    return erase_all(db, erasure.ready(db, MOST), actor)


def erase_expired(db: Connection, actor: str) -> int:
    """Erase people whose every registration is past the time that its series keeps them; how many that were.

    Contacts of that time, who need not be registered themselves, lose their names in those acts too, and whoever
    had something waived never needs to have come.
    """
    expired = erasure.expired_offerings(db, clock.now())
    if expired is None:
        return 0
    db.execute(delete(RequirementWaiver).where(RequirementWaiver.offering_id.in_(expired)))
    named = erasure.expired_contacts(expired, MOST)
    db.execute(update(Batch).values(contact_email=null(), contact_name=null()).where(Batch.id.in_(named)))
    return erase_all(db, erasure.expired_people(db, expired, MOST), actor)
