"""Projects in the workspace: their list, one with its parts, written down, and series put into it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from services.catalogue import words
from services.catalogue.actions import projects as actions
from services.catalogue.forms.differences import fingerprint, merge
from services.catalogue.forms.project_form import ProjectForm, ProjectSeriesForm, typed
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.queries import projects, workspace_people
from services.catalogue.queries.projects import Whole
from services.catalogue.routes import sent
from services.catalogue.routes.permission import project_to_manage, project_to_see, series_to_manage
from services.catalogue.routes.workspace import organised_by
from shared.errors import NotAllowed, Refusal
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_projects", __name__, url_prefix="/workspace/projects")

Answer = str | Response | tuple[str, int]


@blueprint.get("")
@access.organiser
def every() -> str:
    """Those that the asker's organisations lead or are in."""
    with reading() as db:
        found = projects.visible(db, organised_by(known_viewer()))
    return render_template("workspace/projects.html", projects=found, words=words)


@blueprint.get("/<uuid:project_id>")
@access.organiser
def page(project_id: UUID) -> Answer:
    """Its period, partners with their shares, work packages with their series, indicators with their targets."""
    return _page(project_id, None)


@blueprint.route("/new", methods=["GET", "POST"])
@access.organiser
def new() -> Answer:
    """A new project."""
    with reading() as db:
        form = _form(db)
    if not form.organiser_id.choices:
        return render_template("workspace/no_organisation.html")
    project_id = sent.id_of(form.new_id)
    if request.method == "GET" or not form.validate():
        return _form_page(form, None)
    try:
        _save(form, project_id, None)
    except NotAllowed:
        raise
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _form_page(form, None)
    flash(_("The project is there. Put its series into it."), "success")
    return redirect(url_for("workspace_projects.page", project_id=project_id))


@blueprint.route("/<uuid:project_id>/edit", methods=["GET", "POST"])
@access.organiser
def edit(project_id: UUID) -> Answer:
    """All that it is but its series."""
    with reading() as db:
        project = project_to_manage(db, project_id)
        now = typed(project)
        form, theirs = _form(db, data=now), _form(db, formdata=None, data=now)
    if request.method == "GET":
        form.seen.data = fingerprint(form)
    if request.method == "GET" or not form.validate():
        return _form_page(form, project)
    try:
        _save(form, project_id, sent.version_of(form.version))
    except NotAllowed:
        raise
    except Refusal as refusal:
        if refusal.code != "stale":
            show_refusal(form, refusal)
            return _form_page(form, project)
        merged = merge(theirs, form, form.seen.data)
        form.offer()
        form.version.data, form.seen.data = str(project.version), fingerprint(theirs)
        return render_template("workspace/project_form.html", form=form, project=project, merged=merged), 409
    flash(_("Saved."), "success")
    return redirect(url_for("workspace_projects.page", project_id=project_id))


@blueprint.post("/<uuid:project_id>/series")
@access.organiser
def add_series(project_id: UUID) -> Answer:
    """Put a series into it; one that was in another project leaves that."""
    with reading() as db:
        form = _series_form(db, project_to_manage(db, project_id))
    if not form.validate():
        return _page(project_id, form)
    package = UUID(form.work_package.data) if form.work_package.data else None
    with writing() as db:
        actions.put_series(db, known_viewer().actor, project_id, UUID(form.series.data), package)
    flash(_("The series belongs to the project now."), "success")
    return redirect(url_for("workspace_projects.page", project_id=project_id), 303)


@blueprint.post("/<uuid:project_id>/series/<slug>/remove")
@access.organiser
def remove_series(project_id: UUID, slug: str) -> Answer:
    """Take a series out of it; the series itself stays as it is."""
    with writing() as db:
        project_to_manage(db, project_id)
        actions.take_series(db, known_viewer().actor, project_id, series_to_manage(db, slug).id)
    flash(_("The series no longer belongs to the project."), "success")
    return redirect(url_for("workspace_projects.page", project_id=project_id), 303)


def _page(project_id: UUID, given: ProjectSeriesForm | None) -> Answer:
    with reading() as db:
        project = project_to_see(db, project_id)
        may_manage = known_viewer().may_organise(project.organiser_id)
        form = given or (_series_form(db, project, formdata=None) if may_manage else None)
    html = render_template("workspace/project.html", project=project, form=form, may_manage=may_manage, words=words)
    return html, 422 if given is not None else 200


def _series_form(db: Connection, project: Whole, **more: Any) -> ProjectSeriesForm:
    found = projects.choosable_series(db, organised_by(known_viewer()), project.id)
    return ProjectSeriesForm(found, project.work_packages, **more)


def _form(db: Connection, **more: Any) -> ProjectForm:
    leads = workspace_people.choosable(db, organised_by(known_viewer()))
    return ProjectForm(leads, workspace_people.choosable(db, None), **more)


def _save(form: ProjectForm, project_id: UUID, seen: int | None) -> None:
    said = form.facts()
    known_viewer().require_organiser(said.organiser_id)
    with writing() as db:
        if seen is None and projects.project(db, project_id) is not None:
            return
        actions.save_project(db, known_viewer().actor, project_id, said, seen)


def _form_page(form: ProjectForm, project: Whole | None) -> Answer:
    html = render_template("workspace/project_form.html", form=form, project=project, merged=None)
    return html, 422 if form.errors else 200
