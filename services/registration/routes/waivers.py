"""Whom an organiser lets register although they have not completed what an offering requires."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from services.registration.actions import waivers
from services.registration.actions.waivers import Waiver
from services.registration.forms.waiver_form import WaiverForm
from services.registration.queries import requirements, writers
from services.registration.routes.participants import organised
from services.registration.routes.private_pages import private_page
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("waivers", __name__)


@blueprint.get("/participants/<uuid:offering_id>/waivers")
@access.organiser
def page(offering_id: UUID) -> Response:
    """Who, by whom and why."""
    return _shown(offering_id, WaiverForm(formdata=None))


@blueprint.post("/participants/<uuid:offering_id>/waivers")
@access.organiser
def add(offering_id: UUID) -> Response:
    """Let these addresses in as well."""
    organised(offering_id)
    form = WaiverForm()
    if not form.validate():
        return _shown(offering_id, form, 422)
    with writing() as db:
        new = waivers.waive(db, Waiver(offering_id, form.keys, known_viewer().actor, form.reason.data or ""))
    said = ngettext("One person may now register without.", "%(num)s people may now register without.", len(new))
    flash(said if new else _("Nothing changed: they may register without already."), "success" if new else "info")
    return _back(offering_id)


@blueprint.post("/participants/<uuid:offering_id>/waivers/end")
@access.organiser
def end(offering_id: UUID) -> Response:
    """The requirement holds for this address again."""
    organised(offering_id)
    with writing() as db:
        if waivers.end(db, offering_id, request.form.get("email", ""), known_viewer().actor):
            flash(_("The requirement holds for this person again. Whoever is registered stays so."), "success")
    return _back(offering_id)


def _shown(offering_id: UUID, form: WaiverForm, status: int = 200) -> Response:
    now = organised(offering_id)
    with reading() as db:
        rows = requirements.waivers(db, offering_id)
        names = writers.names_of(db, {row.actor for row in rows})
    return private_page("waivers.html", status, now=now, form=form, rows=rows, names=names)


def _back(offering_id: UUID) -> Response:
    return redirect(url_for("waivers.page", offering_id=offering_id), 303)
