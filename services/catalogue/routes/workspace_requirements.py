"""What an offering requires, in the workspace."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.catalogue.actions.requirements import require
from services.catalogue.forms.path_form import RequirementForm
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.queries import paths, workspace_series
from services.catalogue.routes.permission import offering_to_manage
from shared.errors import Refusal
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_requirements", __name__, url_prefix="/workspace")


@blueprint.route("/offerings/<uuid:offering_id>/requirements", methods=["GET", "POST"])
@access.organiser
def page(offering_id: UUID) -> str | Response | tuple[str, int]:
    """Which series have to be completed before one registers."""
    asker = known_viewer()
    with reading() as db:
        series = offering_to_manage(db, offering_id)
        offering = workspace_series.offering(db, offering_id)
        now = [one.id for one in paths.required(db, [offering_id]).get(offering_id, [])]
        choices = paths.choosable(db, asker, now)
    form = RequirementForm(data={"series_ids": [str(one) for one in now]})
    form.offer_series([(row.id, row.title) for row in choices if row.id != series.id])
    if request.method == "POST" and form.validate():
        try:
            with writing() as db:
                require(db, asker, offering_id, form.chosen)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("workspace_series.page", slug=series.slug, _anchor="offerings"))
    html = render_template("workspace/requirements.html", form=form, series=series, offering=offering)
    return html, 422 if form.errors else 200
