"""Paths in the workspace: their list, and one with what it says of itself; published, taken back, removed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Connection, Row
from werkzeug.wrappers import Response

from services.catalogue import words
from services.catalogue.actions import paths as actions
from services.catalogue.forms.differences import fingerprint, merge
from services.catalogue.forms.path_form import PathForm
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.queries import paths, workspace_people
from services.catalogue.routes import sent
from services.catalogue.routes.paths import points_of
from services.catalogue.routes.permission import path_to_manage
from services.catalogue.routes.workspace import organised_by
from shared.errors import NotAllowed, Refusal
from shared.web import access
from shared.web.current import reading, writing
from shared.web.i18n import current_language
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_paths", __name__, url_prefix="/workspace/paths")

Answer = str | Response | tuple[str, int]


@blueprint.get("")
@access.organiser
def every() -> str:
    """The asker's paths."""
    with reading() as db:
        found = paths.managed(db, organised_by(known_viewer()))
    return render_template("workspace/paths.html", paths=found, state_word=words.series_state_word)


@blueprint.get("/<slug>")
@access.organiser
def page(slug: str) -> str:
    """Its stages, each with what can be done."""
    with reading() as db:
        path = path_to_manage(db, slug)
        stages = paths.stages(db, path.id)
    return render_template(
        "workspace/path.html",
        path=path,
        by_key={f"stage-{stage.position}": stage for stage in stages},
        points=points_of(stages, path.language),
        words=words,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@access.organiser
def new() -> Answer:
    """A new path, as a draft."""
    organisers = _organisers()
    if not organisers:
        return render_template("workspace/no_organisation.html")
    only = {"organiser_id": str(organisers[0][0])} if len(organisers) == 1 else {}
    form = PathForm(organisers, data={"language": current_language(), **only})
    if not only:
        form.ask_organiser()
    path_id = sent.id_of(form.new_id)
    if request.method == "GET" or not form.validate():
        return _form_page(form, None)
    said = form.changes()
    known_viewer().require_organiser(said["organiser_id"])
    try:
        with writing() as db:
            actions.create_path(db, known_viewer().actor, actions.NewPath(**said, id=path_id))
            slug = paths.slug_of(db, path_id)
    except NotAllowed:
        raise
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _form_page(form, None)
    flash(_("The path is there as a draft. Add its first stage."), "success")
    return redirect(url_for("workspace_paths.page", slug=slug))


@blueprint.route("/<slug>/edit", methods=["GET", "POST"])
@access.organiser
def edit(slug: str) -> Answer:
    """What it says of itself."""
    with reading() as db:
        path = path_to_manage(db, slug)
    organisers, now = _organisers(), {**path._asdict(), "organiser_id": str(path.organiser_id)}
    form = PathForm(organisers, data=now)
    if request.method == "GET":
        form.seen.data = fingerprint(form)
    if request.method == "GET" or not form.validate():
        return _form_page(form, path)
    said = form.changes()
    known_viewer().require_organiser(said["organiser_id"])
    try:
        with writing() as db:
            actions.edit_path(db, known_viewer().actor, path.id, said, sent.version_of(form.version))
    except Refusal as refusal:
        if refusal.code != "stale":
            show_refusal(form, refusal)
            return _form_page(form, path)
        return _stale_page(form, PathForm(organisers, formdata=None, data=now), path)
    flash(_("Saved."), "success")
    return redirect(url_for("workspace_paths.page", slug=slug))


@blueprint.post("/<slug>/publish")
@access.organiser
def publish(slug: str) -> Response:
    """Show it to everybody; no mail goes out."""
    return _act(slug, actions.publish_path, _("Everybody sees the path now."))


@blueprint.post("/<slug>/take-back")
@access.organiser
def take_back(slug: str) -> Response:
    """Make it a draft again."""
    return _act(slug, actions.take_back_path, _("The path is a draft again. Its series stay as they are."))


@blueprint.route("/<slug>/remove", methods=["GET", "POST"])
@access.organiser
def remove(slug: str) -> Answer:
    """Remove it, once its organiser has read what that means."""
    with reading() as db:
        path = path_to_manage(db, slug)
    if request.method == "GET":
        return render_template("workspace/path_remove.html", path=path)
    with writing() as db:
        actions.remove_path(db, known_viewer().actor, path.id)
    flash(_("The path has been removed."), "success")
    return redirect(url_for("workspace_paths.every"))


def _act(slug: str, act: Callable[[Connection, str, UUID], None], said: str) -> Response:
    with reading() as db:
        path = path_to_manage(db, slug)
    try:
        with writing() as db:
            act(db, known_viewer().actor, path.id)
        flash(said, "success")
    except Refusal as refusal:
        flash(refusal.sentence, "warning")
    return redirect(url_for("workspace_paths.page", slug=slug))


def _organisers() -> list[tuple[UUID, str]]:
    with reading() as db:
        return [(row.id, row.name) for row in workspace_people.choosable(db, organised_by(known_viewer()))]


def _form_page(form: PathForm, path: Row[Any] | None) -> Answer:
    return render_template("workspace/path_form.html", form=form, path=path), 422 if form.errors else 200


def _stale_page(form: PathForm, theirs: PathForm, path: Row[Any]) -> Answer:
    """Somebody was quicker: join both and show where they collide; sending it again then saves deliberately."""
    merged = merge(theirs, form, form.seen.data)
    form.version.data, form.seen.data = str(path.version), fingerprint(theirs)
    return render_template("workspace/path_form.html", form=form, path=path, merged=merged), 409
