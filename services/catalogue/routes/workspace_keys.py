"""Keys for programs, for administrators: made and shown once, taken back."""

from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.catalogue.actions import api_keys as actions
from services.catalogue.forms.people_forms import ApiKeyForm
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.queries import workspace_people
from services.catalogue.routes import sent
from services.catalogue.words import member_role_word
from shared.errors import Refusal
from shared.web import access
from shared.web.current import reading, service, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_keys", __name__, url_prefix="/workspace/api-keys")


@blueprint.route("", methods=["GET", "POST"])
@access.administrator
def page() -> Response:
    """Every key; a new one can be made, and is shown in this answer alone."""
    with reading() as db:
        organisations = [(row.id, row.name) for row in workspace_people.choosable(db, None)]
    form = ApiKeyForm(organisations, data={"role": "organiser"})
    sent.id_of(form.new_id)
    key = _make(form) if request.method == "POST" and form.validate() else None
    if key:
        form = ApiKeyForm(organisations, formdata=None, data={"role": "organiser"})
        sent.id_of(form.new_id)
    with reading() as db:
        keys = workspace_people.api_keys(db)
    html = render_template(
        "workspace/api_keys.html",
        form=form,
        keys=keys,
        key=key,
        role_word=member_role_word,
        zone=service().settings.default_timezone,
    )
    response = make_response(html, 422 if form.errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/<uuid:key_id>/revoke")
@access.administrator
def revoke(key_id: UUID) -> Response:
    """Take a key back: it ends at once."""
    with writing() as db:
        actions.revoke_api_key(db, known_viewer().actor, key_id)
    flash(_("The key is disabled."), "success")
    return redirect(url_for("workspace_keys.page"))


def _make(form: ApiKeyForm) -> str | None:
    chosen = form.organisation_id.data
    new = actions.NewKey(
        form.name.data or "", form.role.data, UUID(chosen) if chosen else None, sent.id_of(form.new_id)
    )
    try:
        with writing() as db:
            _key_id, key = actions.create_api_key(db, known_viewer().actor, new)
    except Refusal as refusal:
        show_refusal(form, refusal)
        return None
    return key
