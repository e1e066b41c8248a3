"""A presenter's materials, behind the secret link that only their mail holds: added to a session, and taken away."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from services.catalogue.actions import materials as actions
from services.catalogue.forms.material_form import MaterialForm
from services.catalogue.queries import materials
from services.catalogue.queries import presenting as queries
from services.catalogue.routes.material_files import sent_out
from services.catalogue.routes.presenting import opened
from services.catalogue.routes.private_pages import keep_private
from services.catalogue.routes.sent_material import ACCEPTED, add_sent, too_large
from shared.errors import NotThere
from shared.web import access
from shared.web.current import reading, writing
from shared.web.file_body import takes_file

blueprint = Blueprint("presenting_materials", __name__)
blueprint.after_request(keep_private)
blueprint.register_error_handler(RequestEntityTooLarge, too_large)

Answer = str | AnyResponse | tuple[str, int]


@blueprint.get("/presenting/<token>/sessions/<uuid:session_id>/materials")
@access.own_link
def page(token: str, session_id: UUID) -> str:
    """What those who come get, and what the presenter added for the organisers."""
    with reading() as db:
        session = _presented(db, token, session_id)
        found = [one for one in materials.of_session(db, session_id) if _sees(one, session)]
    shown = [(one, one.url or url_for(".file", token=token, material_id=one.id)) for one in found]
    mine = [one for one in found if _is_own(one, session)]
    return render_template("public/presenting_materials.html", token=token, session=session, materials=shown, mine=mine)


@blueprint.route("/presenting/<token>/sessions/<uuid:session_id>/materials/add-file", methods=["GET", "POST"])
@access.own_link
@takes_file
def add_file(token: str, session_id: UUID) -> Answer:
    """Slides, an assignment."""
    return _new(token, session_id, "file")


@blueprint.route("/presenting/<token>/sessions/<uuid:session_id>/materials/add-link", methods=["GET", "POST"])
@access.own_link
def add_link(token: str, session_id: UUID) -> Answer:
    """What lies elsewhere."""
    return _new(token, session_id, "link")


@blueprint.route("/presenting/<token>/materials/<uuid:material_id>/remove", methods=["GET", "POST"])
@access.own_link
def remove(token: str, material_id: UUID) -> Answer:
    """What the presenter added; what others did stays."""
    with reading() as db:
        material, session = _seen(db, token, material_id)
    if not _is_own(material, session):
        raise _not_there()
    if request.method == "GET":
        html = "public/presenting_material_remove.html"
        return render_template(html, token=token, session=session, material=material)
    with writing() as db:
        actions.remove_material(db, _actor(session), material_id)
    flash(_("The material has been removed."), "success")
    return redirect(url_for(".page", token=token, session_id=session.id), 303)


@blueprint.get("/presenting/<token>/materials/<uuid:material_id>/file")
@access.own_link
def file(token: str, material_id: UUID) -> Response:
    """A file of a session that they present, also before its time."""
    with reading() as db:
        material, _session = _seen(db, token, material_id)
    return sent_out(material)


def _new(token: str, session_id: UUID, what: str) -> Answer:
    with reading() as db:
        session = _presented(db, token, session_id)
    form = add_sent(session, what, _actor(session))
    if form is not None:
        return _form_page(form, token, session)
    return redirect(url_for(".page", token=token, session_id=session_id), 303)


def _form_page(form: MaterialForm, token: str, session: Any) -> Answer:
    html = "public/presenting_material_form.html"
    page = render_template(html, form=form, token=token, session=session, accept=ACCEPTED)
    return page, 422 if form.errors else 200


def _presented(db: Connection, token: str, session_id: UUID) -> Any:
    """A session that they present, held ones too: much is left behind only afterwards. Raises NotThere."""
    person = opened(db, token)
    row = next((one for one in queries.sessions(db, person.email) if one.id == session_id), None)
    if row is None or row.state == "cancelled":
        raise NotThere("not_presenting", _("You no longer present this session."))
    return row


def _seen(db: Connection, token: str, material_id: UUID) -> tuple[Any, Any]:
    opened(db, token)
    material = materials.one(db, material_id)
    if material is None:
        raise _not_there()
    session = _presented(db, token, material.session_id)
    if not _sees(material, session):
        raise _not_there()
    return material, session


def _sees(material: Any, session: Any) -> bool:
    return material.audience != "organisers" or _is_own(material, session)


def _is_own(material: Any, session: Any) -> bool:
    return bool(material.added_by == _actor(session))


def _actor(session: Any) -> str:
    return f"presenter:{session.presenter_id}"


def _not_there() -> NotThere:
    return NotThere("no_material", _("There is no such material. It may have been taken away."))
