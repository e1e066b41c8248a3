"""Merging an organisation into another, for administrators: it is said first what follows."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.catalogue.actions.merge_organisations import Merger, merge
from services.catalogue.queries import merging, workspace_people
from services.catalogue.queries.rows import AnyRow
from services.catalogue.routes.following import follow_after_commit
from shared.errors import Conflict, NotThere
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_merging", __name__, url_prefix="/workspace/organisations/<uuid:organisation_id>/merge")


@blueprint.get("")
@access.administrator
def page(organisation_id: UUID) -> str:
    """Choose which one takes over, then see what follows."""
    with reading() as db:
        gone = _standing(workspace_people.organisation(db, organisation_id))
        others = [one for one in workspace_people.choosable(db, None) if one.id != organisation_id]
        follows = merging.following(db, organisation_id)
    into = next((one for one in others if str(one.id) == request.args.get("into")), None)
    return render_template("workspace/merge.html", organisation=gone, others=others, into=into, follows=follows)


@blueprint.post("")
@access.administrator
def do(organisation_id: UUID) -> Response:
    """Merge them."""
    into_id = request.form.get("into", type=UUID)
    if into_id is None:
        return redirect(url_for("workspace_merging.page", organisation_id=organisation_id), 303)
    actor = known_viewer().actor
    try:
        with writing() as db:
            merge(db, actor, Merger(organisation_id, into_id))
            follow_after_commit(db, organisation_id, actor)
    except Conflict as refusal:
        flash(refusal.sentence, "warning")
        return redirect(url_for("workspace_people.organisations"), 303)
    flash(_("Merged. What belonged to the one belongs to the other now."), "success")
    return redirect(url_for("workspace_organisation.page", organisation_id=into_id), 303)


def _standing(found: AnyRow | None) -> AnyRow:
    if found is None or found.merged_into_id is not None:
        raise NotThere("no_organisation", _("There is no such organisation."))
    return found
