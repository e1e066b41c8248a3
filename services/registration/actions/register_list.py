"""Registering a list of staff in several offerings at once: one transaction, all of it or nothing."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection

from services.registration.actions import access, register, staff_lists
from services.registration.actions.order import Applicant, Contact, Order, Outcome
from services.registration.queries import staff_lists as kept
from services.registration.queries.offering import Facts
from services.registration.queries.staff_lists import Draft
from services.registration.rules.batch import ALREADY
from services.registration.rules.roster import of_rows
from services.registration.rules.staff_verdicts import Judged
from shared import clock
from shared.database import locks
from shared.errors import Conflict, NotThere
from shared.web.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Who confirmed which list, and what they chose."""

    list_id: UUID
    asker: Viewer
    #: waitlist, reject or all-or-nothing; the last over all offerings together
    if_full: str
    contact: Contact | None
    #: as of an order; one moment for all choices
    asked_at: datetime = field(default_factory=clock.now)


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of it."""

    #: whether anything was written that was not so before
    changed: bool
    #: whether there is a result to look at, of this time or an earlier one
    has_result: bool


def register_list(db: Connection, confirmed: Confirmed) -> Sent:
    """Register everybody on the list who can be, in every chosen offering; who can't be stays on the list.

    A second time changes nothing, since who is registered has left it. Raises NotThere, NotAllowed, or Conflict that
    names the offering in the way; nothing is written then.
    """
    draft = staff_lists.held(db, confirmed.list_id, confirmed.asker.actor)
    for offering_id in draft.offerings:
        locks.hold(db, "offering", offering_id)
    look = kept.preview(db, draft, is_approved=confirmed.asker.may_organise(draft.organiser_id))
    judged = look.judged
    if not judged.ready or not look.choices:
        return Sent(changed=False, has_result=draft.is_sent)
    people = _people(judged)
    outcomes = {facts.id: _register(db, confirmed, draft, facts, people) for facts in look.choices}
    rows = of_rows(draft.roster.row(index) for index in sorted(judged.problems))
    left = replace(rows, unread=draft.roster.unread)
    staff_lists.keep(db, draft.id, {"roster": staff_lists.columns(left), "batches": _told(draft, outcomes)})
    return Sent(any(outcome.batch_id for outcome in outcomes.values()), has_result=True)


def _people(judged: Judged) -> list[Applicant]:
    """Those who are ready."""
    rows = ((judged.roster.row(index), judged.keys[index]) for index in judged.ready)
    return [Applicant(key, row.email, row.name, row.unit or None) for row, key in rows if key is not None]


def _register(db: Connection, confirmed: Confirmed, draft: Draft, facts: Facts, people: list[Applicant]) -> Outcome:
    order = Order(
        offering_id=facts.id,
        people=people,
        if_full=confirmed.if_full,
        actor=confirmed.asker.actor,
        organisation_id=access.organisation_for(db, confirmed.asker, facts.id, draft.organisation_id),
        contact=confirmed.contact,
        is_approved=confirmed.asker.may_organise(draft.organiser_id),
        asked_at=confirmed.asked_at,
    )
    try:
        return register.register(db, order)
    except (Conflict, NotThere) as refusal:
        raise _named(refusal, facts) from refusal


def _named(refusal: Conflict | NotThere, facts: Facts) -> Conflict:
    """The refusal, saying which of the offerings it is about."""
    sentence = f"{facts.name}: {refusal.sentence}"
    if refusal.code != "not_enough_places":
        nobody = _("Nobody on the list was registered.")
        sentence = f"{sentence} {nobody}"
    return Conflict(refusal.code, sentence)


def _told(draft: Draft, outcomes: dict[UUID, Outcome]) -> dict[str, Any]:
    """What the result shows: this time's acts after those of earlier times."""
    told: dict[str, Any] = {}
    for offering_id, outcome in outcomes.items():
        before = (draft.batches or {}).get(str(offering_id), {"batches": [], "already": 0})
        batches = [str(outcome.batch_id)] if outcome.batch_id else []
        told[str(offering_id)] = {
            "batches": [*before["batches"], *batches],
            "already": before["already"] + sum(result.reason == ALREADY for result in outcome.results),
        }
    return (draft.batches or {}) | told
