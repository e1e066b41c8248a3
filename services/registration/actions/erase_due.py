"""Erasing whoever's time has come, a few at a time: everybody else's registering goes on in between."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, bindparam, delete, null, select, update

from services.registration.actions.erase import erase_all
from services.registration.queries import erasure
from shared import clock, journal
from shared.database import locks
from shared.schema.announcements import Announcement
from shared.schema.completions import RequirementWaiver
from shared.schema.registration import Batch, Person, Registration, Seats

#: people in one call
MOST = 200
#: offerings in one call
MOST_OFFERINGS = 50

_STAYS = (
    update(Person)
    .values(erasure_asked_at=null())
    .where(Person.id.in_(bindparam("ids", expanding=True)), Person.erasure_asked_at.is_not(None))
)
_HOLD = select(Person.id).where(Person.id.in_(bindparam("ids", expanding=True))).order_by(Person.id).with_for_update()
_newest = (
    select(Registration.id)
    .where(Registration.offering_id == Seats.offering_id)
    .order_by(Registration.id.desc())
    .limit(1)
    .scalar_subquery()
)
_MARK = update(Seats).values(erased_up_to=_newest)
_UNMARK = update(Seats).values(erased_up_to=null()).where(Seats.erased_up_to.is_not(None))


def erase_asked(db: Connection, actor: str) -> int:
    """Erase those who asked for it and whose cancellations are on their way; how many that were.

    Whoever was registered again in the meantime stays: they have a place, and a link to ask anew.
    """
    back = erasure.came_back(db, MOST)
    if back:
        db.execute(_STAYS, {"ids": back})
        journal.append_many(db, "person.came_back", actor, [journal.Subject(subject_id=one) for one in back])
    found = erasure.ready(db, MOST)
    return erase_all(db, _certain(db, found, lambda: erasure.ready(db, MOST)), actor)


def _certain(db: Connection, found: list[UUID], find: Callable[[], list[UUID]]) -> list[UUID]:
    """Those found who are found again once they are held: until then somebody may have registered them anew."""
    if not found or db.dialect.name != "postgresql":
        return found
    db.execute(_HOLD, {"ids": found})
    again = set(find())
    return [one for one in found if one in again]


def erase_expired(db: Connection, actor: str) -> int:
    """Erase people whose every registration is past the time that its series keeps them; how many that were.

    Contacts of that time, who need not be registered themselves, lose their names in those acts too, and whoever
    had something waived never needs to have come. An offering that is done with is marked, and not looked at again:
    whoever of it is still kept on account of another offering is found by that one.
    """
    _erase_series_wide(db, actor)
    expired = erasure.expired_offerings(db, clock.now())
    db.execute(_UNMARK if expired is None else _UNMARK.where(Seats.offering_id.not_in(expired)))
    if expired is None:
        return 0
    db.execute(delete(RequirementWaiver).where(RequirementWaiver.offering_id.in_(expired)))
    _erase_announcements(db, expired, actor)
    ids = erasure.not_done_with(db, expired, MOST_OFFERINGS)
    if not ids:
        return 0
    # nobody registers in them until this is committed
    for one in sorted(ids):
        locks.hold(db, "offering", one)
    named = erasure.expired_contacts(ids, MOST)
    contacts = db.execute(update(Batch).values(contact_email=null(), contact_name=null()).where(Batch.id.in_(named)))
    found = erasure.expired_people(db, ids, expired, MOST)
    erased = erase_all(db, _certain(db, found, lambda: erasure.expired_people(db, ids, expired, MOST)), actor)
    # as many as were found, erased or not: where that was the most, there may be more
    if max(contacts.rowcount, len(found)) < MOST:
        db.execute(_MARK.where(Seats.offering_id.in_(ids)))
    return erased


def _erase_series_wide(db: Connection, actor: str) -> None:
    """What organisers wrote to people of a whole series."""
    expired = erasure.expired_announcements(db, clock.now())
    if expired is not None:
        _delete_announcements(db, Announcement.id.in_(expired), actor)


def _erase_announcements(db: Connection, expired: Select[UUID], actor: str) -> None:
    """What organisers wrote to people of these offerings alone."""
    _delete_announcements(db, Announcement.offering_id.in_(expired), actor)


def _delete_announcements(db: Connection, which: ColumnElement[bool], actor: str) -> None:
    """With who got them; notifications then forgets what its mails said."""
    rows = db.execute(
        delete(Announcement).where(which).returning(Announcement.id, Announcement.series_id, Announcement.offering_id)
    ).all()
    lines = [journal.Subject(series_id=row.series_id, offering_id=row.offering_id, subject_id=row.id) for row in rows]
    journal.append_many(db, "announcement.erased", actor, lines)
