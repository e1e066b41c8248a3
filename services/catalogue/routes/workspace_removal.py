"""Taking out a session or a choice that was put in by mistake, once the organiser has seen what goes."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.catalogue.actions import removal
from services.catalogue.queries import workspace_series
from services.catalogue.routes.permission import offering_to_manage, session_to_manage
from shared.errors import Conflict
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_removal", __name__, url_prefix="/workspace")


@blueprint.route("/sessions/<uuid:session_id>/remove", methods=["GET", "POST"])
@access.organiser
def session(session_id: UUID) -> str | Response:
    """Take a session out of a draft; out of a published series if it was over when it was added."""
    with reading() as db:
        series = session_to_manage(db, session_id)
        title = workspace_series.session(db, session_id).title
    if request.method == "GET":
        return render_template("workspace/remove.html", series=series, title=title, of_session=True)
    try:
        with writing() as db:
            removal.remove_session(db, known_viewer().actor, session_id)
    except Conflict as refusal:
        flash(refusal.sentence, "warning")
    else:
        flash(_("The session has been removed."), "success")
    return redirect(url_for("workspace_series.page", slug=series.slug))


@blueprint.route("/offerings/<uuid:offering_id>/remove", methods=["GET", "POST"])
@access.organiser
def offering(offering_id: UUID) -> str | Response:
    """Take a choice out of a draft."""
    with reading() as db:
        series = offering_to_manage(db, offering_id)
        title = workspace_series.offering(db, offering_id).name
    if request.method == "GET":
        return render_template("workspace/remove.html", series=series, title=title, of_session=False)
    try:
        with writing() as db:
            removal.remove_offering(db, known_viewer().actor, offering_id)
    except Conflict as refusal:
        flash(refusal.sentence, "warning")
    else:
        flash(_("The way to register has been removed."), "success")
    return redirect(url_for("workspace_series.page", slug=series.slug, _anchor="offerings"))
