"""A series handed over: who answers for it, another organisation asked to lead it, and its answer."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from services.catalogue import words
from services.catalogue.actions import handovers as actions
from services.catalogue.forms.handover_form import HandoverForm, ResponsibleForm
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.queries import handovers, workspace_series
from services.catalogue.routes import sent
from services.catalogue.routes.permission import series_to_manage
from shared.errors import NotThere, Refusal
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_handover", __name__, url_prefix="/workspace")

Answer = str | Response | tuple[str, int]


@blueprint.get("/series/<slug>/handover")
@access.organiser
def page(slug: str) -> Answer:
    """Who answers for it, and who is asked to lead it."""
    return _page(slug)


@blueprint.post("/series/<slug>/handover/person")
@access.organiser
def person(slug: str) -> Answer:
    """Hand it to a colleague, at once."""
    with reading() as db:
        series = series_to_manage(db, slug)
        form = ResponsibleForm(handovers.organisers(db, series.organiser_id))
    if not form.validate():
        return _page(slug, form)
    chosen = UUID(form.account.data) if form.account.data else None
    try:
        with writing() as db:
            actions.set_responsible(db, known_viewer().actor, series.id, chosen, seen=_id(form.seen.data))
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _page(slug, form)
    flash(_("Saved."), "success")
    return redirect(url_for("workspace_series.page", slug=slug), 303)


@blueprint.post("/series/<slug>/handover")
@access.organiser
def ask(slug: str) -> Answer:
    """Ask another organisation to lead it."""
    with reading() as db:
        series = series_to_manage(db, slug)
        form = HandoverForm(handovers.receivers(db, series.organiser_id))
    asking_id = sent.id_of(form.new_id)
    if not form.validate():
        return _page(slug, asking=form)
    try:
        with writing() as db:
            actions.ask(db, known_viewer().actor, series.id, form.asked(asking_id))
    except NotThere:
        raise
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _page(slug, asking=form)
    flash(_("They have been asked. Until they say yes, everything stays as it is."), "success")
    return redirect(url_for("workspace_handover.page", slug=slug), 303)


@blueprint.post("/series/<slug>/handover/withdraw")
@access.organiser
def withdraw(slug: str) -> Answer:
    """Ask no longer."""
    with writing() as db:
        actions.withdraw(db, known_viewer().actor, series_to_manage(db, slug).id)
    flash(_("Nobody is asked any more. The series stays with you."), "success")
    return redirect(url_for("workspace_handover.page", slug=slug), 303)


@blueprint.route("/handovers/<uuid:handover_id>", methods=["GET", "POST"])
@access.organiser
def answer(handover_id: UUID) -> Answer:
    """For those who are asked: what it means, yes or no."""
    with reading() as db:
        asked = asked_of(db, handover_id)
    if request.method == "GET":
        return render_template("workspace/handover_answer.html", asked=asked, words=words)
    says_yes = request.form.get("answer") == "yes"
    try:
        with writing() as db:
            if says_yes:
                actions.accept(db, known_viewer(), handover_id)
            else:
                actions.decline(db, known_viewer().actor, handover_id)
    except Refusal as refusal:
        flash(refusal.sentence, "warning")
        return redirect(url_for("workspace.page"), 303)
    if says_yes:
        flash(_("Your organisation leads the series now."), "success")
        return redirect(url_for("workspace_series.page", slug=asked.slug), 303)
    flash(_("You said no. The series stays where it was."), "success")
    return redirect(url_for("workspace.page"), 303)


def asked_of(db: Connection, handover_id: UUID) -> Any:
    """An asking that the asker may answer. Raises NotThere for everybody else."""
    found = handovers.one(db, handover_id)
    if found is None or not known_viewer().may_organise(found.organisation_id):
        raise NotThere("no_handover", _("There is nothing like this to answer."))
    return found


def _page(slug: str, form: ResponsibleForm | None = None, asking: HandoverForm | None = None) -> Answer:
    with reading() as db:
        series = workspace_series.series(db, series_to_manage(db, slug).slug)
        now = handovers.responsible(db, series.id)
        is_asked = handovers.asked(db, series.id)
        organisers = handovers.organisers(db, series.organiser_id)
        receivers = handovers.receivers(db, series.organiser_id)
    seen = str(now.id) if now else ""
    shown = form or ResponsibleForm(organisers, formdata=None, data={"account": seen})
    shown.seen.data = seen
    fresh = asking or HandoverForm(receivers, formdata=None)
    sent.id_of(fresh.new_id)
    html = render_template(
        "workspace/handover.html", series=series, form=shown, asking=fresh, asked=is_asked, receivers=receivers
    )
    return html, 422 if any(one is not None and (one.errors or one.form_errors) for one in (form, asking)) else 200


def _id(written: str | None) -> UUID | None:
    try:
        return UUID(written or "")
    except ValueError:
        return None
