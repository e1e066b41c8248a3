"""Taking and giving back places: conditional statements only, so that there are never more taken than there are.

Whoever calls holds the offering's lock; the conditions hold even against one who doesn't.
"""

from uuid import UUID

from sqlalchemy import Connection, Integer, bindparam, insert, or_, select, update

from shared.schema.catalogue import Offering
from shared.schema.registration import Seats

_places, _waits, _over = (bindparam(name, type_=Integer) for name in ("places", "waits", "over"))
_capacity = select(Offering.capacity).where(Offering.id == Seats.offering_id).scalar_subquery()
_here = Seats.offering_id == bindparam("of")

_MAKE = insert(Seats)
_TAKE = (
    update(Seats)
    .values(taken=Seats.taken + _places, waiting=Seats.waiting + _waits)
    .where(
        _here,
        or_(_capacity.is_(None), Seats.taken + _places <= _capacity),
        # nobody is put off while there is a place
        or_(_over == 0, Seats.taken + _places >= _capacity),
    )
)
_GIVE_BACK = update(Seats).values(taken=Seats.taken - _places, waiting=Seats.waiting - _waits).where(_here)


def make_row(db: Connection, offering_id: UUID) -> None:
    """The offering's row, on its first use."""
    db.execute(_MAKE, {"offering_id": offering_id, "taken": 0, "waiting": 0})


def take(db: Connection, offering_id: UUID, places: int, waits: int, refused: int = 0) -> bool:
    """Take places and join the line with the rest. False, with nothing changed, when that is not how things are.

    That is when the places are not free, or when some should wait or be refused although a place is free.
    """
    said = {"of": offering_id, "places": places, "waits": waits, "over": waits + refused}
    return db.execute(_TAKE, said).rowcount == 1


def move_up(db: Connection, offering_id: UUID, count: int) -> bool:
    """Give places to some of those who wait. False, with nothing changed, when the places are not free."""
    said = {"of": offering_id, "places": count, "waits": -count, "over": 0}
    return db.execute(_TAKE, said).rowcount == 1


def give_back(db: Connection, offering_id: UUID, places: int, waits: int) -> None:
    """Free places, or leave the line."""
    db.execute(_GIVE_BACK, {"of": offering_id, "places": places, "waits": waits})
