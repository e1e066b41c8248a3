"""A session in the workspace: added, edited, moved, cancelled, with its presenters."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Row
from werkzeug.wrappers import Response

from services.catalogue import words
from services.catalogue.actions import sessions as actions
from services.catalogue.actions.moves import Edit, edit_undoably
from services.catalogue.actions.presenters import NewPresenter, replace_presenters
from services.catalogue.actions.versions import really_changed
from services.catalogue.forms.differences import fingerprint, merge
from services.catalogue.forms.move_form import NoteForm
from services.catalogue.forms.proposed_times import fill_in
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.forms.session_form import NAMES, SessionForm, typed
from services.catalogue.queries import proposals, workspace_series
from services.catalogue.queries.untold import of_session
from services.catalogue.queries.workspace_series import OwnSession, Told
from services.catalogue.routes import move_warnings, sent
from services.catalogue.routes.permission import route_to_manage, session_to_manage
from services.catalogue.routes.session_told import cancelled, tell, tell_if_past, tell_of_deadlines
from services.catalogue.rules import schedule
from shared import clock
from shared.errors import Refusal
from shared.web import access
from shared.web.current import reading, writing
from shared.web.dates import local
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_session", __name__, url_prefix="/workspace")

Answer = str | Response | tuple[str, int]


@blueprint.route("/series/<slug>/sessions/new", methods=["GET", "POST"])
@access.organiser
def new(slug: str) -> Answer:
    """One more stop on the route."""
    with reading() as db:
        series = route_to_manage(db, slug)
        stops = workspace_series.stops(db, series.id)
    form = SessionForm(data={"timezone": series.timezone, "mode": "online", "presenters": [{}], **_like(stops)})
    session_id = sent.id_of(form.new_id)
    if request.method == "GET" or _rows_changed(form):
        return _form_page(form, series, None)
    if not form.validate():
        return _form_page(form, series, None)
    try:
        with writing() as db:
            actor = known_viewer().actor
            actions.add_session(db, actor, series.id, actions.NewSession(**form.changes(), id=session_id))
            replace_presenters(db, actor, session_id, form.presenters.wanted())
    except Refusal as refusal:
        return _refused(form, refusal, series, None)
    added = _("The session has been added.")
    # of one that is over nothing else is odd: one notice says both
    if form.changes()["ends_at"] <= clock.now():
        flash(" ".join([added, _("This time is already past.")]), "warning")
    else:
        tell(added, session_id)
    return _to_series(slug, session_id)


@blueprint.route("/sessions/<uuid:session_id>/edit", methods=["GET", "POST"])
@access.organiser
def edit(session_id: UUID) -> Answer:
    """Change what a session says, who presents, or when and where it is held."""
    with reading() as db:
        series = session_to_manage(db, session_id)
        session = workspace_series.session(db, session_id)
        told = workspace_series.told_of_session(db, session_id)
        proposed = proposals.open_of_session(db, session_id, clock.now())
    if session.state == "cancelled":
        flash(_("This session has been cancelled and can't be changed. Add a new one instead."), "warning")
        return _to_series(series.slug, session_id)
    form = SessionForm(data=typed(session))
    if request.method == "GET":
        form.seen.data = fingerprint(form)
        # a proposed time comes in the address; what it is to replace stays what this form has seen
        is_filled_in = fill_in(form, request.args, session.timezone)
        return _form_page(form, series, session, () if is_filled_in else proposed, is_filled_in)
    if sent.comes_back() or _rows_changed(form):
        return _form_page(form, series, session)
    if not form.validate():
        return _form_page(form, series, session)
    if not _differs(session, form):
        return _to_series(series.slug, session_id)
    note = NoteForm()
    if sent.version_of(form.version) == session.version and _asks_first(series, session, form, told, note):
        return _move_page(form, series, session, told, note)
    return _save(form, series, session, note)


@blueprint.route("/sessions/<uuid:session_id>/cancel", methods=["GET", "POST"])
@access.organiser
def cancel(session_id: UUID) -> Answer:
    """Call it off, once the organiser has seen who will be told."""
    with reading() as db:
        series = session_to_manage(db, session_id)
        session = workspace_series.session(db, session_id)
        told = workspace_series.told_of_session(db, session_id)
    if request.method == "GET" and session.state != "cancelled":
        return render_template("workspace/session_cancel.html", series=series, session=session, told=told)
    if request.method == "POST":
        with writing() as db:
            actions.cancel_session(db, known_viewer().actor, session_id)
        told_now = session.state != "cancelled" and series.state == "published"
        flash(cancelled(told.people if told_now else 0), "success")
    return _to_series(series.slug, session_id)


def _save(form: SessionForm, series: Row[Any], session: OwnSession, note: NoteForm) -> Answer:
    after = form.changes()
    edit = Edit(after, sent.version_of(form.version), form.presenters.wanted(), note.note.data or "")
    try:
        with writing() as db:
            move_id = edit_undoably(db, known_viewer().actor, session.id, edit)
    except Refusal as refusal:
        return _refused(form, refusal, series, session)
    # a move says of itself what has happened, at the top of the page
    tell(_("Saved.") if move_id is None else "", session.id)
    if after["ends_at"] != session.ends_at:
        tell_if_past(after["ends_at"])
    tell_of_deadlines(session, after)
    # what can be undone is offered at the top of the page
    return _to_series(series.slug, None if move_id else session.id)


def _differs(session: OwnSession, form: SessionForm) -> bool:
    """Whether there is anything to save; what was sent twice is saved once."""
    now = [NewPresenter(one.name, one.email, one.role, one.title) for one in session.presenters]
    return bool(really_changed(session.row, form.changes())) or form.presenters.wanted() != now


def _asks_first(series: Row[Any], session: OwnSession, form: SessionForm, told: Told, note: NoteForm) -> bool:
    """A move of a published session goes into people's calendars, so it is shown before it is done."""
    moves = schedule.raises_revision(really_changed(session.row, form.changes()))
    is_sure = sent.is_confirmed() and note.validate()
    return moves and series.state == "published" and told.people > 0 and not is_sure


def _rows_changed(form: SessionForm) -> bool:
    """Whether the button pressed was one that adds or removes a presenter's row."""
    act, _dash, number = request.form.get("row", "").partition("-")
    if act == "add":
        form.presenters.add_row()
    elif act == "remove" and number.isdecimal():
        form.presenters.remove_row(int(number))
    return act in ("add", "remove")


def _refused(form: SessionForm, refusal: Refusal, series: Row[Any], session: OwnSession | None) -> Answer:
    if refusal.code == "stale" and session is not None:
        return _stale_page(form, series, session)
    field = refusal.field or ""
    if field.startswith("presenters.") and field.split(".")[1].isdecimal():
        # The action counts named presenters, the form has empty rows too.
        _name, place, rest = field.split(".", 2)
        refusal.field = f"presenters.{form.presenters.number_of(int(place))}.{rest}"
    show_refusal(form, refusal, NAMES)
    return _form_page(form, series, session)


def _form_page(
    form: SessionForm,
    series: Row[Any],
    session: OwnSession | None,
    proposed: Sequence[Row[Any]] = (),
    is_filled_in: bool = False,
) -> Answer:
    untold = None
    if session is not None and series.state == "published":
        with reading() as db:
            untold = of_session(db, session.id)
    html = render_template(
        "workspace/session_form.html",
        form=form,
        series=series,
        session=session,
        untold=untold,
        merged=None,
        proposed=proposed,
        is_filled_in=is_filled_in,
        added=request.form.get("row") == "add",
    )
    return html, 422 if form.errors else 200


def _stale_page(form: SessionForm, series: Row[Any], before: OwnSession) -> Answer:
    """Somebody was quicker: join both and show where they collide; sending it again then saves deliberately."""
    with reading() as db:
        session = workspace_series.session(db, before.id)
    theirs = SessionForm(formdata=None, data=typed(session))
    merged = merge(theirs, form, form.seen.data)
    form.version.data, form.seen.data = str(session.version), fingerprint(theirs)
    html = render_template(
        "workspace/session_form.html", form=form, series=series, session=session, untold=None, merged=merged
    )
    return html, 409


def _move_page(form: SessionForm, series: Row[Any], session: OwnSession, told: Told, note: NoteForm) -> Answer:
    after = form.changes()
    with reading() as db:
        odd = move_warnings.found(db, session, after, form.presenters.wanted())
    html = render_template(
        "workspace/session_move.html",
        series=series,
        session=session,
        after=after,
        rehearsals=(session.rehearsal, session.rehearsal_after(after)),
        changed=really_changed(session.row, after),
        told=told,
        odd=odd,
        note=note,
        fields=sent.everything(),
        words=words,
        now=clock.now(),
    )
    return html, 422 if note.errors else 200


def _to_series(slug: str, session_id: UUID | None) -> Response:
    anchor = f"stop-{session_id}" if session_id else None
    return redirect(url_for("workspace_series.page", slug=slug, _anchor=anchor))


def _like(stops: Any) -> dict[str, Any]:
    """A new stop begins with the hours of the last one: series keep theirs."""
    if not stops:
        return {}
    last = stops[-1]
    start, end = local(last.starts_at, last.timezone), local(last.ends_at, last.timezone)
    return {"starts": start.time(), "ends": end.time(), "timezone": last.timezone}
