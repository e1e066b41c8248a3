"""Who of an offering has done which preliminary assignment, ticked by its organisers."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.registration.actions.assignments import Pair, mark_done
from services.registration.queries import assignments
from services.registration.routes.participants import organised
from services.registration.routes.private_pages import private_page
from services.registration.rules.alphabet import surname_order
from services.registration.words import name_word
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("participants_assignments", __name__)


@blueprint.get("/participants/<uuid:offering_id>/assignments")
@access.organiser
def page(offering_id: UUID) -> Response:
    """Everybody with a place, by name, each with a box to tick for each assignment."""
    now = organised(offering_id)
    with reading() as db:
        tasks = assignments.of_offering(db, offering_id)
        people = assignments.people(db, offering_id)
        done = assignments.done_in(db, offering_id)
    people = sorted(people, key=lambda row: surname_order(row.name or ""))
    return private_page(
        "participants_assignments.html", now=now, tasks=tasks, people=people, done=done, name_word=name_word
    )


@blueprint.post("/participants/<uuid:offering_id>/assignments")
@access.organiser
def mark(offering_id: UUID) -> Response:
    """Only what was touched changes: what a colleague ticked meanwhile stays."""
    organised(offering_id)
    before, ticked = _pairs("was"), _pairs("done")
    with writing() as db:
        changed = mark_done(db, offering_id, ticked - before, before - ticked, known_viewer().actor)
    flash(_("Saved.") if changed else _("Nothing changed."), "success" if changed else "info")
    return redirect(url_for("participants_assignments.page", offering_id=offering_id), 303)


def _pairs(name: str) -> set[Pair]:
    found = set()
    for said in request.form.getlist(name):
        registration, _colon, assignment = said.partition(":")
        try:
            found.add((UUID(registration), UUID(assignment)))
        except ValueError:
            continue
    return found
