"""Putting down who completed a series, with the credits they earned, and taking that back."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from shared import clock, journal
from shared.database import among, locks
from shared.errors import Refusal
from shared.schema.catalogue import Offering
from shared.schema.completions import Award
from shared.schema.registration import Person, Registration

#: ECTS credits (op), as a series may have at most
MOST_CREDITS = Decimal("999.9")

_SERIES = select(Offering.series_id).where(Offering.id == bindparam("offering_id"))
#: those who had a place, and are not erased
_CONFIRMED = among.both(
    select(Registration.id, Award.credits)
    .join(Person, Person.id == Registration.person_id)
    .outerjoin(Award, Award.registration_id == Registration.id)
    .where(
        Registration.offering_id == bindparam("offering_id"),
        Registration.state == "confirmed",
        Person.erased_at.is_(None),
    )
    .order_by(Registration.id),
    Registration.id,
)
_AWARDED = among.both(
    select(Award.registration_id)
    .join(Registration, Registration.id == Award.registration_id)
    .where(Registration.offering_id == bindparam("offering_id"))
    .order_by(Award.registration_id),
    Award.registration_id,
)
_AWARD = insert(Award)
_CHANGE = update(Award).values(credits=bindparam("new_credits")).where(Award.registration_id == bindparam("of"))
_TAKE_BACK = delete(Award).where(Award.registration_id == bindparam("of"))


def mark_completed(
    db: Connection, offering_id: UUID, ids: Sequence[UUID], credits_earned: Decimal, actor: str
) -> list[UUID]:
    """Put down that those of an offering's registrations who have a place completed the series; who that is new for.

    Who completed it already gets these credits instead. Others are left as they are. Raises Refusal for credits that
    no series gives.
    """
    if not 0 <= credits_earned <= MOST_CREDITS or round(credits_earned, 1) != credits_earned:
        raise Refusal("bad_credits", _("Credits are a number between 0 and 999.9, such as 5 or 2.5."), "credits")
    locks.hold(db, "offering", offering_id)
    here = {"offering_id": offering_id}
    before = {row[0]: row[1] for row in among.execute(db, _CONFIRMED, ids, here)}
    new = [one for one, its_credits in before.items() if its_credits is None]
    others = [one for one, its_credits in before.items() if its_credits not in (None, credits_earned)]
    now = clock.now()
    if new:
        db.execute(_AWARD, [{"registration_id": one, "credits": credits_earned, "awarded_at": now} for one in new])
    if others:
        db.execute(_CHANGE, [{"of": one, "new_credits": credits_earned} for one in others])
    _write_journal(db, "registration.completed", actor, offering_id, [*new, *others], credits=str(credits_earned))
    return new


def take_back(db: Connection, offering_id: UUID, ids: Sequence[UUID], actor: str) -> list[UUID]:
    """Take back that some completed the series; those who had. A second time changes nothing."""
    locks.hold(db, "offering", offering_id)
    had = [row[0] for row in among.execute(db, _AWARDED, ids, {"offering_id": offering_id})]
    if had:
        db.execute(_TAKE_BACK, [{"of": one} for one in had])
    _write_journal(db, "registration.completion_taken_back", actor, offering_id, had)
    return had


def _write_journal(
    db: Connection, kind: str, actor: str, offering_id: UUID, ids: Sequence[UUID], **detail: str
) -> None:
    series_id = db.scalar(_SERIES, {"offering_id": offering_id})
    subjects = [journal.Subject(series_id, None, offering_id, one, dict(detail)) for one in ids]
    journal.append_many(db, kind, actor, subjects)
