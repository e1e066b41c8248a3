"""The last change of a series or a session, undone once the organiser has seen what that does and who is told."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from services.catalogue import history_words
from services.catalogue.actions.undo import undo
from services.catalogue.queries import belonging, changes, workspace_series
from services.catalogue.queries.changes import Kept
from services.catalogue.queries.workspace_series import Told
from services.catalogue.routes.permission import route_to_manage, series_to_manage
from services.catalogue.rules.schedule import raises_revision
from shared import clock
from shared.errors import Conflict, NotThere
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_undo", __name__, url_prefix="/workspace/changes")


@blueprint.route("/<uuid:change_id>/undo", methods=["GET", "POST"])
@access.organiser
def page(change_id: UUID) -> str | Response | tuple[str, int]:
    """From what to what, and who hears of it; only as it was shown."""
    with reading() as db:
        change, series = to_undo(db, change_id)
        if request.method == "GET" and change_id not in changes.undoable(db, change.series_id, clock.now()):
            flash(_("Something of this was changed since, so it can't be undone any more. Edit it instead."), "warning")
            return redirect(url_for("workspace_history.page", slug=series.slug))
        version, title, told = _seen(db, change, series)
    if request.method == "GET":
        return render_template(
            "workspace/undo.html",
            series=series,
            title=title,
            version=version,
            told=told,
            values=history_words.told_values(change.fields, series.timezone),
        )
    try:
        with writing() as db:
            undo(db, known_viewer().actor, change_id, request.form.get("version", type=int, default=0))
    except Conflict as conflict:
        flash(conflict.sentence, "warning")
        if conflict.code == "stale":
            return redirect(url_for(".page", change_id=change_id), 303)
    else:
        flash(_("It is undone."), "success")
    return redirect(url_for("workspace_history.page", slug=series.slug), 303)


def to_undo(db: Connection, change_id: UUID) -> tuple[Kept, Any]:
    """The change and its series, for who may change either again. Raises NotThere, NotAllowed."""
    change = changes.kept(db, change_id)
    series = belonging.series_of_id(db, change.series_id) if change else None
    if change is None or series is None:
        raise NotThere("no_change", _("There is no such change."))
    manage = series_to_manage if change.session_id is None else route_to_manage
    return change, manage(db, series.slug)


def _seen(db: Connection, change: Kept, series: Any) -> tuple[int, str, Told]:
    """The version that is shown, of what, and who would be told."""
    if change.session_id is None:
        return workspace_series.series(db, series.slug).version, series.title, Told(0, 0)
    session = workspace_series.session(db, change.session_id)
    is_told = series.published_at is not None and raises_revision(change.names) and session.ends_at > clock.now()
    told = workspace_series.told_of_session(db, session.id) if is_told else Told(0, 0)
    return session.version, session.title, told
