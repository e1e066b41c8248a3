"""The stages of a path in the workspace: added, edited, put earlier or later, removed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Row
from werkzeug.wrappers import Response

from services.catalogue.actions.paths import StageFacts, set_stages
from services.catalogue.forms.path_form import StageForm
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.queries import paths
from services.catalogue.queries.paths import Stage
from services.catalogue.routes import sent
from services.catalogue.routes.permission import path_to_manage
from shared.errors import NotThere, Refusal
from shared.web import access
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_stages", __name__, url_prefix="/workspace/paths/<slug>/stages")

Answer = str | Response | tuple[str, int]


@blueprint.route("/new", methods=["GET", "POST"])
@access.organiser
def new(slug: str) -> Answer:
    """One more stage, at the end."""
    path, stages = _open(slug)
    form = _form(path, None)
    if request.method == "GET" or not form.validate():
        return _form_page(form, path, None)
    return _kept(form, path, None, [*map(facts_of, stages), form.facts()])


@blueprint.route("/<position>", methods=["GET", "POST"])
@access.organiser
def edit(slug: str, position: str) -> Answer:
    """What is in it, and who takes what."""
    path, stages = _open(slug)
    stage = _at(stages, position)
    form = _form(path, stage)
    if request.method == "GET" or not form.validate():
        return _form_page(form, path, stage)
    facts = form.facts([one.id for one in stage.series])
    return _kept(form, path, stage, [facts if one is stage else facts_of(one) for one in stages])


@blueprint.post("/<position>/earlier")
@access.organiser
def earlier(slug: str, position: str) -> Response:
    """Change places with the stage before."""
    path, stages = _open(slug)
    stage = _at(stages, position)
    order = [one for one in stages if one is not stage]
    order.insert(max(0, stages.index(stage) - 1), stage)
    return _reordered(path, order, _("Saved."))


@blueprint.post("/<position>/remove")
@access.organiser
def remove(slug: str, position: str) -> Response:
    """Take a stage off the path; its series stay as they are."""
    path, stages = _open(slug)
    stage = _at(stages, position)
    said = _("The stage “%(name)s” is off the path.", name=stage.name)
    return _reordered(path, [one for one in stages if one is not stage], said)


def facts_of(stage: Stage) -> StageFacts:
    """A stage as it is, to be kept."""
    series = [one.id for one in stage.series]
    return StageFacts(stage.name, stage.rule, stage.credits_from, stage.credits_to, series)


def _open(slug: str) -> tuple[Row[Any], list[Stage]]:
    with reading() as db:
        path = path_to_manage(db, slug)
        return path, paths.stages(db, path.id)


def _at(stages: Sequence[Stage], position: str) -> Stage:
    for stage in stages:
        if str(stage.position) == position:
            return stage
    raise NotThere("no_stage", _("There is no such stage. Somebody may have removed it."))


def _form(path: Row[Any], stage: Stage | None) -> StageForm:
    there: list[UUID] = [one.id for one in stage.series] if stage else []
    given = {
        "name": stage.name if stage else "",
        "rule": stage.rule if stage else "all",
        "credits_from": stage.credits_from if stage else None,
        "credits_to": stage.credits_to if stage and stage.credits_to != stage.credits_from else None,
        "series_ids": [str(one) for one in there],
        "version": str(path.version),
    }
    form = StageForm(data=given)
    with reading() as db:
        form.offer_series([(row.id, row.title) for row in paths.choosable(db, known_viewer(), there)])
    return form


def _kept(form: StageForm, path: Row[Any], stage: Stage | None, wanted: list[StageFacts]) -> Answer:
    try:
        with writing() as db:
            set_stages(db, known_viewer(), path.id, wanted, sent.version_of(form.version))
    except Refusal as refusal:
        show_refusal(form, refusal)
        form.version.data = str(path.version)
        return _form_page(form, path, stage)
    flash(_("Saved."), "success")
    return redirect(url_for("workspace_paths.page", slug=path.slug))


def _reordered(path: Row[Any], order: Sequence[Stage], said: str) -> Response:
    try:
        with writing() as db:
            set_stages(db, known_viewer(), path.id, [facts_of(one) for one in order], path.version)
        flash(said, "success")
    except Refusal as refusal:
        flash(refusal.sentence, "warning")
    return redirect(url_for("workspace_paths.page", slug=path.slug))


def _form_page(form: StageForm, path: Row[Any], stage: Stage | None) -> Answer:
    html = render_template("workspace/stage_form.html", form=form, path=path, stage=stage)
    return html, 422 if form.errors else 200
