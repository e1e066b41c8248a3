"""The themes and target groups that series are found by: the installation's own, kept by its organisers together."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.catalogue import term_words as words
from services.catalogue.actions import terms as actions
from services.catalogue.forms.differences import fingerprint, merge
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.forms.term_form import TermForm
from services.catalogue.queries import terms
from services.catalogue.queries.rows import AnyRow
from services.catalogue.routes import sent
from shared.errors import NotThere, Refusal
from shared.schema.terms import TERM_KINDS
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_terms", __name__, url_prefix="/workspace/terms")

Answer = str | Response | tuple[str, int]


@blueprint.get("")
@access.organiser
def every() -> str:
    """All of them, with how many series have each."""
    with reading() as db:
        found = terms.known(db)
    return render_template("workspace/terms.html", terms=found, kinds=TERM_KINDS, words=words)


@blueprint.route("/new/<kind>", methods=["GET", "POST"])
@access.organiser
def new(kind: str) -> Answer:
    """One more."""
    if kind not in TERM_KINDS:
        raise NotThere("no_page", _("There is no such page."))
    form = TermForm()
    term_id = sent.id_of(form.new_id)
    if request.method == "GET" or not form.validate():
        return _form_page(form, kind)
    try:
        with writing() as db:
            actions.add_term(db, known_viewer().actor, actions.NewTerm(kind, **form.names(), id=term_id))
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _form_page(form, kind)
    flash(_("Added. Series can have it from now on."), "success")
    return redirect(url_for("workspace_terms.every"), 303)


@blueprint.route("/<uuid:term_id>/edit", methods=["GET", "POST"])
@access.organiser
def edit(term_id: UUID) -> Answer:
    """Its names."""
    term = _term(term_id)
    form = TermForm(data=_typed(term))
    if request.method == "GET":
        form.seen.data = fingerprint(form)
    if request.method == "GET" or not form.validate():
        return _form_page(form, term.kind, term)
    try:
        with writing() as db:
            actions.edit_term(db, known_viewer().actor, term_id, form.names(), sent.version_of(form.version))
    except Refusal as refusal:
        if refusal.code != "stale":
            show_refusal(form, refusal)
            return _form_page(form, term.kind, term)
        theirs = TermForm(formdata=None, data=_typed(term))
        merged = merge(theirs, form, form.seen.data)
        form.version.data, form.seen.data = str(term.version), fingerprint(theirs)
        return _form_page(form, term.kind, term, merged)
    flash(_("Saved."), "success")
    return redirect(url_for("workspace_terms.every"), 303)


@blueprint.route("/<uuid:term_id>/remove", methods=["GET", "POST"])
@access.organiser
def remove(term_id: UUID) -> Answer:
    """Once no series has it."""
    term = _term(term_id)
    if request.method == "GET":
        return render_template("workspace/term_remove.html", term=term, words=words)
    try:
        with writing() as db:
            actions.remove_term(db, known_viewer().actor, term_id)
    except Refusal as refusal:
        flash(refusal.sentence, "warning")
    else:
        flash(_("Removed."), "success")
    return redirect(url_for("workspace_terms.every"), 303)


def _term(term_id: UUID) -> AnyRow:
    with reading() as db:
        found = terms.one(db, term_id)
    if found is None:
        raise NotThere("no_term", _("There is no such theme or target group any more."))
    return found


def _typed(term: AnyRow) -> dict[str, Any]:
    return {name: getattr(term, name) for name in ("name_fi", "name_sv", "name_en", "version")}


def _form_page(form: TermForm, kind: str, term: AnyRow | None = None, merged: Any = None) -> Answer:
    html = render_template("workspace/term_form.html", form=form, kind=kind, term=term, merged=merged, words=words)
    return html, 409 if merged else 422 if form.errors or form.form_errors else 200
