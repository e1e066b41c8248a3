"""A person's answers to the offering's questions: seen, given, changed behind the link that only their mail holds."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.registration.actions import answers as actions
from services.registration.forms.answer_fields import Asking, asking
from services.registration.queries import own_answers
from services.registration.queries.own_answers import Answers
from services.registration.routes.outlines import Situation
from services.registration.routes.own import can_cancel, opened, situation_of
from services.registration.routes.private_pages import keep_private, private_page
from shared.errors import Refusal
from shared.web import access
from shared.web.current import reading, writing

blueprint = Blueprint("own_answers", __name__)


@blueprint.get("/own/<token>/answers")
@access.own_link
def ask(token: str) -> Response:
    """The questions with what was answered."""
    row = opened(token)
    now, theirs = _asked(row)
    if not theirs.questions or not can_cancel(row, now):
        return _back(token)
    return private_page("own_answers.html", token=token, now=now, form=_form(now, theirs)(), theirs=theirs)


@blueprint.post("/own/<token>/answers")
@access.own_link
def answer(token: str) -> Response:
    """Keep what was answered; what was typed stays when something doesn't fit."""
    row = opened(token)
    now, theirs = _asked(row)
    form = _form(now, theirs)()
    if not form.validate():
        return private_page("own_answers.html", 422, token=token, now=now, form=form, theirs=theirs)
    try:
        with writing() as db:
            actions.answer(db, actions.Answering(row.id, form.answers(), "person"))
    except Refusal as refusal:
        flash(refusal.sentence, "error")
        return _back(token)
    flash(_("Your answers are saved."), "success")
    return _back(token)


def _asked(row: Any) -> tuple[Situation, Answers]:
    with reading() as db:
        return situation_of(row), own_answers.of_registration(db, row.id, row.offering_id)


def _form(now: Situation, theirs: Answers) -> type[Any]:
    return asking(Asking, theirs.questions, now.outline.language, now.outline.organiser_name, theirs.known)


def _back(token: str) -> Response:
    return keep_private(redirect(url_for("own.page", token=token), 303))
