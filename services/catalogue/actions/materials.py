"""Materials of a session: a file or a link added, changed, taken away."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, delete, func, insert, select, update

from services.catalogue.actions.changes import Thing, keep_name, keep_told
from services.catalogue.actions.versions import change_series, really_changed
from services.catalogue.queries.held import hold_session
from services.catalogue.queries.rows import AnyRow
from services.catalogue.rules import material_files
from services.catalogue.rules.material_files import FileProblem
from shared import clock, journal
from shared.errors import Conflict, NotThere, Refusal
from shared.rules.materials import FILE_MEGABYTES, FILE_TYPES
from shared.schema.base import NAME_LENGTH, new_id
from shared.schema.materials import Material, MaterialPiece

#: of one session
MOST_MATERIALS = 50
PIECE_BYTES = 256 * 1024


@dataclass(frozen=True)
class GivenFile:
    """A file as it came: what it was called there, and its bytes."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class NewMaterial:
    """A material as asked for: either a link or a file. A file without a title goes by its name."""

    title: str
    kind: str
    audience: str
    since: str = "now"
    visible_from: datetime | None = None
    captions: str = "missing"
    url: str | None = None
    id: UUID = field(default_factory=new_id)


class MaterialChanges(TypedDict, total=False):
    """What of a material may be edited; absent: stays as it is. A file is removed and added anew."""

    title: str
    kind: str
    audience: str
    since: str
    visible_from: datetime | None
    captions: str
    url: str | None


def add_material(db: Connection, actor: str, session_id: UUID, new: NewMaterial, file: GivenFile | None = None) -> UUID:
    """Add it to a session; once more under the same id changes nothing. Raises Refusal when it can't be taken."""
    session = hold_session(db, session_id)
    before = db.scalar(select(Material.session_id).where(Material.id == new.id))
    if before is not None:
        return _made_before(new.id, before == session_id)
    count = db.scalar(select(func.count()).where(Material.session_id == session_id)) or 0
    if count >= MOST_MATERIALS:
        raise Conflict("too_many_materials", _("A session has at most %(most)s materials.", most=MOST_MATERIALS))
    values = {**asdict(new), **(_taken(file) if file else {})}
    values["title"] = (new.title or (values.get("file_name") or ""))[:NAME_LENGTH]
    _require_possible(values)
    now = clock.now()
    shared_at = now if new.audience != "organisers" else None
    db.execute(
        insert(Material).values(**values, session_id=session_id, shared_at=shared_at, added_by=actor, created_at=now)
    )
    if file:
        _keep(db, new.id, file.content)
    _note(db, "material.added", actor, session, new.id)
    return new.id


def edit_material(db: Connection, actor: str, material_id: UUID, changes: MaterialChanges) -> None:
    """Change what it is called, what it is for, who sees it and from when. Raises Refusal, NotThere."""
    material, session = _held(db, material_id)
    changed = really_changed(material, changes)
    if not changed:
        return
    after = {**material._asdict(), **changed}
    _require_possible(after)
    if "audience" in changed and "organisers" in (material.audience, changed["audience"]):
        changed["shared_at"] = None if changed["audience"] == "organisers" else clock.now()
    db.execute(update(Material).where(Material.id == material_id).values(changed))
    told = {name: value for name, value in changed.items() if name != "shared_at"}
    kept = keep_told(db, session.series_id, Thing("material", material_id, session.id), material._asdict(), told)
    _note(db, "material.changed", actor, session, material_id, **kept)


def remove_material(db: Connection, actor: str, material_id: UUID) -> None:
    """Take it away, with its bytes. Raises NotThere."""
    material, session = _held(db, material_id)
    delete_materials(db, Material.id == material_id)
    keep_name(db, session.series_id, Thing("material", material_id, session.id), material.title)
    _note(db, "material.removed", actor, session, material_id)


def delete_materials(db: Connection, which: Any) -> None:
    """Delete what fulfils a condition, with its bytes."""
    db.execute(delete(MaterialPiece).where(MaterialPiece.material_id.in_(select(Material.id).where(which))))
    db.execute(delete(Material).where(which))


def _taken(file: GivenFile) -> dict[str, Any]:
    """The columns of a file. Raises Refusal, saying what is taken."""
    name = material_files.tidy_name(file.name)
    file_type = material_files.type_of(name)
    problem = material_files.problem_of(file_type, file.content)
    if problem is not None:
        raise Refusal(problem, _sentence(problem), "file")
    return {"file_name": name, "file_type": file_type, "size_bytes": len(file.content)}


def _sentence(problem: FileProblem) -> str:
    return {
        FileProblem.TYPE: _(
            "Files of this type aren't taken, because they could do harm. Taken are: %(types)s. Give anything else as "
            "a link.",
            types=", ".join(FILE_TYPES),
        ),
        FileProblem.CONTENT: _(
            "The file isn't what its name says. Save it again in the program that it was made with, and give that."
        ),
        FileProblem.MACROS: _("The file holds programs (macros). Save it without them, or as a PDF."),
        FileProblem.EMPTY: _("The file is empty."),
        FileProblem.LARGE: _(
            "The file is larger than %(most)s megabytes. Make it smaller, or give a link to where it is.",
            most=FILE_MEGABYTES,
        ),
    }[problem]


def _require_possible(values: dict[str, Any]) -> None:
    if (values["since"] == "moment") != (values["visible_from"] is not None):
        raise Refusal("moment_needed", _("Say from which day and time it is shown."), "visible_from")
    if (values.get("url") is None) == (values.get("file_name") is None):
        raise Refusal("link_or_file", _("Give either a link or a file."), "url")


def _keep(db: Connection, material_id: UUID, content: bytes) -> None:
    pieces = [content[start : start + PIECE_BYTES] for start in range(0, len(content), PIECE_BYTES)]
    rows = [{"material_id": material_id, "number": number, "content": one} for number, one in enumerate(pieces)]
    db.execute(insert(MaterialPiece), rows)


def _held(db: Connection, material_id: UUID) -> tuple[AnyRow, AnyRow]:
    session_id = db.scalar(select(Material.session_id).where(Material.id == material_id))
    session = hold_session(db, session_id) if session_id else None
    material = db.execute(select(Material.__table__).where(Material.id == material_id)).one_or_none()
    if material is None or session is None:
        raise NotThere("no_material", _("There is no such material. It may have been taken away."))
    return material, session


def _made_before(material_id: UUID, is_same_session: bool) -> UUID:
    if not is_same_session:
        raise Conflict("already_made", _("This form was sent before. Open a new one."))
    return material_id


def _note(db: Connection, kind: str, actor: str, session: AnyRow, material_id: UUID, **detail: Any) -> None:
    """Pages are kept under the series' version, so that rises with it."""
    change_series(db, session.series_id)
    subject = journal.Subject(session.series_id, session.id, subject_id=material_id, detail=detail)
    journal.append(db, kind, actor, subject)
