"""Changes that calendars follow, undone while nobody has been told: one, or all that were saved together."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from services.catalogue.actions.moves import undo_move
from services.catalogue.queries import moves, workspace_series
from services.catalogue.routes.permission import route_to_manage, session_to_manage
from services.catalogue.rules.period import View
from shared import clock
from shared.errors import Refusal
from shared.web import access
from shared.web.current import reading, writing
from shared.web.dates import local
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_undo_moves", __name__, url_prefix="/workspace")


@blueprint.post("/sessions/<uuid:session_id>/move/<uuid:move_id>/undo")
@access.organiser
def one(session_id: UUID, move_id: UUID) -> Response:
    """Put it back, if nobody has been told yet."""
    with reading() as db:
        series = session_to_manage(db, session_id)
    try:
        with writing() as db:
            undo_move(db, known_viewer().actor, session_id, move_id)
            session = workspace_series.session(db, session_id)
    except Refusal as refusal:
        flash(refusal.sentence, "error")
        return redirect(url_for("workspace_session.edit", session_id=session_id))
    flash(_("Undone. “%(title)s” is held when and where it was to be.", title=session.title), "success")
    view = request.form.get("view", "")
    if view not in set(View):
        return redirect(url_for("workspace_series.page", slug=series.slug))
    day = local(session.starts_at, session.timezone).date().isoformat()
    chosen = request.form.get("series") or None
    return redirect(url_for("workspace_schedule.page", view=view, day=day, series=chosen))


@blueprint.post("/series/<slug>/moves/undo")
@access.organiser
def several(slug: str) -> Response:
    """Put back all that were shown; all of them or none."""
    with reading() as db:
        series = route_to_manage(db, slug)
        mine = moves.undoable(db, known_viewer().actor, clock.now(), series.id)
    shown = set(request.form.getlist("move"))
    wanted = [move for move in mine if str(move.id) in shown]
    try:
        with writing() as db:
            for move in wanted:
                undo_move(db, known_viewer().actor, move.session_id, move.id)
    except Refusal as refusal:
        flash(refusal.sentence, "error")
    else:
        if len(wanted) < len(shown):
            flash(_("Not all of it could be undone: people are being told. Look at the sessions below."), "warning")
        if wanted:
            flash(ngettext("One change is undone.", "%(num)s changes are undone.", len(wanted)), "success")
    return redirect(url_for("workspace_series.page", slug=slug))
