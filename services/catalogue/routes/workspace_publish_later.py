"""A draft published at a time: planned, changed, taken back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.catalogue.actions import publish_later
from services.catalogue.forms.publish_form import NAMES, PublishForm, typed
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.queries import warnings, workspace_series
from services.catalogue.routes.permission import series_to_manage
from shared import clock
from shared.errors import Refusal
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_publish_later", __name__, url_prefix="/workspace/series")

Answer = str | Response | tuple[str, int]


@blueprint.route("/<slug>/publish-later", methods=["GET", "POST"])
@access.organiser
def page(slug: str) -> Answer:
    """Ask when, or change it until then."""
    with reading() as db:
        series_to_manage(db, slug)
        series = workspace_series.series(db, slug)
        people, _invitations = workspace_series.invited_by_publishing(db, series.id, clock.now())
        odd = warnings.before_publishing(db, series.id)
    if series.state != "draft":
        flash(_("Only a draft can be published at a time."), "warning")
        return redirect(url_for("workspace_series.page", slug=slug))
    form = PublishForm(series.timezone, data=typed(series.publish_at, series.timezone))
    if request.method == "POST" and form.validate():
        try:
            with writing() as db:
                publish_later.plan(db, known_viewer().actor, series.id, form.at)
        except Refusal as refusal:
            show_refusal(form, refusal, NAMES)
        else:
            flash(_("The time is set. Until then you can change it or take it back."), "success")
            return redirect(url_for("workspace_series.page", slug=slug))
    html = render_template("workspace/publish_later.html", form=form, series=series, people=people, odd=odd)
    return html, 422 if form.errors else 200


@blueprint.post("/<slug>/publish-later/withdraw")
@access.organiser
def withdraw(slug: str) -> Response:
    """Take it back; a second time is the same as once."""
    with reading() as db:
        series = series_to_manage(db, slug)
    with writing() as db:
        publish_later.plan(db, known_viewer().actor, series.id, None)
    if series.state == "draft":
        flash(_("It stays a draft until you publish it."), "success")
    else:
        flash(_("It was too late to take it back: the series has been published."), "warning")
    return redirect(url_for("workspace_series.page", slug=slug), 303)
