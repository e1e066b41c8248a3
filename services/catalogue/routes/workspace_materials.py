"""Materials of a session in the workspace: listed, added as a file or a link, changed, taken away."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Connection, Row
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from services.catalogue import words
from services.catalogue.actions import materials as actions
from services.catalogue.forms.material_form import NAMES, MaterialForm, typed
from services.catalogue.forms.refusals import show_refusal
from services.catalogue.queries import materials, workspace_series
from services.catalogue.queries.rows import AnyRow
from services.catalogue.queries.workspace_series import OwnSession
from services.catalogue.routes.permission import session_to_manage
from services.catalogue.routes.sent_material import ACCEPTED, add_sent, too_large
from shared import clock
from shared.errors import NotThere, Refusal
from shared.rules.materials import comes_at
from shared.web import access
from shared.web.current import reading, writing
from shared.web.file_body import takes_file
from shared.web.viewer import known_viewer

blueprint = Blueprint("workspace_materials", __name__, url_prefix="/workspace")
blueprint.register_error_handler(RequestEntityTooLarge, too_large)

Answer = str | Response | tuple[str, int]


@blueprint.get("/sessions/<uuid:session_id>/materials")
@access.organiser
def page(session_id: UUID) -> str:
    """All of them, each with who sees it and from when."""
    with reading() as db:
        series = session_to_manage(db, session_id)
        session = workspace_series.session(db, session_id)
        found = materials.of_session(db, session_id)
    times = {one.id: comes_at(one.since, one.visible_from, session.starts_at, session.ends_at) for one in found}
    return render_template(
        "workspace/materials.html",
        series=series,
        session=session,
        materials=found,
        comes=times,
        now=clock.now(),
        words=words,
    )


@blueprint.route("/sessions/<uuid:session_id>/materials/add-file", methods=["GET", "POST"])
@access.organiser
@takes_file
def add_file(session_id: UUID) -> Answer:
    """One more, kept here."""
    return _new(session_id, "file")


@blueprint.route("/sessions/<uuid:session_id>/materials/add-link", methods=["GET", "POST"])
@access.organiser
def add_link(session_id: UUID) -> Answer:
    """One more, kept elsewhere."""
    return _new(session_id, "link")


def _new(session_id: UUID, what: str) -> Answer:
    with reading() as db:
        series = session_to_manage(db, session_id)
        session = workspace_series.session(db, session_id)
    form = add_sent(session, what, known_viewer().actor)
    return _back(session_id) if form is None else _form_page(form, series, session)


@blueprint.route("/materials/<uuid:material_id>/edit", methods=["GET", "POST"])
@access.organiser
def edit(material_id: UUID) -> Answer:
    """What it is called, what it is for, who sees it and from when."""
    with reading() as db:
        series, session, material = _managed(db, material_id)
    what = "kept" if material.file_name else "link"
    form = MaterialForm(session.timezone, what, data=typed(material))
    if request.method == "GET" or not form.validate():
        return _form_page(form, series, session, material)
    said = form.changes()
    said["title"] = said["title"] or material.file_name or material.title
    try:
        with writing() as db:
            actions.edit_material(db, known_viewer().actor, material_id, said)
    except Refusal as refusal:
        show_refusal(form, refusal, NAMES)
        return _form_page(form, series, session, material)
    flash(_("Saved."), "success")
    return _back(session.id)


@blueprint.route("/materials/<uuid:material_id>/remove", methods=["GET", "POST"])
@access.organiser
def remove(material_id: UUID) -> str | Response:
    """Take it away, once the organiser has seen what goes."""
    with reading() as db:
        series, session, material = _managed(db, material_id)
    if request.method == "GET":
        return render_template("workspace/material_remove.html", series=series, session=session, material=material)
    with writing() as db:
        actions.remove_material(db, known_viewer().actor, material_id)
    flash(_("The material has been removed."), "success")
    return _back(session.id)


def _managed(db: Connection, material_id: UUID) -> tuple[Row[Any], OwnSession, AnyRow]:
    material = materials.one(db, material_id)
    if material is None:
        raise NotThere("no_material", _("There is no such material. It may have been taken away."))
    return (
        session_to_manage(db, material.session_id),
        workspace_series.session(db, material.session_id),
        material,
    )


def _form_page(form: MaterialForm, series: Row[Any], session: OwnSession, material: AnyRow | None = None) -> Answer:
    html = render_template(
        "workspace/material_form.html",
        form=form,
        series=series,
        session=session,
        material=material,
        accept=ACCEPTED,
    )
    return html, 422 if form.errors else 200


def _back(session_id: UUID) -> Response:
    return redirect(url_for("workspace_materials.page", session_id=session_id), 303)
