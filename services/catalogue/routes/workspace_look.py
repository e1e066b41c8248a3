"""The look of an organisation, tried on before it is kept."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.catalogue.actions import looks, own_organisation
from services.catalogue.forms.look_form import LookForm
from services.catalogue.queries import workspace_people
from services.catalogue.queries.rows import AnyRow
from shared.errors import Conflict, NotThere
from shared.web import access
from shared.web.current import reading, writing
from shared.web.file_body import takes_file
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_look", __name__, url_prefix="/workspace/organisations/<uuid:organisation_id>/look")

Answer = str | Response | tuple[str, int]


@blueprint.get("")
@access.organiser
def page(organisation_id: UUID) -> Answer:
    """What it is now."""
    found = _organisation(organisation_id)
    form = LookForm(formdata=None, data={"colour": found.colour, "seen": looks.stamp(found.colour, found.logo)})
    return _shown(found, form)


@blueprint.post("")
@access.organiser
@takes_file
def change(organisation_id: UUID) -> Answer:
    """See how it would look, or keep it."""
    found = _organisation(organisation_id)
    form, nearest = LookForm(), request.form.get("nearest")
    if nearest:
        form.colour.data = nearest
    if not form.validate():
        return _shown(found, form, 422)
    if nearest or request.form.get("do") == "try":
        return _shown(found, form)
    try:
        with writing() as db:
            looks.change_look(db, known_viewer(), organisation_id, form.changes(), form.seen.data or "")
    except Conflict:
        # what is typed stays beside what it is now; saving it once more is then meant
        found = _organisation(organisation_id)
        form.seen.process_data(looks.stamp(found.colour, found.logo))
        return _shown(found, form, 409, is_stale=True)
    flash(_("Saved. Pages and mails of its series have this look from now on."), "success")
    return redirect(url_for("workspace_look.page", organisation_id=organisation_id), 303)


def _organisation(organisation_id: UUID) -> AnyRow:
    own_organisation.require_belonging(known_viewer(), organisation_id)
    known_viewer().require_organiser(organisation_id)
    with reading() as db:
        found: AnyRow | None = workspace_people.organisation(db, organisation_id)
    if found is None or found.merged_into_id is not None:
        raise NotThere("no_organisation", _("There is no such organisation."))
    return found


def _shown(found: AnyRow, form: LookForm, status: int = 200, *, is_stale: bool = False) -> Answer:
    html = render_template(
        "workspace/look.html",
        organisation=found,
        form=form,
        is_stale=is_stale,
        # a colour that was refused is not tried on
        tried=form.colour.data if not form.colour.errors else found.colour,
        has_logo=bool(found.logo) and not form.without_logo.data,
    )
    return html, status
