"""How many places of an offering each organisation may take, in the workspace."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.catalogue.actions import quotas as actions
from services.catalogue.forms.quota_form import QuotaForm
from services.catalogue.queries import quotas, workspace_series
from services.catalogue.routes.permission import offering_to_manage
from services.catalogue.routes.promotion import promote_after_commit, saved
from shared.errors import NotThere
from shared.web import access
from shared.web.choice_fields import not_offered
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_quotas", __name__, url_prefix="/workspace")

Answer = str | Response | tuple[str, int]


@blueprint.get("/offerings/<uuid:offering_id>/quotas")
@access.organiser
def page(offering_id: UUID) -> Answer:
    """All of them, and one more to add."""
    return _page(offering_id, QuotaForm(formdata=None))


@blueprint.post("/offerings/<uuid:offering_id>/quotas")
@access.organiser
def set_one(offering_id: UUID) -> Answer:
    """Set one, anew or as it is to be from now on."""
    with reading() as db:
        offering_to_manage(db, offering_id)
    form = QuotaForm()
    organisation_id, places = _id(form.organisation.data), form.places.data
    if not form.validate() or organisation_id is None or places is None:
        return _page(offering_id, form)
    moved: list[str] = []
    with writing() as db:
        actor = known_viewer().actor
        if actions.set_quota(db, actor, offering_id, organisation_id, places):
            moved = promote_after_commit(db, offering_id, actor)
    flash(saved(moved), "success")
    return _back(offering_id)


@blueprint.post("/offerings/<uuid:offering_id>/quotas/remove")
@access.organiser
def remove(offering_id: UUID) -> Answer:
    """Take one away; who waited for it may get a place at once."""
    with reading() as db:
        offering_to_manage(db, offering_id)
    organisation_id = _id(request.form.get("organisation", ""))
    if organisation_id is None:
        raise NotThere("no_organisation", _("There is no such organisation."))
    with writing() as db:
        actor = known_viewer().actor
        if actions.remove_quota(db, actor, offering_id, organisation_id):
            promote_after_commit(db, offering_id, actor)
    flash(_("The quota is gone: they may take any free place."), "success")
    return _back(offering_id)


def _page(offering_id: UUID, form: QuotaForm) -> Answer:
    with reading() as db:
        series = offering_to_manage(db, offering_id)
        offering = workspace_series.offering(db, offering_id)
        rows = quotas.of_offering(db, offering_id)
        form.offer(quotas.without_quota(db, offering_id))
    if form.organisation.data and _id(form.organisation.data) is None:
        form.organisation.errors = [not_offered(form.organisation)]
    html = render_template("workspace/quotas.html", series=series, offering=offering, quotas=rows, form=form)
    return html, 422 if form.errors else 200


def _back(offering_id: UUID) -> Response:
    return redirect(url_for("workspace_quotas.page", offering_id=offering_id), 303)


def _id(written: Any) -> UUID | None:
    try:
        return UUID(str(written))
    except ValueError:
        return None
