"""What a contact answers for one of the organisation's people: only what the organiser lets contacts see."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.registration.actions import answers as actions
from services.registration.forms.answer_fields import Asking, asking
from services.registration.queries import organisation_offerings, own_answers
from services.registration.queries.own_answers import Answers
from services.registration.routes.colleagues import can_change, one_of_ours, situation_of
from services.registration.routes.outlines import Situation
from services.registration.routes.private_pages import private_page
from shared.errors import Refusal
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint(
    "colleague_answers", __name__, url_prefix="/organisations/<uuid:organisation_id>/people/<uuid:registration_id>"
)


@blueprint.get("/answers")
@access.contact
def ask(organisation_id: UUID, registration_id: UUID) -> Response:
    """The questions with what was answered."""
    row = one_of_ours(organisation_id, registration_id)
    now, theirs = _asked(row)
    if not theirs.questions or not can_change(row, now):
        return _back(organisation_id)
    return _shown(row, now, theirs, _form(now, theirs)())


@blueprint.post("/answers")
@access.contact
def answer(organisation_id: UUID, registration_id: UUID) -> Response:
    """Keep what was answered; what was typed stays when something doesn't fit."""
    row = one_of_ours(organisation_id, registration_id)
    now, theirs = _asked(row)
    form = _form(now, theirs)()
    if not form.validate():
        return _shown(row, now, theirs, form, 422)
    try:
        with writing() as db:
            said = actions.Answering(row.id, form.answers(), known_viewer().actor, is_contact=True)
            actions.answer(db, said)
    except Refusal as refusal:
        flash(refusal.sentence, "error")
        return _back(organisation_id)
    flash(_("The answers of %(name)s are saved.", name=row.name), "success")
    return _back(organisation_id)


def _asked(row: Any) -> tuple[Situation, Answers]:
    with reading() as db:
        return situation_of(row), own_answers.of_registration(db, row.id, row.offering_id).from_contact


def _form(now: Situation, theirs: Answers) -> type[Any]:
    it = now.outline
    return asking(Asking, theirs.questions, it.language, it.organiser_name, theirs.known, by_contact=True)


def _shown(row: Any, now: Situation, theirs: Answers, form: Asking, status: int = 200) -> Response:
    with reading() as db:
        name = organisation_offerings.name_of(db, row.organisation_id)
    return private_page(
        "colleague_answers.html", status, now=now, registration=row, form=form, theirs=theirs, name=name
    )


def _back(organisation_id: UUID) -> Response:
    return redirect(url_for("organisations.page", organisation_id=organisation_id), 303)
