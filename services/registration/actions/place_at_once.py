"""A place for one person, for what happens most often: the offering is open, a place is free, the person is new to it.

Whatever isn't as simple as that is left to the general way, with nothing written. On PostgreSQL, where every statement
is a way to the server and back, one statement writes everything or nothing.
"""

from itertools import zip_longest
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, FromClause, func, join, literal_column, null, select
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.orm import InstrumentedAttribute

from services.registration.actions.free_seat import OFFERING_ID, TAKE
from services.registration.actions.order import Order, Outcome, Result
from services.registration.rules.mail_domains import domains_of
from shared import journal
from shared.database import locks
from shared.database.connection import after_commit, complete
from shared.database.prepared import Prepared, parameter, run_in_turn, said
from shared.ring import ring
from shared.schema.base import Base, new_id
from shared.schema.catalogue import Offering, Series
from shared.schema.journal import JournalLine
from shared.schema.organisations import OrganisationDomain
from shared.schema.registration import Batch, Person, Registration, Seats

Columns = dict[InstrumentedAttribute[Any], Any]

_NOW = said("now", Batch.created_at)
_ORGANISATION_ID = said("organisation_id", Batch.organisation_id)
#: an address that lies in more domains is left to the general way
_MOST_DOMAINS = 4
_DOMAINS = [f"domain_{number}" for number in range(_MOST_DOMAINS)]
_employer = (
    select(OrganisationDomain.organisation_id)
    .where(OrganisationDomain.domain.in_([said(name, OrganisationDomain.domain) for name in _DOMAINS]))
    # the narrowest
    .order_by(func.length(OrganisationDomain.domain).desc())
    .limit(literal_column("1"))
    # written out, since SQLite's dialect would make a parameter of it
    .offset(literal_column("0"))
    .scalar_subquery()
)
_BATCH_ID = said("batch_id", Batch.id)

_person: Columns = {
    Person.id: said("person_id", Person.id),
    Person.email_key: said("key", Person.email_key),
    Person.email: said("email", Person.email),
    Person.name: said("name", Person.name),
    Person.language: func.coalesce(said("language", Person.language), Series.language),
    Person.created_at: _NOW,
}
_batch: Columns = {
    Batch.id: _BATCH_ID,
    Batch.offering_id: OFFERING_ID,
    Batch.organisation_id: _ORGANISATION_ID,
    Batch.contact_email: said("contact_email", Batch.contact_email),
    Batch.contact_name: said("contact_name", Batch.contact_name),
    Batch.contact_language: said("contact_language", Batch.contact_language),
    Batch.if_full: said("if_full", Batch.if_full),
    Batch.actor: said("actor", Batch.actor),
    Batch.created_at: _NOW,
}
_line: Columns = {
    getattr(JournalLine, name): said(f"line_{name}", getattr(JournalLine, name))
    for name in journal.line("", "", journal.Subject())
} | {JournalLine.series_id: Series.id}
_registration: Columns = {
    Registration.id: said("registration_id", Registration.id),
    Registration.offering_id: OFFERING_ID,
    Registration.batch_id: _BATCH_ID,
    Registration.person_id: Person.id,
    Registration.organisation_id: func.coalesce(_ORGANISATION_ID, _employer),
    Registration.unit: said("unit", Registration.unit),
    Registration.state: literal_column("'confirmed'"),
    Registration.awaits_approval: literal_column("false"),
    Registration.reason: null(),
    Registration.queued_at: _NOW,
    Registration.link_version: literal_column("0"),
    Registration.created_at: _NOW,
    Registration.changed_at: _NOW,
}


def _insert(table: type[Base], values: Columns, source: FromClause, *where: ColumnElement[bool]) -> Insert:
    """An INSERT of these values, once for each row of the source."""
    return insert(table).from_select(list(values), select(*values.values()).select_from(source).where(*where))


_with_series = join(Offering, Series, Series.id == Offering.series_id)
_this = Offering.id == OFFERING_ID
_key = Person.email_key == said("key", Person.email_key)

#: one after the other, the seat first
_STEPS = [
    Prepared(statement)
    for statement in (
        TAKE,
        _insert(Person, _person, _with_series, _this).on_conflict_do_nothing(index_elements=["email_key"]),
        insert(Batch).values(_batch),
        _insert(Registration, _registration, Person.__table__, _key),
        _insert(JournalLine, _line, _with_series, _this),
    )
]

_seat = TAKE.returning(Seats.offering_id).cte("seat")
_seated = _with_series.join(_seat, _seat.c.offering_id == Offering.id)
_new_person = _insert(Person, _person, _seated)
_its_person = (
    # the update changes nothing; it makes the statement give the id of somebody known
    _new_person.on_conflict_do_update(index_elements=["email_key"], set_={"email_key": _new_person.excluded.email_key})
    .returning(Person.id)
    .cte("person")
)
#: the seat and all rows, or nothing at all
_PLACE = Prepared(
    _insert(Registration, {**_registration, Registration.person_id: _its_person.c.id}, _its_person).add_cte(
        _insert(Batch, _batch, _seat).cte("batch"), _insert(JournalLine, _line, _seated).cte("line")
    )
)


def register(db: Connection, order: Order) -> Outcome | None:
    """A place for the order's one person. None, with nothing written, when it isn't as simple."""
    person = order.people[0]
    domains = domains_of(person.key) if order.recognises and order.organisation_id is None else []
    if order.batch_id is not None or person.answers or len(domains) > _MOST_DOMAINS:
        return None
    batch_id, registration_id = new_id(), new_id()
    values = {parameter(name): value for name, value in _values(order, domains, batch_id, registration_id).items()}
    if not (_together if db.dialect.name == "postgresql" else _one_by_one)(db, order, values):
        return None
    after_commit(db, ring)
    return Outcome(batch_id, [Result(registration_id, person.email, "confirmed", None, None, batch_id)])


def _together(db: Connection, order: Order, values: dict[str, Any]) -> bool:
    steps = [locks.holding("offering", order.offering_id), (_PLACE, values)]
    _locked, placed = run_in_turn(db, steps, ends_transaction=order.ends_transaction)
    return placed == 1


def _one_by_one(db: Connection, order: Order, values: dict[str, Any]) -> bool:
    take, *rows = _STEPS
    if take.run(db, values) != 1:
        return False
    for row in rows:
        row.run(db, values)
    if order.ends_transaction:
        complete(db)
    return True


def _values(order: Order, domains: list[str], batch_id: UUID, registration_id: UUID) -> dict[str, Any]:
    person, contact = order.people[0], order.contact
    subject = journal.Subject(offering_id=order.offering_id, subject_id=batch_id, detail={"confirmed": 1})
    line = journal.line("registrations.made", order.actor, subject)
    del line["series_id"]
    return {
        "now": line["at"],
        "asked_at": order.asked_at,
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
        "language": person.language,
        "registration_id": registration_id,
        "unit": person.unit,
        **dict(zip_longest(_DOMAINS, domains)),
        **{f"line_{name}": value for name, value in line.items()},
    }
