"""What an offering asks of whoever registers, in the workspace: added, changed, put in order, taken away."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Connection, Row
from werkzeug.wrappers import Response

from services.catalogue import words
from services.catalogue.actions import questions as actions
from services.catalogue.forms.question_form import QuestionForm
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.queries import questions, workspace_series
from services.catalogue.routes import sent
from services.catalogue.routes.permission import offering_to_manage
from shared.errors import NotThere, Refusal
from shared.rules.questions import SENSITIVE_DAYS
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_questions", __name__, url_prefix="/workspace")

Answer = str | Response | tuple[str, int]


@blueprint.get("/offerings/<uuid:offering_id>/questions")
@access.organiser
def page(offering_id: UUID) -> str:
    """All of them, in their order."""
    with reading() as db:
        series = offering_to_manage(db, offering_id)
        return render_template(
            "workspace/questions.html",
            series=series,
            offering=workspace_series.offering(db, offering_id),
            questions=questions.asked(db, offering_id),
            taken_away=questions.taken_away(db, offering_id),
            others=questions.with_questions(db, offering_id),
            kind_word=words.question_kind_word,
            sensitive_days=SENSITIVE_DAYS,
        )


@blueprint.route("/offerings/<uuid:offering_id>/questions/new", methods=["GET", "POST"])
@access.organiser
def new(offering_id: UUID) -> Answer:
    """One more question."""
    with reading() as db:
        series = offering_to_manage(db, offering_id)
        offering = workspace_series.offering(db, offering_id)
    form = QuestionForm(data={"kind": "text"})
    question_id = sent.id_of(form.new_id)
    if request.method == "GET" or not form.validate():
        return _form_page(form, series, offering, None)
    try:
        with writing() as db:
            made = actions.NewQuestion(**form.changes(), id=question_id)
            actions.add_question(db, known_viewer().actor, offering_id, made)
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _form_page(form, series, offering, None)
    flash(_("The question is asked from now on."), "success")
    return _back(offering_id)


@blueprint.route("/questions/<uuid:question_id>/edit", methods=["GET", "POST"])
@access.organiser
def edit(question_id: UUID) -> Answer:
    """Its words, how it is answered, who sees the answers."""
    with reading() as db:
        series, offering, question = _managed(db, question_id)
    now = question._asdict() | {"options": "\n".join(question.options)}
    form = QuestionForm(data={name: now[name] for name in actions.QuestionChanges.__annotations__})
    if request.method == "GET" or not form.validate():
        return _form_page(form, series, offering, question)
    try:
        with writing() as db:
            actions.edit_question(db, known_viewer().actor, question_id, form.changes())
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _form_page(form, series, offering, question)
    flash(_("Saved."), "success")
    return _back(offering.id)


@blueprint.post("/questions/<uuid:question_id>/place")
@access.organiser
def place(question_id: UUID) -> Response:
    """Put it somewhere else among them."""
    with reading() as db:
        _series, offering, _question = _managed(db, question_id)
    with writing() as db:
        position = request.form.get("position", 1, type=int)
        actions.place_question(db, known_viewer().actor, question_id, position)
    return _back(offering.id)


@blueprint.route("/questions/<uuid:question_id>/remove", methods=["GET", "POST"])
@access.organiser
def remove(question_id: UUID) -> str | Response:
    """Ask it no more, once the organiser has seen what becomes of the answers."""
    with reading() as db:
        series, offering, question = _managed(db, question_id)
        is_answered = questions.is_answered(db, question_id)
    if request.method == "GET":
        return render_template(
            "workspace/question_remove.html",
            series=series,
            offering=offering,
            question=question,
            is_answered=is_answered,
        )
    with writing() as db:
        is_kept = actions.remove_question(db, known_viewer().actor, question_id)
    if is_kept:
        flash(_("The question is asked no more. The answers stay until they are erased."), "success")
    else:
        flash(_("The question has been removed."), "success")
    return _back(offering.id)


@blueprint.post("/offerings/<uuid:offering_id>/questions/copy")
@access.organiser
def copy(offering_id: UUID) -> Response:
    """Ask the same as another offering of the series."""
    with reading() as db:
        offering_to_manage(db, offering_id)
    other = request.form.get("from", type=UUID)
    if other is not None:
        with writing() as db:
            count = actions.copy_questions(db, known_viewer().actor, offering_id, other)
        flash(ngettext("%(num)s question was added.", "%(num)s questions were added.", count), "success")
    return _back(offering_id)


def _managed(db: Connection, question_id: UUID) -> tuple[Row[Any], Row[Any], Row[Any]]:
    """The question with its offering and series, for those who organise it. Raises NotThere, NotAllowed."""
    question = questions.one(db, question_id)
    if question is None:
        raise NotThere("no_question", _("There is no such question."))
    series = offering_to_manage(db, question.offering_id)
    return series, workspace_series.offering(db, question.offering_id), question


def _form_page(form: QuestionForm, series: Row[Any], offering: Row[Any], question: Row[Any] | None) -> Answer:
    html = render_template(
        "workspace/question_form.html", form=form, series=series, offering=offering, question=question
    )
    return html, 422 if form.errors else 200


def _back(offering_id: UUID) -> Response:
    return redirect(url_for("workspace_questions.page", offering_id=offering_id))
