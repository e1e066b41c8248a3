"""API: themes and target groups, and which of them a series has."""

from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from flask_babel import gettext as _
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from services.catalogue.actions import terms as actions
from services.catalogue.queries import terms
from services.catalogue.routes.api_fields import Input, Line, Version
from shared.errors import Refusal
from shared.schema.terms import TERM_LENGTH
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.fields import absent
from shared.web.viewer import known_viewer

api = Api("terms")

Kind = Annotated[Literal["topic", "audience"], Field(description="what a series is about, or for whom it is")]
FinnishName = Annotated[Line, Field(min_length=1, max_length=TERM_LENGTH)]
OtherName = Annotated[Line, Field(max_length=TERM_LENGTH, description="empty: the Finnish one is shown")]


class TermIn(Input):
    """A theme or a target group to add."""

    kind: Kind
    name_fi: FinnishName
    name_sv: OtherName = ""
    name_en: OtherName = ""


class TermPatch(Input):
    """What to change of it; its key stays."""

    name_fi: FinnishName = absent()
    name_sv: OtherName = absent()
    name_en: OtherName = absent()
    version: Version | None = None


class TermOut(BaseModel):
    """A theme or a target group."""

    id: UUID
    kind: Kind
    key: Annotated[str, Field(description="what stands in addresses and in series; it stays when names change")]
    name_fi: str
    name_sv: str
    name_en: str
    series: Annotated[int, Field(description="how many series on the public lists have it")]
    version: int


class TermList(BaseModel):
    """All of them."""

    items: list[TermOut]


@api.reads("/terms", Access.PUBLIC, "Themes and target groups", Shape(answer=TermList))
def list_terms(db: Connection) -> TermList:
    """All of them, by name."""
    return TermList(items=[_shown(row) for row in terms.known(db)])


@api.writes("POST", "/terms", Access.ORGANISER, "Add a theme or a target group", Shape(TermIn, None, TermOut, 201))
def add_term(db: Connection, body: TermIn) -> TermOut:
    """Its key is made of the Finnish name."""
    term_id = actions.add_term(db, known_viewer().actor, actions.NewTerm(**body.model_dump()))
    return _shown(terms.one(db, term_id))


@api.writes(
    "PATCH",
    "/terms/<uuid:term_id>",
    Access.ORGANISER,
    "Rename a theme or a target group",
    Shape(TermPatch, None, TermOut),
)
def patch_term(db: Connection, term_id: UUID, body: TermPatch) -> TermOut:
    """Every series that has it shows the new name; ``version`` is the one you saw, and a stale one is refused."""
    said = body.model_dump(exclude_unset=True, exclude={"version"})
    actions.edit_term(db, known_viewer().actor, term_id, said, body.version)
    return _shown(terms.one(db, term_id))


@api.writes("DELETE", "/terms/<uuid:term_id>", Access.ORGANISER, "Remove one that no series has", Shape())
def delete_term(db: Connection, term_id: UUID) -> None:
    """409 while one has it."""
    actions.remove_term(db, known_viewer().actor, term_id)


def ids_of(db: Connection, said: Mapping[str, Collection[str]], has: Collection[Any] = ()) -> list[UUID]:
    """The terms that a series is to have: of each kind those named by keys in ``said``, of the other kind those it
    ``has``. Raises Refusal for a key that isn't there."""
    found = [one.id for one in has if f"{one.kind}s" not in said]
    for field, kind in (("topics", "topic"), ("audiences", "audience")):
        by_key = terms.ids_by_key(db, kind, said.get(field, ()))
        if missing := [key for key in said.get(field, ()) if key not in by_key]:
            raise Refusal("no_term", _("There is no “%(key)s”. GET /terms lists them.", key=missing[0]), field)
        found += by_key.values()
    return found


def _shown(row: Any) -> TermOut:
    return TermOut.model_validate(row, from_attributes=True)
