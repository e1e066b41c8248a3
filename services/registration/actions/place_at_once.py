"""A place for one person in two statements, for PostgreSQL: there every statement is a way to the server and back.

The second statement writes everything or nothing, and itself checks what the first one saw, under the lock that the
first one took. Whatever isn't simply "a free place for somebody new" is left to the general way.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, exists, insert, literal_column, null, or_, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import InstrumentedAttribute

from services.registration.actions.order import Order, Outcome, Result
from services.registration.queries import single
from services.registration.queries.people import STANDS
from services.registration.queries.single import Sight
from services.registration.rules import window
from shared import clock, journal
from shared.database.connection import after_commit
from shared.ring import ring
from shared.schema.base import new_id
from shared.schema.catalogue import Offering
from shared.schema.journal import JournalLine
from shared.schema.registration import Batch, Person, Registration, Seats


def _said(name: str, like: InstrumentedAttribute[Any]) -> BindParameter[Any]:
    return bindparam(_parameter(name), type_=like.type)


def _parameter(name: str) -> str:
    """Unlike any column, since SQLAlchemy takes a parameter called as a column for that column's new value."""
    return f"new_{name}"


_NOW = _said("now", Batch.created_at)
_OFFERING_ID = _said("offering_id", Batch.offering_id)
_ORGANISATION_ID = _said("organisation_id", Batch.organisation_id)
_BATCH_ID = _said("batch_id", Batch.id)

_capacity = select(Offering.capacity).where(Offering.id == Seats.offering_id).scalar_subquery()
_stands = exists().where(
    Registration.offering_id == Seats.offering_id,
    Registration.person_id == Person.id,
    Person.email_key == bindparam(_parameter("key")),
    STANDS,
)
_SEAT = (
    update(Seats)
    .values(taken=Seats.taken + literal_column("1"))
    .where(
        Seats.offering_id == _OFFERING_ID,
        Seats.waiting == literal_column("0"),
        or_(_capacity.is_(None), Seats.taken < _capacity),
        ~_stands,
    )
    .returning(Seats.offering_id)
    .cte("seat")
)

_person = {
    Person.id: _said("person_id", Person.id),
    Person.email_key: _said("key", Person.email_key),
    Person.email: _said("email", Person.email),
    Person.name: _said("name", Person.name),
    Person.language: _said("language", Person.language),
    Person.created_at: _NOW,
}
_upsert = postgresql.insert(Person).from_select(list(_person), select(*_person.values()).select_from(_SEAT))
_PERSON = (
    # the update changes nothing; it makes the statement give the id of somebody known
    _upsert.on_conflict_do_update(index_elements=["email_key"], set_={"email_key": _upsert.excluded.email_key})
    .returning(Person.id)
    .cte("person")
)

_batch = {
    Batch.id: _BATCH_ID,
    Batch.offering_id: _OFFERING_ID,
    Batch.organisation_id: _ORGANISATION_ID,
    Batch.contact_email: _said("contact_email", Batch.contact_email),
    Batch.contact_name: _said("contact_name", Batch.contact_name),
    Batch.contact_language: _said("contact_language", Batch.contact_language),
    Batch.if_full: _said("if_full", Batch.if_full),
    Batch.actor: _said("actor", Batch.actor),
    Batch.created_at: _NOW,
}
_BATCH = insert(Batch).from_select(list(_batch), select(*_batch.values()).select_from(_SEAT)).cte("batch")

_line = {
    getattr(JournalLine, name): _said(f"line_{name}", getattr(JournalLine, name))
    for name in journal.line("", "", journal.Subject())
}
_LINE = insert(JournalLine).from_select(list(_line), select(*_line.values()).select_from(_SEAT)).cte("line")

_registration = {
    Registration.id: _said("registration_id", Registration.id),
    Registration.offering_id: _OFFERING_ID,
    Registration.batch_id: _BATCH_ID,
    Registration.person_id: _PERSON.c.id,
    Registration.organisation_id: _ORGANISATION_ID,
    Registration.unit: _said("unit", Registration.unit),
    Registration.state: literal_column("'confirmed'"),
    Registration.reason: null(),
    Registration.queued_at: _NOW,
    Registration.link_version: literal_column("0"),
    Registration.created_at: _NOW,
    Registration.changed_at: _NOW,
}
_PLACE = (
    insert(Registration)
    .from_select(list(_registration), select(*_registration.values()).select_from(_PERSON))
    .add_cte(_BATCH, _LINE)
    .returning(Registration.id)
)


def register(db: Connection, order: Order) -> Outcome | None:
    """A place for the order's one person. None, with nothing written but the lock held, when it isn't as simple."""
    person = order.people[0]
    if order.batch_id is not None or person.answers:
        return None
    sight = single.look(db, order.offering_id, person.key)
    now = clock.now()
    if sight is None or sight.is_registered or window.standing(sight.facts.window, now) != "open":
        return None
    said = _values(order, sight, now)
    if db.execute(_PLACE, {_parameter(name): value for name, value in said.items()}).one_or_none() is None:
        return None
    after_commit(db, ring)
    result = Result(said["registration_id"], person.email, "confirmed", None, None, said["batch_id"])
    return Outcome(result.batch_id, [result], sight.facts)


def _values(order: Order, sight: Sight, now: datetime) -> dict[str, Any]:
    person, contact, batch_id = order.people[0], order.contact, new_id()
    subject = journal.Subject(
        series_id=sight.facts.series_id, offering_id=order.offering_id, subject_id=batch_id, detail={"confirmed": 1}
    )
    line = journal.line("registrations.made", order.actor, subject)
    return {
        "now": now,
        "offering_id": order.offering_id,
        "organisation_id": order.organisation_id,
        "batch_id": batch_id,
        "contact_email": contact.email if contact else None,
        "contact_name": contact.name if contact else None,
        "contact_language": contact.language if contact else None,
        "if_full": order.if_full,
        "actor": order.actor,
        "person_id": new_id(),
        "key": person.key,
        "email": person.email,
        "name": person.name,
        "language": person.language or sight.facts.series_language,
        "registration_id": new_id(),
        "unit": person.unit,
        **{f"line_{name}": value for name, value in line.items()},
    }
