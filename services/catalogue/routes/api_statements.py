"""API: the accessibility statement and the privacy notice."""

from typing import Annotated, Literal

from flask_babel import gettext as _
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from services.catalogue.actions import statements as actions
from services.catalogue.queries import statements
from services.catalogue.routes.api_fields import Input, Language, LongText
from services.catalogue.routes.statements import standard
from shared.errors import NotThere
from shared.schema.statements import STATEMENTS
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.fields import absent
from shared.web.i18n import LANGUAGES
from shared.web.viewer import known_viewer

api = Api("statements")

Seen = Annotated[str, Field(max_length=64, description="`seen` of what you saw; a stale one is refused")]


class StatementTextOut(BaseModel):
    """A statement in one language."""

    language: Language
    text: Annotated[str, Field(description="Markdown, as the page shows it")]
    is_own: Annotated[bool, Field(description="written by the installation; else the standard text")]


class StatementOut(BaseModel):
    """A statement in all languages."""

    kind: Literal["accessibility", "privacy"]
    texts: list[StatementTextOut]
    seen: Annotated[str, Field(description="changes with the installation's own texts")]


class StatementPatch(Input):
    """Own texts; what isn't named stays, an empty one or the standard text itself goes back to the standard text."""

    fi: LongText = absent()
    sv: LongText = absent()
    en: LongText = absent()
    seen: Seen | None = None


@api.reads(
    "/statements/<kind>",
    Access.PUBLIC,
    "The accessibility statement, or the privacy notice",
    Shape(answer=StatementOut),
)
def get_statement(db: Connection, kind: str) -> StatementOut:
    """``kind``: accessibility or privacy."""
    return _shown(kind, _own(db, kind))


@api.writes(
    "PATCH",
    "/statements/<kind>",
    Access.ADMINISTRATOR,
    "Write the accessibility statement, or the privacy notice",
    Shape(StatementPatch, None, StatementOut),
)
def patch_statement(db: Connection, kind: str, body: StatementPatch) -> StatementOut:
    """In any of the languages."""
    before = _own(db, kind)
    said = body.model_dump(exclude_unset=True, exclude={"seen"})
    texts = {one: text for one, text in (before | said).items() if text != standard(kind, one).strip()}
    seen = actions.stamp(before) if body.seen is None else body.seen
    actions.write(db, known_viewer().actor, kind, texts, seen)
    return _shown(kind, _own(db, kind))


def _own(db: Connection, kind: str) -> dict[str, str]:
    if kind not in STATEMENTS:
        raise NotThere("no_statement", _("There is no such statement."))
    return statements.texts(db, kind)


def _shown(kind: str, own: dict[str, str]) -> StatementOut:
    texts = [
        StatementTextOut(
            language=language,  # type: ignore[arg-type]  # the reader's languages are those
            text=own.get(language) or standard(kind, language),
            is_own=language in own,
        )
        for language in LANGUAGES
    ]
    return StatementOut(kind=kind, texts=texts, seen=actions.stamp(own))  # type: ignore[arg-type]
