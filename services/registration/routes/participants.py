"""Who is registered for an offering, for the organisers of its series."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.registration.actions import cancel
from services.registration.queries import registrations, waiting, writers
from services.registration.queries.registrations import Filter
from services.registration.routes.outlines import Situation, situation
from services.registration.routes.private_pages import private_page
from shared.errors import NotThere
from shared.schema.registration import REGISTRATION_STATES
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

PAGE_ROWS = 50

blueprint = Blueprint("participants", __name__)


@blueprint.get("/participants/<uuid:offering_id>")
@access.organiser
def page(offering_id: UUID) -> Response:
    """First come first, page by page."""
    now = _organised(offering_id)
    state = request.args.get("state")
    state = state if state in REGISTRATION_STATES else None
    wanted = Filter(offering_id, PAGE_ROWS, state, _cursor())
    with reading() as db:
        rows, more = registrations.page(db, wanted)
        counts = registrations.counts(db, offering_id)
        line = waiting.positions(db, offering_id, [row.id for row in rows if row.state == "waitlisted"])
        names = writers.names_of(db, {row.actor for row in rows})
    return private_page(
        "participants.html",
        now=now,
        rows=rows,
        counts=counts,
        line=line,
        names=names,
        state=state,
        next_url=url_for("participants.page", offering_id=offering_id, state=state, cursor=more) if more else None,
        first_url=url_for("participants.page", offering_id=offering_id, state=state) if wanted.after else None,
    )


@blueprint.get("/participants/<uuid:offering_id>/<uuid:registration_id>/cancel")
@access.organiser
def ask(offering_id: UUID, registration_id: UUID) -> str:
    """Say what cancelling somebody does before it is done."""
    now, row = _participant(offering_id, registration_id)
    return render_template("participant_cancel.html", now=now, registration=row)


@blueprint.post("/participants/<uuid:offering_id>/<uuid:registration_id>/cancel")
@access.organiser
def remove(offering_id: UUID, registration_id: UUID) -> Response:
    """Cancel somebody's registration; a second time is the same as once."""
    _now, row = _participant(offering_id, registration_id)
    with writing() as db:
        cancelled = cancel.cancel(db, registration_id, known_viewer().actor)
    if cancelled.changed:
        if row.state == "waitlisted":
            flash(_("%(name)s is off the waiting list.", name=row.name), "success")
        else:
            flash(_("The registration of %(name)s is cancelled.", name=row.name), "success")
    return redirect(url_for("participants.page", offering_id=offering_id), 303)


def _organised(offering_id: UUID) -> Situation:
    now = situation(offering_id, is_known=True)
    known_viewer().require_organiser(now.outline.facts.organiser_id)
    return now


def _participant(offering_id: UUID, registration_id: UUID) -> tuple[Situation, Any]:
    now = _organised(offering_id)
    with reading() as db:
        row = registrations.one(db, registration_id)
    if row is None or row.offering_id != offering_id:
        raise NotThere("no_registration", _("There is no such registration."))
    return now, row


def _cursor() -> UUID | None:
    try:
        return UUID(request.args.get("cursor", ""))
    except ValueError:
        return None
