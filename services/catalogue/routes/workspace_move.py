"""A session moved to another time: what that means is shown once, then done."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Row
from werkzeug.wrappers import Response

from services.catalogue.actions.moves import Edit, edit_undoably
from services.catalogue.forms.move_form import MoveForm
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.forms.session_form import NAMES, typed_times
from services.catalogue.queries import workspace_series
from services.catalogue.queries.workspace_series import OwnSession, Told
from services.catalogue.routes import move_warnings, sent
from services.catalogue.routes.permission import session_to_manage
from services.catalogue.rules.period import View
from shared import clock
from shared.errors import Refusal
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_move", __name__, url_prefix="/workspace/sessions/<uuid:session_id>/move")

Answer = str | Response | tuple[str, int]


@blueprint.get("")
@access.organiser
def page(session_id: UUID) -> Answer:
    """Ask for another time; once the address says one, show what moving there means."""
    series, session, told = _found(session_id)
    if session.state == "cancelled":
        flash(_("This session has been cancelled and can't be changed. Add a new one instead."), "warning")
        return redirect(url_for("workspace_series.page", slug=series.slug))
    if not request.args.get("day"):
        start = typed_times(session.starts_at, session.ends_at, session.timezone)
        return _form_page(MoveForm(session.timezone, data=start | _way_back()), series, session)
    form = _form(session)
    if not form.validate() or request.args.get("again"):
        return _form_page(form, series, session)
    return _confirm_page(form, series, session, told)


@blueprint.post("")
@access.organiser
def move(session_id: UUID) -> Answer:
    """Do it, if the session is still as it was shown."""
    series, session, told = _found(session_id)
    form = MoveForm(session.timezone)
    if not form.validate() or form.times is None:
        return _form_page(form, series, session) if form.times is None else _confirm_page(form, series, session, told)
    edit = Edit(form.times.changes(), sent.version_of(form.version), note=form.note.data or "")
    try:
        with writing() as db:
            move_id = edit_undoably(db, known_viewer().actor, session_id, edit)
    except Refusal as refusal:
        if refusal.code == "stale":
            series, session, told = _found(session_id)
            return _confirm_page(form, series, session, told, is_stale=True)
        show_refusal(form, refusal, NAMES)
        return _form_page(form, series, session)
    if move_id is None:
        flash(_("The session is moved. Nobody had to be told."), "success")
    return redirect(_back_to_schedule(form))


@blueprint.get("/conflicts.html")
@access.organiser
def conflicts(session_id: UUID) -> str:
    """What stands against a time, in a few lines, for somebody who is looking for one."""
    series, session, _told = _found(session_id)
    form = _form(session)
    odd = []
    if form.validate() and form.times is not None:
        with reading() as db:
            odd = move_warnings.found(db, session, form.times.changes())
    return render_template("workspace/move_conflicts.html", series=series, session=session, form=form, odd=odd)


def _found(session_id: UUID) -> tuple[Row[Any], OwnSession, Told]:
    with reading() as db:
        series = session_to_manage(db, session_id)
        return series, workspace_series.session(db, session_id), workspace_series.told_of_session(db, session_id)


def _form(session: OwnSession) -> MoveForm:
    return MoveForm(session.timezone, formdata=request.args, meta={"csrf": False})


def _way_back() -> dict[str, str]:
    return {"view": request.args.get("view", ""), "series": request.args.get("series", "")}


def _back_to_schedule(form: MoveForm) -> str:
    day = form.day.data.isoformat() if form.day.data else None
    view = form.view.data if form.view.data in set(View) else View.MONTH.value
    return url_for("workspace_schedule.page", view=view, day=day, series=form.series.data or None)


def _form_page(form: MoveForm, series: Row[Any], session: OwnSession) -> Answer:
    html = render_template("workspace/move_form.html", form=form, series=series, session=session)
    return html, 422 if form.errors else 200


def _confirm_page(
    form: MoveForm, series: Row[Any], session: OwnSession, told: Told, *, is_stale: bool = False
) -> Answer:
    if form.times is None:
        raise ValueError("the times were not read")
    seen = request.args.get("seen", str(session.version))
    form.version.data = str(session.version)
    form.version.raw_data = None
    with reading() as db:
        odd = move_warnings.found(db, session, form.times.changes())
    html = render_template(
        "workspace/move.html",
        form=form,
        series=series,
        session=session,
        after=form.times,
        rehearsals=(session.rehearsal, session.rehearsal_after(form.times.changes())),
        told=told if series.state == "published" and form.times.ends_at > clock.now() else Told(0, 0),
        odd=odd,
        is_changed=is_stale or seen != str(session.version),
        back=_back_to_schedule(form),
    )
    return html, 409 if is_stale else 422 if form.errors else 200
