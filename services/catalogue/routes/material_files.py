"""Files of sessions, given out to be saved: to everybody, to organisers, and to those whose link shows a place."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _
from sqlalchemy import Connection

from services.catalogue.queries import belonging, materials
from services.catalogue.routes.permission import organises
from services.catalogue.routes.private_pages import keep_private
from shared import clock
from shared.errors import NotThere
from shared.rules.materials import FILE_TYPES
from shared.secrets import MATERIALS, subject_of
from shared.web import access
from shared.web.current import reading, service

blueprint = Blueprint("material_files", __name__)


@blueprint.get("/materials/<uuid:material_id>/file")
@access.public
def public(material_id: UUID) -> Response:
    """A file that is for everybody, or for whom its series is."""
    with reading() as db:
        found = visible_file(db, material_id)
    return sent_out(found)


@blueprint.get("/materials/<uuid:material_id>/<token>/file")
@access.own_link
def for_participants(material_id: UUID, token: str) -> Response:
    """A file for those with a place: the registration service makes the link, which ends with the place."""
    with reading() as db:
        found = materials.one(db, material_id)
        if found is None or not _has_place(db, token, found.session_id):
            raise _not_there()
        if not materials.is_shown(db, material_id, ("everybody", "participants"), clock.now()):
            raise _not_there()
    return sent_out(found)


def material_address(material: Any) -> str:
    """Where everybody opens a link, or gets a file that is for everybody."""
    return str(material.url or url_for("material_files.public", material_id=material.id))


def visible_file(db: Connection, material_id: UUID) -> Any:
    """A file that the asker may have now. Raises NotThere."""
    found = materials.one(db, material_id)
    series = belonging.series_of_session(db, found.session_id) if found else None
    if series is None:
        raise _not_there()
    is_shown = belonging.is_public(series) and materials.is_shown(db, material_id, ("everybody",), clock.now())
    if not (is_shown or organises(series.organiser_id)):
        raise _not_there()
    return found


def sent_out(material: Any) -> Response:
    """Its bytes, piece by piece, as something to save: no browser opens it within our pages."""
    if material.file_name is None:
        raise _not_there()
    answer = Response(materials.pieces(service().database, material.id), content_type=FILE_TYPES[material.file_type])
    answer.content_length = material.size_bytes
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(material.file_name, safe='')}"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    return keep_private(answer)


def _has_place(db: Connection, token: str, session_id: UUID) -> bool:
    registration_id = subject_of(token)
    version = materials.link_version(db, registration_id, session_id) if registration_id else None
    return (
        registration_id is not None
        and version is not None
        and service().secrets.opens(MATERIALS, token, registration_id, version)
    )


def _not_there() -> NotThere:
    return NotThere("no_material", _("There is no such material. It may have been taken away, or is shown later."))
