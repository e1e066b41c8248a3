"""An offering in the workspace: added, edited."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Row
from werkzeug.wrappers import Response

from services.catalogue.actions import offerings as actions
from services.catalogue.forms.differences import fingerprint, merge
from services.catalogue.forms.offering_form import NAMES, OfferingForm
from services.catalogue.forms.offering_typed import typed
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.queries import partners, warnings, workspace_series
from services.catalogue.routes import sent
from services.catalogue.routes.permission import offering_to_manage, series_to_manage
from services.catalogue.routes.promotion import promote_after_commit, saved
from shared.errors import Refusal
from shared.web import access, dates
from shared.web.current import reading, writing
from shared.web.i18n import current_language
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_offering", __name__, url_prefix="/workspace")

Answer = str | Response | tuple[str, int]


@blueprint.route("/series/<slug>/offerings/new", methods=["GET", "POST"])
@access.organiser
def new(slug: str) -> Answer:
    """One more way to take part."""
    with reading() as db:
        series = series_to_manage(db, slug)
        stops = workspace_series.stops(db, series.id)
    standing = [str(stop.id) for stop in stops if stop.state == "scheduled"]
    form = _form(stops, series, {"session_ids": standing, "waitlist": True})
    offering_id = sent.id_of(form.new_id)
    if request.method == "GET" or not form.validate():
        return _form_page(form, series, None)
    try:
        with writing() as db:
            made = actions.NewOffering(**form.changes(), id=offering_id)
            actions.add_offering(db, known_viewer().actor, series.id, made)
    except Refusal as refusal:
        show_refusal(form, refusal, NAMES)
        return _form_page(form, series, None)
    can_choose = series.state == "published"
    flash(_("People can now choose it.") if can_choose else _("People can choose it once it is published."), "success")
    _tell_what_is_odd(offering_id)
    return redirect(url_for("workspace_series.page", slug=slug, _anchor="offerings"))


@blueprint.route("/offerings/<uuid:offering_id>/edit", methods=["GET", "POST"])
@access.organiser
def edit(offering_id: UUID) -> Answer:
    """Its stops, its window, its places. Whoever was about to publish the series goes on there."""
    with reading() as db:
        series = offering_to_manage(db, offering_id)
        offering = workspace_series.offering(db, offering_id)
        covered = workspace_series.covered(db, offering_id)
        stops = workspace_series.stops(db, series.id)
    now = typed(offering, covered, series.timezone)
    form = _form(stops, series, now)
    if request.method == "GET":
        form.seen.data = fingerprint(form)
    if request.method == "GET" or not form.validate():
        return _form_page(form, series, offering)
    moved: list[str] = []
    try:
        with writing() as db:
            actor = known_viewer().actor
            if actions.edit_offering(db, actor, offering_id, form.changes(), sent.version_of(form.version)):
                moved = promote_after_commit(db, offering_id, actor)
    except Refusal as refusal:
        if refusal.code == "stale":
            return _stale_page(form, _form(stops, series, now, formdata=None), series, offering)
        show_refusal(form, refusal, NAMES)
        return _form_page(form, series, offering)
    flash(saved(moved), "success")
    _tell_what_is_odd(offering_id)
    if series.state == "draft" and request.args.get("then") == "publishing":
        return redirect(url_for("workspace_series.publish", slug=series.slug))
    return redirect(url_for("workspace_series.page", slug=series.slug, _anchor="offerings"))


def _tell_what_is_odd(offering_id: UUID) -> None:
    with reading() as db:
        for odd in warnings.of_offering(db, offering_id):
            flash(odd, "warning")


def _form(stops: Sequence[Row[Any]], series: Row[Any], given: dict[str, Any], **more: Any) -> OfferingForm:
    form = OfferingForm(stops, series.timezone, data=given, **more)
    form.offer_stops([(str(stop.id), _label(stop)) for stop in stops])
    with reading() as db:
        own = UUID(given["customer"]) if given.get("customer") else None
        form.offer_customers(partners.customers(db, series.id, besides=own))
    return form


def _label(stop: Row[Any]) -> str:
    when = dates.date(stop.starts_at, stop.timezone, current_language())
    label = f"{when}: {stop.title}"
    cancelled = _("cancelled")
    return f"{label} ({cancelled})" if stop.state == "cancelled" else label


def _form_page(form: OfferingForm, series: Row[Any], offering: Row[Any] | None) -> Answer:
    html = render_template("workspace/offering_form.html", form=form, series=series, offering=offering, merged=None)
    return html, 422 if form.errors else 200


def _stale_page(form: OfferingForm, theirs: OfferingForm, series: Row[Any], offering: Row[Any]) -> Answer:
    """Somebody was quicker: join both and show where they collide; sending it again then saves deliberately."""
    merged = merge(theirs, form, form.seen.data)
    form.version.data, form.seen.data = str(offering.version), fingerprint(theirs)
    html = render_template("workspace/offering_form.html", form=form, series=series, offering=offering, merged=merged)
    return html, 409
