"""A colleague takes over a place: nobody in the line gains or loses by it, and no place is free for a moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row, bindparam, false, insert, select, update

from services.registration.actions.act import write_act
from services.registration.actions.commissioned import require_customers
from services.registration.actions.order import Applicant, Contact, Order
from services.registration.actions.people import write_unknown
from services.registration.actions.preparation import require_prepared
from services.registration.actions.small_groups import pass_on
from services.registration.queries import offering, people
from services.registration.queries.offering import Facts
from services.registration.rules import takeover
from shared import clock, journal
from shared.database import locks
from shared.errors import Conflict, NotThere
from shared.schema.base import new_id
from shared.schema.registration import Batch, Person, Registration

#: why a registration whose place went to a colleague is cancelled
REASON = "substituted"

_OFFERING = select(Registration.offering_id).where(Registration.id == bindparam("registration_id"))
_OLD = (
    select(
        Registration.id,
        Registration.state,
        Registration.offering_id,
        Registration.reason,
        Registration.queued_at,
        Registration.organisation_id,
        Registration.awaits_approval,
        Registration.hold_id,
        Person.email_key,
        Batch.contact_email,
        Batch.contact_name,
        Batch.contact_language,
        Batch.if_full,
    )
    .join(Person, Person.id == Registration.person_id)
    .join(Batch, Batch.id == Registration.batch_id)
    .where(Registration.id == bindparam("registration_id"))
)
_TAKEN_OVER_BY = (
    select(Registration.id)
    .join(Person, Person.id == Registration.person_id)
    .where(Person.email_key == bindparam("key"), Registration.substitutes_id == bindparam("registration_id"))
)
_END = (
    update(Registration)
    .values(state="cancelled", awaits_approval=false(), reason=REASON, changed_at=bindparam("now"))
    .where(Registration.id == bindparam("registration_id"))
)
_INSERT = insert(Registration)


@dataclass(frozen=True, slots=True)
class Swap:
    """Whose place goes to whom."""

    registration_id: UUID
    colleague: Applicant
    #: as the journal writes it
    actor: str
    #: who gets the summary when nobody did when the place was taken
    contact: Contact | None = None
    #: the organiser gives it, who may let anybody into what is for a customer's staff
    is_approved: bool = False


@dataclass(frozen=True, slots=True)
class Substituted:
    """What a substitution led to."""

    #: false when this very colleague had the place already
    changed: bool
    #: the colleague's registration
    registration_id: UUID


def substitute(db: Connection, swap: Swap) -> Substituted:
    """Give a registration's place, or its place in the line, to a colleague; the same again changes nothing.

    Raises NotThere, or Conflict: ``not_standing``, ``cancelled``, ``over``, ``same_person``, ``already_registered``,
    ``customers_only``, ``requirement_missing``.
    """
    offering_id = db.scalar(_OFFERING, {"registration_id": swap.registration_id})
    if offering_id is None:
        raise NotThere("no_registration", _("There is no such registration."))
    locks.hold(db, "offering", offering_id)
    old = db.execute(_OLD, {"registration_id": swap.registration_id}).one()
    key = swap.colleague.key
    if old.reason == REASON:
        already = db.scalar(_TAKEN_OVER_BY, {"key": key, "registration_id": old.id})
        if already is not None:
            return Substituted(False, already)
    now = clock.now()
    facts = offering.facts_of_known(db, offering_id)
    _require_possible(old, facts, now)
    order = _order(old, swap)
    known = _require_new(db, old, facts, order)
    person_id = write_unknown(db, [swap.colleague], known, facts.series_language, now)[key]
    db.execute(_END, {"registration_id": old.id, "now": now})
    batch_id = write_act(db, order, now)
    made = _write(db, swap.colleague.unit, old, (batch_id, person_id), now)
    pass_on(db, old.id, made)
    _write_journal(db, swap.actor, facts, (old, batch_id, made))
    return Substituted(True, made)


def _require_new(db: Connection, old: Row[*tuple[Any, ...]], facts: Facts, order: Order) -> dict[str, UUID]:
    """Raise Conflict unless the colleague is somebody who may come and doesn't yet; their id, if they are known."""
    [colleague] = order.people
    known, standing = people.known(db, facts.id, [colleague.key])
    if colleague.key == old.email_key:
        raise Conflict("same_person", _("This person has the place already. Write the colleague's address."), "email")
    if colleague.key in standing:
        raise Conflict("already_registered", _("This colleague is registered here already."), "email")
    require_customers(db, facts, order, [colleague.key])
    require_prepared(db, facts, [colleague])
    return known


def _order(old: Row[*tuple[Any, ...]], swap: Swap) -> Order:
    """The act that the colleague comes by: as the old one was registered."""
    return Order(
        offering_id=old.offering_id,
        people=[swap.colleague],
        if_full=old.if_full,
        actor=swap.actor,
        organisation_id=old.organisation_id,
        contact=_contact_of(old) or swap.contact,
        is_approved=swap.is_approved,
    )


def _require_possible(old: Row[*tuple[Any, ...]], facts: Facts, now: datetime) -> None:
    word = takeover.obstacle(old.state, facts.window, now)
    if word is None:
        return
    if old.reason == REASON:
        raise Conflict(word, _("Another colleague has taken over this place already."))
    raise Conflict(
        word,
        {
            "not_standing": _("This registration is no longer valid, so there is no place to give."),
            "cancelled": _("Every session of it is cancelled, so there is no place to give."),
            "over": _("This is over, so the place can't be given to anybody any more."),
        }[word],
    )


def _write(db: Connection, unit: str | None, old: Row[*tuple[Any, ...]], new: tuple[UUID, UUID], now: datetime) -> UUID:
    """The new registration; ``new`` is its act and person. Who waits keeps their place in the line, also among those
    who came at once."""
    batch_id, person_id = new
    registration_id = takeover.next_in_order(old.id) if old.state == "waitlisted" else new_id()
    db.execute(
        _INSERT,
        {
            "id": registration_id,
            "offering_id": old.offering_id,
            "batch_id": batch_id,
            "person_id": person_id,
            "organisation_id": old.organisation_id,
            "unit": unit,
            "state": old.state,
            "reason": old.reason,
            "awaits_approval": old.awaits_approval,
            "hold_id": old.hold_id,
            "substitutes_id": old.id,
            "queued_at": old.queued_at,
            "link_version": 0,
            "created_at": now,
            "changed_at": now,
        },
    )
    return registration_id


def _contact_of(old: Row[*tuple[Any, ...]]) -> Contact | None:
    if old.contact_email is None:
        return None
    return Contact(old.contact_email, old.contact_name or "", old.contact_language or "fi")


def _write_journal(db: Connection, actor: str, facts: Facts, about: tuple[Row[*tuple[Any, ...]], UUID, UUID]) -> None:
    """As if one had gone and another come: mails and calendars follow by the same lines as ever."""
    old, batch_id, made = about
    gone = {"was": old.state, "substituted_by": str(made)}
    come = {old.state: 1, "substitutes": str(old.id)}
    for kind, subject_id, detail in (("registration.cancelled", old.id, gone), ("registrations.made", batch_id, come)):
        journal.append(db, kind, actor, journal.Subject(facts.series_id, None, facts.id, subject_id, detail))
