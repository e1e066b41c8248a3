"""What a contact corrects of one of the organisation's people: the name, and where they work."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.registration.actions import access as rights
from services.registration.actions import details
from services.registration.forms.colleague_form import DetailsForm
from services.registration.queries import organisation_offerings, staff_lists
from services.registration.routes.colleagues import back, can_change, one_of_ours, situation_of
from services.registration.routes.private_pages import private_page
from shared.errors import NotAllowed, Refusal
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint(
    "colleague_details", __name__, url_prefix="/organisations/<uuid:organisation_id>/people/<uuid:registration_id>"
)


@blueprint.get("/details")
@access.contact
def ask(organisation_id: UUID, registration_id: UUID) -> Response:
    """What stands there now."""
    row = one_of_ours(organisation_id, registration_id)
    if not can_change(row, situation_of(row)):
        return back(row)
    return _shown(row, DetailsForm(data={"name": row.name, "unit": row.unit}))


@blueprint.post("/details")
@access.contact
def correct(organisation_id: UUID, registration_id: UUID) -> Response:
    """Write it down; what was typed is kept when it can't be done."""
    row = one_of_ours(organisation_id, registration_id)
    if not can_change(row, situation_of(row)):
        return back(row)
    form = DetailsForm()
    if _name_stays(row):
        form.name.data = row.name
    if not form.validate():
        return _shown(row, form, status=422)
    said = details.Said(str(form.name.data), form.unit.data or None, row.language)
    try:
        with writing() as db:
            is_changed = details.correct_for(db, row, said, known_viewer())
    except Refusal as refusal:
        return _shown(row, form, refusal.sentence, refusal.status)
    if is_changed:
        flash(_("The details of %(name)s are saved.", name=said.name), "success")
    return back(row)


def _name_stays(row: Any) -> str:
    """Why the asker doesn't change the name; empty when they may."""
    try:
        with reading() as db:
            rights.require_nobody_else(db, known_viewer(), row.id)
    except NotAllowed as refusal:
        return refusal.sentence
    return ""


def _shown(row: Any, form: DetailsForm, problem: str = "", status: int = 200) -> Response:
    with reading() as db:
        name = organisation_offerings.name_of(db, row.organisation_id)
        units = staff_lists.units_of(db, row.organisation_id)
    return private_page(
        "colleague_details.html",
        status,
        now=situation_of(row),
        registration=row,
        form=form,
        problem=problem,
        name=name,
        units=units,
        name_stays=_name_stays(row),
    )
