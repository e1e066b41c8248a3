"""Preliminary assignments in the workspace: set, changed, taken away."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Connection, Row
from werkzeug.wrappers import Response

from services.catalogue.actions import assignments as actions
from services.catalogue.forms.assignment_form import NAMES, AssignmentForm, typed, usual
from services.catalogue.forms.differences import Merged, fingerprint, merge
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.queries import assignments, session_lists, workspace_series
from services.catalogue.queries.assignments import Task
from services.catalogue.routes import sent
from services.catalogue.routes.permission import route_to_manage
from shared import clock
from shared.errors import NotThere, Refusal
from shared.web import access, dates
from shared.web.current import reading, writing
from shared.web.i18n import current_language
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_assignments", __name__, url_prefix="/workspace")

Answer = str | Response | tuple[str, int]
MOST_CHOICES = 500


@blueprint.route("/series/<slug>/assignments/new", methods=["GET", "POST"])
@access.organiser
def new(slug: str) -> Answer:
    """One more."""
    with reading() as db:
        series = route_to_manage(db, slug)
        form = _offered(db, series, AssignmentForm(series.timezone, data=usual()))
    assignment_id = sent.id_of(form.new_id)
    if request.method == "GET" or not form.validate():
        return _form_page(form, series, None)
    try:
        with writing() as db:
            made = actions.NewAssignment(**form.changes(), id=assignment_id)
            actions.add_assignment(db, known_viewer().actor, series.id, made)
    except Refusal as refusal:
        show_refusal(form, refusal, NAMES)
        return _form_page(form, series, None)
    flash(_("The assignment is set. Those with a place see it on their own page."), "success")
    return _back(slug, assignment_id)


@blueprint.route("/assignments/<uuid:assignment_id>/edit", methods=["GET", "POST"])
@access.organiser
def edit(assignment_id: UUID) -> Answer:
    """What it is, by whom and by when."""
    with reading() as db:
        series, task = managed(db, assignment_id)
        now = typed(task, series.timezone)
        form = _offered(db, series, AssignmentForm(series.timezone, data=now))
        theirs = _offered(db, series, AssignmentForm(series.timezone, formdata=None, data=now))
    if request.method == "GET":
        form.seen.data = fingerprint(form)
    if request.method == "GET" or not form.validate():
        return _form_page(form, series, task)
    try:
        with writing() as db:
            actor, seen = known_viewer().actor, sent.version_of(form.version)
            actions.edit_assignment(db, actor, assignment_id, form.changes(), seen)
    except Refusal as refusal:
        if refusal.code != "stale":
            show_refusal(form, refusal, NAMES)
            return _form_page(form, series, task)
        merged = merge(theirs, form, form.seen.data)
        form.version.data, form.seen.data = str(task.version), fingerprint(theirs)
        return _form_page(form, series, task, merged)
    flash(_("Saved."), "success")
    return _back(series.slug, assignment_id)


@blueprint.route("/assignments/<uuid:assignment_id>/remove", methods=["GET", "POST"])
@access.organiser
def remove(assignment_id: UUID) -> str | Response:
    """Take it away, once the organiser has seen what goes."""
    with reading() as db:
        series, task = managed(db, assignment_id)
    if request.method == "GET":
        return render_template("workspace/assignment_remove.html", series=series, task=task)
    with writing() as db:
        actions.remove_assignment(db, known_viewer().actor, assignment_id)
    flash(_("The assignment has been removed."), "success")
    return _back(series.slug)


def managed(db: Connection, assignment_id: UUID) -> tuple[Row[Any], Task]:
    """The assignment and its series, for those who organise it. Raises NotThere, NotAllowed."""
    task = assignments.one(db, assignment_id)
    if task is None:
        raise NotThere("no_assignment", _("There is no such assignment. It may have been taken away."))
    return route_to_manage(db, task.series_slug), task


def _offered(db: Connection, series: Row[Any], form: AssignmentForm) -> AssignmentForm:
    """With the sessions that are still held, and the series' ways to register; what is chosen now stays there."""
    stops = workspace_series.stops(db, series.id)
    language = current_language()
    sessions = [
        (str(stop.id), f"{dates.date(stop.starts_at, stop.timezone, language)}: {stop.title}")
        for stop in stops
        if stop.state == "scheduled" or str(stop.id) == form.session_id.data
    ]
    offers = session_lists.list_offerings(db, series.id, MOST_CHOICES, None)
    form.offer(sessions, [(str(row.id), row.name) for row in offers])
    return form


def _form_page(form: AssignmentForm, series: Row[Any], task: Task | None, merged: Merged | None = None) -> Answer:
    html = render_template("workspace/assignment_form.html", form=form, series=series, task=task, merged=merged)
    return html, 409 if merged else 422 if form.errors else 200


def _back(slug: str, saved: UUID | None = None) -> Response:
    with reading() as db:
        task = assignments.one(db, saved) if saved else None
    if task is not None and task.due <= clock.now():
        flash(_("It is due in the past: nobody can do it in time."), "warning")
    return redirect(url_for("workspace_programme.page", slug=slug, _anchor="assignments"), 303)
