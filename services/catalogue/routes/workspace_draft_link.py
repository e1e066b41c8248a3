"""The secret link to a draft in the workspace: shown, made, renewed, ended."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.catalogue.actions import draft_link as actions
from services.catalogue.queries import workspace_series
from services.catalogue.routes.drafts import link_to
from services.catalogue.routes.permission import series_to_manage
from services.catalogue.routes.private_pages import keep_private
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_draft_link", __name__, url_prefix="/workspace/series")
blueprint.after_request(keep_private)


@blueprint.route("/<slug>/link", methods=["GET", "POST"])
@access.organiser
def page(slug: str) -> str | Response:
    """Who sees it so far, and the link to pass on; posting makes a new one."""
    with reading() as db:
        series_to_manage(db, slug)
        series = workspace_series.series(db, slug)
    if series.state != "draft":
        flash(_("Only a draft has such a link: everybody sees what is published."), "warning")
        return redirect(url_for("workspace_series.page", slug=slug))
    if request.method == "GET":
        return render_template("workspace/draft_link.html", series=series, link=link_to(series))
    with writing() as db:
        actions.make_link(db, known_viewer().actor, series.id)
    had_one = link_to(series) is not None
    flash(_("Here is the link. An older one opens nothing any more.") if had_one else _("Here is the link."), "success")
    return redirect(url_for(".page", slug=slug), 303)


@blueprint.post("/<slug>/link/end")
@access.organiser
def end(slug: str) -> Response:
    """Only its organisers see it from then on."""
    with reading() as db:
        series = series_to_manage(db, slug)
    with writing() as db:
        actions.end_link(db, known_viewer().actor, series.id)
    flash(_("The link has ended. Only the organisers see the draft now."), "success")
    return redirect(url_for("workspace_series.page", slug=slug), 303)
