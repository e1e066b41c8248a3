"""The partners of a series, in its workspace: who they are, as what, and what their organisers may then do."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.catalogue import words
from services.catalogue.actions import partners as actions
from services.catalogue.forms.partner_form import PartnerForm
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.queries import partners, public_series, workspace_series
from services.catalogue.routes.permission import series_to_manage
from shared.errors import NotThere, Refusal
from shared.rules.partners import ROLES
from shared.web import access
from shared.web.choice_fields import not_offered
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_partners", __name__, url_prefix="/workspace/series")

Answer = str | Response | tuple[str, int]


@blueprint.get("/<slug>/partners")
@access.organiser
def page(slug: str) -> Answer:
    """All of them, and one more to add."""
    return _page(slug, PartnerForm(formdata=None))


@blueprint.post("/<slug>/partners")
@access.organiser
def set_one(slug: str) -> Answer:
    """Add one, or give one another role."""
    with reading() as db:
        series_id = series_to_manage(db, slug).id
    form = PartnerForm()
    organisation_id = _id(form.organisation.data)
    if not form.validate() or organisation_id is None:
        return _page(slug, form)
    try:
        with writing() as db:
            actor = known_viewer().actor
            actions.set_partner(db, actor, series_id, organisation_id, form.role.data, seen=form.seen.data)
    except NotThere:
        raise
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _page(slug, form, 409 if refusal.code == "stale" else 422)
    flash(_("Saved."), "success")
    return redirect(url_for("workspace_partners.page", slug=slug), 303)


@blueprint.post("/<slug>/partners/remove")
@access.organiser
def remove(slug: str) -> Answer:
    """Take one away; its organisers then see what everybody sees."""
    with reading() as db:
        series_id = series_to_manage(db, slug).id
    organisation_id = _id(request.form.get("organisation", ""))
    if organisation_id is None:
        raise NotThere("no_organisation", _("There is no such organisation."))
    with writing() as db:
        actions.remove_partner(db, known_viewer().actor, series_id, organisation_id)
    flash(_("It is no longer a partner."), "success")
    return redirect(url_for("workspace_partners.page", slug=slug), 303)


def _page(slug: str, form: PartnerForm, status: int = 422) -> Answer:
    with reading() as db:
        series = workspace_series.series(db, series_to_manage(db, slug).slug)
        rows = public_series.partners(db, series.id)
        form.offer(partners.others(db, series.id))
    if form.organisation.data and _id(form.organisation.data) is None:
        form.organisation.errors = [not_offered(form.organisation)]
    known = {str(row.id) for row in rows}
    changing = form.organisation.data if form.organisation.data in known else None
    html = render_template(
        "workspace/partners.html", series=series, partners=rows, form=form, changing=changing, roles=ROLES, words=words
    )
    return html, status if form.errors or form.form_errors else 200


def _id(written: Any) -> UUID | None:
    try:
        return UUID(str(written))
    except ValueError:
        return None
