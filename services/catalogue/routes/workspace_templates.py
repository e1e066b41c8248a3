"""Templates of an organisation: listed, and made of a series. A new series is made from one as any copy is."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.catalogue.actions.copy_series import copy_series
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.forms.template_form import TemplateForm
from services.catalogue.queries import templates, workspace_series
from services.catalogue.queries.season import first_day_of
from services.catalogue.routes import sent
from services.catalogue.routes.permission import series_to_manage
from services.catalogue.routes.workspace import organised_by
from shared.errors import Refusal
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_templates", __name__, url_prefix="/workspace")

Answer = str | Response | tuple[str, int]


@blueprint.get("/templates")
@access.organiser
def every() -> str:
    """All that the asker's organisations have."""
    with reading() as db:
        found = templates.templates(db, organised_by(known_viewer()))
    return render_template("workspace/templates.html", templates=found)


@blueprint.route("/series/<slug>/template", methods=["GET", "POST"])
@access.organiser
def save(slug: str) -> Answer:
    """Keep a series as a template: a copy with the same days, which nobody but its organisers ever sees."""
    with reading() as db:
        series_to_manage(db, slug)
        series = workspace_series.series(db, slug)
        stops = workspace_series.stops(db, series.id)
    held = [stop for stop in stops if stop.state == "scheduled"]
    if not held:
        flash(_("There are no sessions yet, so there is nothing to copy."), "warning")
        return redirect(url_for("workspace_series.page", slug=slug))
    form = TemplateForm(data={"title": series.title, "presenters": True, "mails": True})
    template_id = sent.id_of(form.new_id)
    if request.method == "POST" and form.validate():
        try:
            with writing() as db:
                copy_series(db, known_viewer().actor, series.id, form.wanted(template_id, first_day_of(held)))
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            flash(_("The template is there. New series can be made from it."), "success")
            return redirect(url_for(".every"))
    html = render_template("workspace/template_form.html", form=form, series=series)
    return html, 422 if form.errors or form.form_errors else 200
