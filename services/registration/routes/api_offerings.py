"""The API's calls about one offering: its places, registering, its registrations."""

from collections.abc import Set
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection

from services.registration.actions import access as rights
from services.registration.actions import promote, register
from services.registration.actions.order import Applicant, Order, Outcome
from services.registration.forms.list_in import RegistrationListIn
from services.registration.forms.person_in import PersonIn, RegistrationsIn
from services.registration.queries import offering, registrations, waiting
from services.registration.queries.findable import require_findable
from services.registration.queries.matching import Filter
from services.registration.queries.offering import Facts
from services.registration.routes import shapes
from services.registration.routes.summaries import contact_named
from services.registration.rules.batch import ALREADY
from shared import clock
from shared.addresses import normalise
from shared.errors import NotThere
from shared.rules import window
from shared.web import idempotency
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.current import arrived_at
from shared.web.viewer import known_viewer, viewer

api = Api("registration_offerings")


@api.reads(
    "/offerings/<uuid:offering_id>/availability",
    Access.PUBLIC,
    "How many places there are, and whether one can register now",
    Shape(answer=shapes.AvailabilityOut),
)
def availability(db: Connection, offering_id: UUID) -> shapes.AvailabilityOut:
    """What is published is there for everybody; a draft for its organisers."""
    facts = found(db, offering_id)
    asker = viewer()
    if facts.series_state == "draft" and not (asker and asker.may_organise(facts.organiser_id)):
        raise NotThere("not_published", _("There is no such way to register."))
    word = window.standing(facts.window, clock.now())
    is_full = facts.free == 0
    return shapes.AvailabilityOut(
        capacity=facts.capacity,
        taken=facts.taken,
        waitlisted=facts.waiting,
        held=facts.held,
        needs_approval=facts.needs_approval,
        open=word == "open" and (not is_full or facts.waitlist),
        reason=word if word != "open" else ("full" if is_full else None),
    )


@api.writes(
    "POST",
    "/offerings/<uuid:offering_id>/registrations",
    Access.CONTACT,
    "Register people",
    Shape(body=RegistrationsIn, answer=shapes.BatchOut, status=201),
)
def register_people(db: Connection, offering_id: UUID, body: RegistrationsIn) -> shapes.BatchOut:
    """One act: everybody in it is decided at once."""
    asker = known_viewer()
    contact = body.contact
    answers = any(person.answers for person in body.people)
    order = Order(
        offering_id=offering_id,
        people=[_applicant(person) for person in body.people],
        if_full=body.if_full,
        actor=asker.actor,
        organisation_id=rights.organisation_for(db, asker, offering_id, body.organisation_id),
        contact=contact_named(contact, found(db, offering_id).series_language) if contact else None,
        after_closing=rights.lets_in_late(db, asker, offering_id, is_wanted=body.after_closing),
        is_approved=rights.says_yes(db, asker, offering_id),
        is_by_contact=not asker.may_organise(found(db, offering_id).organiser_id) if answers else False,
        is_by_another=True,
        ends_transaction=not idempotency.keeps_answer(),
        asked_at=arrived_at(),
    )
    outcome = register.register(db, order)
    known = [result.registration_id for result in outcome.results if result.reason == ALREADY]
    return _batch_out(outcome, rights.hidden(db, asker, offering_id, known))


@api.reads(
    "/offerings/<uuid:offering_id>/registrations",
    Access.CONTACT,
    "Who is registered: all of them to organisers, their own people to contacts",
    Shape(query=RegistrationListIn, answer=shapes.RegistrationListOut),
)
def list_registrations(db: Connection, offering_id: UUID, query: RegistrationListIn) -> shapes.RegistrationListOut:
    """First come first. Contacts find people only by answers that contacts see, and nobody by sensitive ones."""
    facts = found(db, offering_id)
    seen = rights.seen_in(db, known_viewer(), facts.series_id, facts.organiser_id)
    require_findable(db, offering_id, query.answer_is, is_contact=seen is not None)
    wanted = Filter(
        offering_id,
        query.limit,
        query.state,
        after=query.cursor,
        organisations=seen,
        asks=query.awaits_approval,
        text=query.q,
        organisation_id=query.organisation_id,
        without_organisation=query.without_organisation,
        unit=query.unit,
        answer=query.answer_is,
    )
    rows, more = registrations.page(db, wanted)
    line = waiting.positions(db, offering_id, [row.id for row in rows if row.state == "waitlisted"])
    return shapes.RegistrationListOut(items=[registration_out(row, line.get(row.id)) for row in rows], next=more)


@api.writes(
    "POST",
    "/offerings/<uuid:offering_id>/promote",
    Access.SERVICE,
    "Give free places to those who wait",
    Shape(answer=shapes.PromotedOut),
)
def promote_waiting(db: Connection, offering_id: UUID) -> shapes.PromotedOut:
    """Asked by the catalogue when an offering got more places."""
    return shapes.PromotedOut(promoted=promote.promote(db, offering_id, known_viewer().actor))


def found(db: Connection, offering_id: UUID) -> Facts:
    """The offering's facts. Raises NotThere."""
    facts = offering.facts(db, offering_id)
    if facts is None:
        raise NotThere("no_offering", _("There is no such way to register."))
    return facts


def require_organised(db: Connection, offering_id: UUID) -> None:
    """Raise NotThere, or NotAllowed unless the asker organises the offering's series."""
    known_viewer().require_organiser(found(db, offering_id).organiser_id)


def registration_out(row: Any, position: int | None) -> shapes.RegistrationOut:
    """A registration as the API shows it; ``position`` is its place in the line while it waits."""
    fields = {name: getattr(row, name) for name in shapes.RegistrationOut.model_fields if name != "position"}
    return shapes.RegistrationOut(**fields, position=position)


def _applicant(person: PersonIn) -> Applicant:
    return Applicant(
        normalise(person.email), person.email, person.name, person.unit or None, person.language, person.answers
    )


def _batch_out(outcome: Outcome, hidden: Set[UUID]) -> shapes.BatchOut:
    """``hidden``: registrations of others' people, of which is told only that there is one."""
    return shapes.BatchOut(
        batch_id=outcome.batch_id,
        registrations=[
            shapes.ResultOut(id=None, email=result.email, state=None, position=None, reason=result.reason)
            if result.registration_id in hidden
            else shapes.ResultOut(
                id=result.registration_id,
                email=result.email,
                state=result.state,  # type: ignore[arg-type]  # the table's check holds it to these
                position=result.position,
                reason=result.reason,
            )
            for result in outcome.results
        ],
    )
