"""An organisation's people, by what they are registered for: those it registered, and those whose address says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, case, func, select, true

from services.registration.queries.matching import AnswerIs, answered, has_word
from services.registration.rules import search
from shared.schema.registration import Batch, Person, Registration

Rows = Sequence[Row[*tuple[Any, ...]]]

_RANK = case({"confirmed": 0, "waitlisted": 1, "rejected": 2}, value=Registration.state, else_=3)
_waits = Registration.state == "waitlisted"
#: the last word of the name: what stands before it ends where all letters but spaces are taken off the end
_BEFORE_SURNAME = func.rtrim(Person.name, func.replace(Person.name, " ", ""))
_SURNAME = func.substr(Person.name, func.length(_BEFORE_SURNAME) + 1)
#: those with a place first; who waits by their place in the line, others by unit and surname
_ORDER = (
    _RANK,
    case((_waits, Registration.queued_at)),
    case((_waits, Registration.id)),
    func.coalesce(Registration.unit, ""),
    _SURNAME,
    Person.name,
    Registration.id,
)
_SHOWN = (
    Registration.id,
    Registration.offering_id,
    Registration.organisation_id,
    Registration.batch_id,
    Registration.unit,
    Registration.state,
    Registration.reason,
    Registration.awaits_approval,
    Registration.told_reason,
    Registration.created_at,
    Registration.changed_at,
    Person.email,
    Person.name,
    Person.language,
    Batch.actor,
    Batch.contact_name,
    ((Batch.actor == "person") & Batch.contact_email.is_(None)).label("came_alone"),
)
_ROWS: Select[*tuple[Any, ...]] = (
    select(*_SHOWN).join(Person, Person.id == Registration.person_id).join(Batch, Batch.id == Registration.batch_id)
)


@dataclass(frozen=True, slots=True)
class Staff:
    """Which of an organisation's people."""

    organisation_id: UUID
    #: in these offerings; None: in all
    offering_ids: Sequence[UUID] | None = None
    unit: str | None = None
    state: str | None = None
    #: words that are all in the name or the address
    text: str = ""
    answer: AnswerIs | None = None
    #: only those who wait for the organiser's yes
    asks: bool = False


def counts(db: Connection, wanted: Staff) -> dict[UUID, dict[str, int]]:
    """How many are in each state, by offering."""
    statement = select(Registration.offering_id, Registration.state, func.count()).select_from(Registration)
    if wanted.text:
        statement = statement.join(Person, Person.id == Registration.person_id)
    found: dict[UUID, dict[str, int]] = {}
    for offering_id, state, count in db.execute(
        _of(statement, wanted).group_by(Registration.offering_id, Registration.state)
    ):
        found.setdefault(offering_id, {})[state] = count
    return found


def units(db: Connection, organisation_id: UUID) -> list[str]:
    """Where they work, as it was said when they were registered."""
    statement = select(Registration.unit).where(Registration.unit.is_not(None)).distinct()
    return sorted(unit for unit in db.scalars(_of(statement, Staff(organisation_id))) if unit)


def people(db: Connection, wanted: Staff, most: int, skipped: int = 0) -> Rows:
    """At most so many of each offering after the first ``skipped``: those with a place first."""
    number = func.row_number().over(partition_by=Registration.offering_id, order_by=_ORDER).label("number")
    statement = _ROWS.add_columns(number)
    listed = _of(statement, wanted).subquery()
    shown = listed.c.number.between(skipped + 1, skipped + most)
    return db.execute(select(listed).where(shown).order_by(listed.c.offering_id, listed.c.number)).all()


def page(db: Connection, wanted: Staff, limit: int, after: UUID | None) -> tuple[Rows, UUID | None]:
    """One page in the order of registering, and the cursor of the next page if there is one."""
    statement = _of(_ROWS, wanted)
    if after is not None:
        statement = statement.where(Registration.id > after)
    rows = db.execute(statement.order_by(Registration.id).limit(limit + 1)).all()
    return rows[:limit], rows[limit - 1].id if len(rows) > limit else None


def all_people(db: Connection, wanted: Staff) -> Rows:
    """All of them, to be taken along."""
    statement = _of(_ROWS, wanted)
    return db.execute(statement.order_by(Registration.offering_id, _RANK, Person.name, Registration.id)).all()


def _of(statement: Select[*tuple[Any, ...]], wanted: Staff) -> Select[*tuple[Any, ...]]:
    conditions: list[ColumnElement[bool]] = [Registration.organisation_id == wanted.organisation_id]
    if wanted.offering_ids is not None:
        conditions.append(Registration.offering_id.in_(wanted.offering_ids))
    if wanted.unit is not None:
        conditions.append(Registration.unit == wanted.unit)
    if wanted.state is not None:
        conditions.append(Registration.state == wanted.state)
    if wanted.answer is not None:
        conditions.append(answered(wanted.answer))
    if wanted.asks:
        conditions.append(true() & Registration.awaits_approval)
    return statement.where(*conditions, *(has_word(word) for word in search.words(wanted.text)))
