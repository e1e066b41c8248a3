"""Who is registered for an offering, for the organisers of its series."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from services.registration.actions import cancel
from services.registration.forms.narrow_form import NarrowForm
from services.registration.queries import (
    assignments,
    completions,
    erasure,
    moving_up,
    own_answers,
    questions,
    registrations,
    waiting,
    writers,
)
from services.registration.queries.facets import Facets, facets
from services.registration.queries.matching import Filter
from services.registration.queries.standing import STANDING_STATES
from services.registration.routes.outlines import Situation, situation
from services.registration.routes.participant_answers import groups_to_find
from services.registration.routes.participant_choice import ASKS, WITHOUT, Choice, choice_of
from services.registration.routes.private_pages import private_page
from services.registration.rules.answers import Question
from services.registration.words import MOST_NAMED, answer_words, name_word, registered_by, who
from shared.errors import NotThere
from shared.rules.partners import Right
from shared.web import access
from shared.web.current import reading, writing
from shared.web.numbers import number
from shared.web.rights import require, rights
from shared.web.viewer import known_viewer

PAGE_ROWS = 50

blueprint = Blueprint("participants", __name__)


@blueprint.get("/participants/<uuid:offering_id>")
@access.organiser
def page(offering_id: UUID) -> Response:
    """First come first, page by page; narrowed down to who is looked for. Partners who see people change nothing."""
    now = followed(offering_id)
    choice = choice_of(offering_id, request.args)
    wanted = choice.filter(PAGE_ROWS, _cursor())
    with reading() as db:
        rows, more = registrations.page(db, wanted)
        counts = registrations.counts(db, wanted.in_every_state)
        asking = sum(registrations.counts(db, wanted.asking).values()) if counts.get("waitlisted") else 0
        requests = registrations.requests(db, offering_id) if choice.is_narrowed else asking
        line = waiting.positions(db, offering_id, [row.id for row in rows if row.state == "waitlisted"])
        names = writers.names_of(db, {row.actor for row in rows})
        found = facets(db, offering_id)
        asked = questions.every_question(db, offering_id)
        answers = own_answers.of_registrations(db, {row.id: offering_id for row in rows}) if asked else {}
        erased = erasure.erased_in(db, offering_id)
        has_tasks = bool(assignments.of_offering(db, offering_id))
        completed = completions.of_registrations(db, [row.id for row in rows])
    return private_page(
        "participants.html",
        now=now,
        choice=choice,
        form=_form(choice, found, asked),
        answers={one: theirs.plain.given for one, theirs in answers.items()},
        answer_words=answer_words,
        asks_sensitive=any(one.is_sensitive for one in asked),
        rows=rows,
        counts=counts,
        asking=asking,
        in_line=counts.get("waitlisted", 0) - asking,
        requests=requests,
        standing=0 if now.is_over else _standing(counts, asking, choice.state),
        writable=_standing(counts, asking, choice.state),
        line=line,
        names=names,
        registered_by=registered_by,
        name_word=name_word,
        erased=erased,
        completed=completed,
        has_tasks=has_tasks,
        number=number,
        has_units=bool(found.units or found.organisations),
        next_url=_address(choice, cursor=more) if more else None,
        first_url=_address(choice) if wanted.after else None,
    )


@blueprint.get("/participants/<uuid:offering_id>/<uuid:registration_id>/cancel")
@access.organiser
def ask(offering_id: UUID, registration_id: UUID) -> Response:
    """Say what cancelling somebody does before it is done."""
    now, row = participant(offering_id, registration_id)
    with reading() as db:
        promoted = moving_up.would_move_up(db, now.outline.facts, [registration_id], now.now)
    return private_page("participant_cancel.html", now=now, registration=row, promoted=promoted)


@blueprint.post("/participants/<uuid:offering_id>/<uuid:registration_id>/cancel")
@access.organiser
def remove(offering_id: UUID, registration_id: UUID) -> Response:
    """Cancel somebody's registration; a second time is the same as once."""
    _now, row = participant(offering_id, registration_id)
    with writing() as db:
        cancelled = cancel.cancel(db, registration_id, known_viewer().actor)
    if cancelled.changed:
        if row.state == "waitlisted" and row.awaits_approval:
            flash(_("The request of %(name)s is cancelled.", name=row.name), "success")
        elif row.state == "waitlisted":
            flash(_("%(name)s is off the waiting list.", name=row.name), "success")
        else:
            flash(_("The registration of %(name)s is cancelled.", name=row.name), "success")
    return redirect(url_for("participants.page", offering_id=offering_id), 303)


def organised(offering_id: UUID) -> Situation:
    """The offering as it stands, for those who organise its series. Raises NotThere or NotAllowed."""
    now = situation(offering_id, is_known=True)
    known_viewer().require_organiser(now.outline.facts.organiser_id)
    return now


def followed(offering_id: UUID) -> Situation:
    """The same for who may see its people, also as a partner of the series. Raises NotThere or NotAllowed."""
    now = situation(offering_id, is_known=True)
    facts = now.outline.facts
    with reading() as db:
        require(rights(db, known_viewer(), facts.series_id, facts.organiser_id), Right.PEOPLE)
    return now


def participant(offering_id: UUID, registration_id: UUID) -> tuple[Situation, Any]:
    """One of its registrations, for those who organise its series. Raises NotThere or NotAllowed."""
    now = organised(offering_id)
    with reading() as db:
        row = registrations.one(db, registration_id)
    if row is None or row.offering_id != offering_id:
        raise NotThere("no_registration", _("There is no such registration."))
    return now, row


def _form(choice: Choice, found: Facets, asked: Sequence[Question]) -> NarrowForm:
    said = {"q": choice.text, "organisation": choice.organisation, "unit": choice.unit, "answer": choice.answer}
    form = NarrowForm(data=said)
    without = [(WITHOUT, _("No organisation"))] if found.some_without else []
    form.offer_answers(groups_to_find(asked))
    form.offer([*((str(one), name) for one, name in found.organisations), *without], found.units)
    return form


def _standing(counts: dict[str, int], asking: int, state: str | None) -> int:
    """How many of those found can be cancelled or moved, in the state that is shown."""
    if state == ASKS:
        return asking
    if state == "waitlisted":
        return counts.get("waitlisted", 0) - asking
    return sum(counts.get(one, 0) for one in STANDING_STATES if state in (None, one))


def whom(db: Connection, wanted: Filter, states: Sequence[str], count: int) -> str:
    """Some of those who are chosen by name, and how many more there are."""
    return who(registrations.names(db, wanted, states, MOST_NAMED), count)


def _address(choice: Choice, **more: object) -> str:
    return url_for("participants.page", offering_id=choice.offering_id, **choice.address, **more)  # type: ignore[arg-type]


def _cursor() -> UUID | None:
    try:
        return UUID(request.args.get("cursor", ""))
    except ValueError:
        return None
