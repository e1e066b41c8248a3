"""Taking and giving back places: conditional statements only, so that there are never more taken than there are.

Whoever calls holds the offering's lock; the conditions hold even against one who doesn't.
"""

from uuid import UUID

from sqlalchemy import Connection, Integer, bindparam, func, insert, or_, select, update

from shared.schema.catalogue import Offering
from shared.schema.registration import Hold, Registration, Seats

_places, _waits, _over, _from_holds = (
    bindparam(name, type_=Integer) for name in ("places", "waits", "over", "from_holds")
)
_capacity = select(Offering.capacity).where(Offering.id == Seats.offering_id).scalar_subquery()
_here = Seats.offering_id == bindparam("of")

_MAKE = insert(Seats)
_TAKE = (
    update(Seats)
    .values(taken=Seats.taken + _places, waiting=Seats.waiting + _waits, held=Seats.held - _from_holds)
    .where(
        _here,
        Seats.held >= _from_holds,
        or_(_capacity.is_(None), Seats.taken + _places + Seats.held - _from_holds <= _capacity),
        # nobody is put off while there is a place
        or_(_over == 0, Seats.taken + _places >= _capacity),
    )
)
_of_holds = select(func.sum(Hold.places)).where(Hold.offering_id == Seats.offering_id).scalar_subquery()
_used = (
    select(func.count())
    .select_from(Registration)
    .join(Hold, Hold.id == Registration.hold_id)
    .where(Hold.offering_id == Seats.offering_id, Registration.state == "confirmed")
    .correlate(Seats)
    .scalar_subquery()
)
_COUNT_HELD = (
    update(Seats)
    .values(held=func.coalesce(_of_holds, 0) - _used)
    .where(_here, or_(Seats.held > 0, select(Hold.id).where(Hold.offering_id == Seats.offering_id).exists()))
    .returning(Seats.held)
)
_GIVE_BACK = update(Seats).values(taken=Seats.taken - _places, waiting=Seats.waiting - _waits).where(_here)


def make_row(db: Connection, offering_id: UUID) -> None:
    """The offering's row, on its first use."""
    db.execute(_MAKE, {"offering_id": offering_id, "taken": 0, "waiting": 0})


def take(db: Connection, offering_id: UUID, places: int, waits: int, refused: int = 0) -> bool:
    """Take places and join the line with the rest. False, with nothing changed, when that is not how things are.

    That is when the places are not free, or when some should wait or be refused although a place is free.
    """
    said = {"of": offering_id, "places": places, "waits": waits, "over": waits + refused, "from_holds": 0}
    return db.execute(_TAKE, said).rowcount == 1


def take_some(db: Connection, offering_id: UUID, places: int, waits: int, from_holds: int) -> bool:
    """The same where people may have to wait although a place is free. So many of the places come from holds.

    Less than none are given back to the line: those who move up from it.
    """
    said = {"of": offering_id, "places": places, "waits": waits, "over": 0, "from_holds": from_holds}
    return db.execute(_TAKE, said).rowcount == 1


def move_up(db: Connection, offering_id: UUID, count: int, from_holds: int = 0) -> bool:
    """Give places to some of those who wait. False, with nothing changed, when the places are not free."""
    return take_some(db, offering_id, count, -count, from_holds)


def count_held(db: Connection, offering_id: UUID) -> int:
    """Count the held places again, after a hold changed or somebody left one; how many there are."""
    return db.scalar(_COUNT_HELD, {"of": offering_id}) or 0


def give_back(db: Connection, offering_id: UUID, places: int, waits: int) -> None:
    """Free places, or leave the line."""
    db.execute(_GIVE_BACK, {"of": offering_id, "places": places, "waits": waits})
