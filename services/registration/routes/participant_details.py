"""What an organiser corrects of a participant: the name, where they work, and the language of their mails."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.registration.actions import access as rights
from services.registration.actions import details
from services.registration.forms.participant_form import ParticipantForm
from services.registration.routes.outlines import Situation
from services.registration.routes.own import is_erased
from services.registration.routes.participants import participant
from services.registration.routes.private_pages import private_page
from shared.errors import Conflict, NotAllowed, Refusal
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint(
    "participant_details", __name__, url_prefix="/participants/<uuid:offering_id>/<uuid:registration_id>"
)


@blueprint.get("/details")
@access.organiser
def ask(offering_id: UUID, registration_id: UUID) -> Response:
    """What stands there now."""
    now, row = _known(offering_id, registration_id)
    return _shown(now, row, ParticipantForm(data={"name": row.name, "unit": row.unit, "language": row.language}))


@blueprint.post("/details")
@access.organiser
def correct(offering_id: UUID, registration_id: UUID) -> Response:
    """Write it down; what was typed is kept when it can't be done."""
    now, row = _known(offering_id, registration_id)
    form = ParticipantForm()
    if _wrote_it_themselves(row):
        form.name.data, form.language.data = row.name, row.language
    if not form.validate():
        return _shown(now, row, form, status=422)
    said = details.Said(str(form.name.data), form.unit.data or None, str(form.language.data))
    try:
        with writing() as db:
            is_changed = details.correct_for(db, row, said, known_viewer())
    except Refusal as refusal:
        return _shown(now, row, form, refusal.sentence, refusal.status)
    if is_changed:
        flash(_("The details of %(name)s are saved.", name=said.name), "success")
    return redirect(url_for("participants.page", offering_id=offering_id), 303)


def _known(offering_id: UUID, registration_id: UUID) -> tuple[Situation, Any]:
    now, row = participant(offering_id, registration_id)
    if is_erased(row):
        raise Conflict("erased", _("This person's data has been erased."))
    return now, row


def _wrote_it_themselves(row: Any) -> bool:
    try:
        with reading() as db:
            rights.require_nobody_else(db, known_viewer(), row.id)
    except NotAllowed:
        return True
    return False


def _shown(now: Situation, row: Any, form: ParticipantForm, problem: str = "", status: int = 200) -> Response:
    return private_page(
        "participant_details.html",
        status,
        now=now,
        registration=row,
        form=form,
        problem=problem,
        wrote_it_themselves=_wrote_it_themselves(row),
    )
