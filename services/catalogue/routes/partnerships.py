"""What it means for an organisation to be named as a partner, and its way out: for those who act for it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from services.catalogue import words
from services.catalogue.actions.own_organisation import require_belonging
from services.catalogue.actions.partners import leave_series
from services.catalogue.queries import partners
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("partnerships", __name__, url_prefix="/workspace/partnerships")


@blueprint.get("/<slug>/<uuid:organisation_id>")
@access.contact
def page(slug: str, organisation_id: UUID) -> str:
    """As what it is named in which series; to somebody else's partner there is no such page."""
    require_belonging(known_viewer(), organisation_id)
    with reading() as db:
        named = partners.partnership(db, slug, organisation_id)
    return render_template("workspace/partnership.html", named=named, words=words)


@blueprint.post("/<slug>/<uuid:organisation_id>")
@access.contact
def leave(slug: str, organisation_id: UUID) -> Response:
    """Be no part of it any more; the organiser hears of it."""
    asker = known_viewer()
    require_belonging(asker, organisation_id)
    with writing() as db:
        named = partners.partnership(db, slug, organisation_id)
        if named is not None:
            leave_series(db, asker.actor, named.id, organisation_id)
    if named is not None:
        flash(
            _("Done: your organisation is not part of the series any more. Its organiser is told by mail."), "success"
        )
    return redirect(url_for("partnerships.page", slug=slug, organisation_id=organisation_id), 303)
