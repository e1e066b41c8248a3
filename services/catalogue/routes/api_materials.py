"""API: materials of sessions."""

from typing import Any, cast
from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _
from pydantic import ValidationError
from sqlalchemy import Connection

from services.catalogue.actions import materials as actions
from services.catalogue.queries import materials, workspace_series
from services.catalogue.queries.rows import AnyRow
from services.catalogue.routes.api_material_shapes import (
    FileFields,
    LinkIn,
    MaterialOut,
    MaterialPatch,
    MaterialsOut,
)
from services.catalogue.routes.material_files import sent_out, visible_file
from services.catalogue.routes.permission import organises, session_to_manage, visible_session
from shared import clock
from shared.errors import NotThere
from shared.rules.materials import FILE_TYPES, comes_at
from shared.web.access import Access
from shared.web.api import FORM_WITH_FILE, PREFIX, Api, Shape
from shared.web.current import service_url
from shared.web.dates import machine
from shared.web.validation import FieldProblem, InvalidInput, problems_of
from shared.web.viewer import known_viewer

api = Api("materials")


@api.reads(
    "/sessions/<uuid:session_id>/materials",
    Access.PUBLIC,
    "Files and links of a session: all for its organisers, for others what everybody sees by now",
    Shape(answer=MaterialsOut),
)
def list_materials(db: Connection, session_id: UUID) -> MaterialsOut:
    """In the order in which people meet them."""
    series = visible_session(db, session_id)
    session = workspace_series.session(db, session_id)
    if organises(series.organiser_id):
        return MaterialsOut(items=[_out(row, session) for row in materials.of_session(db, session_id)])
    shown = [row for row in materials.for_everybody(db, session_id) if _is_open(row, session)]
    return MaterialsOut(items=[_out(row, session) for row in shown])


@api.writes(
    "POST",
    "/sessions/<uuid:session_id>/materials",
    Access.ORGANISER,
    "Add a link to a session",
    Shape(LinkIn, None, MaterialOut, 201),
)
def add_link(db: Connection, session_id: UUID, body: LinkIn) -> MaterialOut:
    """For files there is a call of its own."""
    session_to_manage(db, session_id)
    new = actions.NewMaterial(**body.model_dump())
    return _one(db, actions.add_material(db, known_viewer().actor, session_id, new))


@api.writes(
    "POST",
    "/sessions/<uuid:session_id>/materials/files",
    Access.ORGANISER,
    "Add a file to a session: the field `file`, and beside it those of a link but for its address",
    Shape(raw_body=FORM_WITH_FILE, answer=MaterialOut, status=201),
)
def add_file(db: Connection, session_id: UUID) -> MaterialOut:
    """Refused are types that could do harm, and files that aren't what their name says."""
    session_to_manage(db, session_id)
    upload = request.files.get("file")
    if upload is None:
        raise InvalidInput([FieldProblem("file", "missing", _("This field is needed."))])
    try:
        said = FileFields.model_validate(request.form.to_dict())
    except ValidationError as wrong:
        raise InvalidInput(problems_of(wrong)) from wrong
    new = actions.NewMaterial(**said.model_dump())
    given = actions.GivenFile(upload.filename or "", upload.read())
    return _one(db, actions.add_material(db, known_viewer().actor, session_id, new, given))


@api.writes(
    "PATCH",
    "/materials/<uuid:material_id>",
    Access.ORGANISER,
    "Change a material: what it is for, who sees it and from when",
    Shape(MaterialPatch, None, MaterialOut),
)
def patch_material(db: Connection, material_id: UUID, body: MaterialPatch) -> MaterialOut:
    """Only what is sent changes."""
    _to_manage(db, material_id)
    said = cast("actions.MaterialChanges", body.model_dump(exclude_unset=True))
    actions.edit_material(db, known_viewer().actor, material_id, said)
    return _one(db, material_id)


@api.writes("DELETE", "/materials/<uuid:material_id>", Access.ORGANISER, "Take a material away", Shape())
def delete_material(db: Connection, material_id: UUID) -> None:
    """A file's bytes go with it."""
    _to_manage(db, material_id)
    actions.remove_material(db, known_viewer().actor, material_id)


@api.reads(
    "/materials/<uuid:material_id>/file",
    Access.PUBLIC,
    "The bytes of a file that the asker may see",
    Shape(raw_answer="application/octet-stream"),
)
def get_file(db: Connection, material_id: UUID) -> Response:
    """Under the media type of the file, to be saved."""
    return sent_out(visible_file(db, material_id))


def _to_manage(db: Connection, material_id: UUID) -> None:
    found = materials.one(db, material_id)
    if found is None:
        raise NotThere("no_material", _("There is no such material. It may have been taken away."))
    session_to_manage(db, found.session_id)


def _one(db: Connection, material_id: UUID) -> MaterialOut:
    row = materials.one(db, material_id)
    return _out(row, row)


def _is_open(row: AnyRow, session: Any) -> bool:
    at = comes_at(row.since, row.visible_from, session.starts_at, session.ends_at)
    return at is None or at <= clock.now()


def _out(row: Any, session: Any) -> MaterialOut:
    at = comes_at(row.since, row.visible_from, session.starts_at, session.ends_at)
    names = ("id", "session_id", "title", "kind", "audience", "since", "captions", "file_name", "size_bytes")
    return MaterialOut(
        **{name: getattr(row, name) for name in names},
        visible_from=machine(row.visible_from, session.timezone) if row.visible_from else None,
        shown_from=machine(at, session.timezone) if at else None,
        url=row.url or service_url("catalogue", f"{PREFIX}/materials/{row.id}/file"),
        media_type=FILE_TYPES[row.file_type] if row.file_type else None,
    )
