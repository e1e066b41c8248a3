"""The last change of a series or a session, undone once the organiser has seen what that does and who is told."""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from services.catalogue import change_words
from services.catalogue.actions.sessions import SessionChanges
from services.catalogue.actions.undo import undo
from services.catalogue.forms.move_form import NoteForm
from services.catalogue.queries import belonging, changes, workspace_series
from services.catalogue.queries.changes import Kept
from services.catalogue.queries.history_names import names_in_fields
from services.catalogue.queries.workspace_series import Told
from services.catalogue.routes import move_warnings
from services.catalogue.routes.move_warnings import Odd
from services.catalogue.routes.permission import route_to_manage, series_to_manage
from services.catalogue.rules.schedule import raises_revision
from shared import clock
from shared.errors import NotThere, Refusal
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_undo", __name__, url_prefix="/workspace/changes")


_NOBODY = Told(0, 0)


@dataclass(frozen=True)
class _Seen:
    """What is shown of it: the version of what, who would be told, what stands against it."""

    version: int
    title: str
    told: Told = _NOBODY
    odd: tuple[Odd, ...] = ()


@blueprint.route("/<uuid:change_id>/undo", methods=["GET", "POST"])
@access.organiser
def page(change_id: UUID) -> str | Response | tuple[str, int]:
    """From what to what, and who hears of it, a moment later; only as it was shown."""
    note = NoteForm()
    with reading() as db:
        change, series = to_undo(db, change_id)
        if request.method == "GET" and change_id not in changes.undoable(db, change.series_id, clock.now()):
            flash(_("Something of this was changed since, so it can't be undone any more. Edit it instead."), "warning")
            return redirect(url_for("workspace_history.page", slug=series.slug))
        seen = _seen(db, change, series)
        names = change_words.named(names_in_fields(db, change.series_id, change.fields), series.timezone)
    if request.method == "GET" or not note.validate():
        html = render_template(
            "workspace/undo.html",
            series=series,
            seen=seen,
            asks_again=bool(change.names & {"starts_at", "ends_at"}),
            values=change_words.told_values(change.fields, series.timezone, names),
            note=note,
        )
        return html, 422 if note.errors else 200
    return _undo(change_id, series.slug, note.note.data or "")


def _undo(change_id: UUID, slug: str, note: str) -> Response:
    version = request.form.get("version", type=int, default=0)
    history = redirect(url_for("workspace_history.page", slug=slug), 303)
    try:
        with writing() as db:
            undone = undo(db, known_viewer().actor, change_id, version, note)
    except Refusal as refusal:
        flash(refusal.sentence, "warning")
        return redirect(url_for(".page", change_id=change_id), 303) if refusal.code == "stale" else history
    flash(_("It is undone."), "success")
    # there stands when people are told of it, and the way to keep the change after all
    return redirect(url_for("workspace_series.page", slug=slug), 303) if undone.move_id else history


def to_undo(db: Connection, change_id: UUID) -> tuple[Kept, Any]:
    """The change and its series, for who may change either again. Raises NotThere, NotAllowed."""
    change = changes.kept(db, change_id)
    series = belonging.series_of_id(db, change.series_id) if change else None
    if change is None or series is None:
        raise NotThere("no_change", _("There is no such change."))
    manage = series_to_manage if change.session_id is None else route_to_manage
    return change, manage(db, series.slug)


def _seen(db: Connection, change: Kept, series: Any) -> _Seen:
    if change.session_id is None:
        return _Seen(workspace_series.series(db, series.slug).version, series.title)
    session = workspace_series.session(db, change.session_id)
    if not raises_revision(change.names):
        return _Seen(session.version, session.title)
    before = cast("SessionChanges", changes.back(change))
    is_told = series.state == "published" and before.get("ends_at", session.ends_at) > clock.now()
    told = workspace_series.told_of_session(db, session.id) if is_told else _NOBODY
    odd = move_warnings.found(db, session, before)
    return _Seen(session.version, session.title, told, tuple(odd))
