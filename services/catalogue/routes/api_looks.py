"""API: the look of an organisation."""

from typing import Annotated
from uuid import UUID

from flask_babel import gettext as _
from pydantic import Base64Bytes, BaseModel, Field
from sqlalchemy import Connection

from services.catalogue.actions import looks
from services.catalogue.actions.looks import LookChanges
from services.catalogue.queries import public_home
from services.catalogue.routes.api_fields import Input, Line
from shared.errors import NotThere
from shared.rules import colours
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.current import service_url
from shared.web.fields import absent
from shared.web.viewer import known_viewer

api = Api("looks")

#: a request in JSON is no larger than two megabytes
_LONGEST = 1024 * 1024 * 4 // 3 + 4


class LookPatch(Input):
    """What to change; null takes it away."""

    colour: Annotated[Line, Field(max_length=20, description="such as #1c5d59; one that can be read")] | None = absent()
    logo: (
        Annotated[
            Base64Bytes,
            Field(max_length=_LONGEST, description="a PNG, JPEG or WebP picture of at most one megabyte, in Base64"),
        ]
        | None
    ) = absent()


class LookOut(BaseModel):
    """An organisation's look; null where it has none of its own."""

    #: as #rrggbb
    colour: str | None
    #: the shade of it in the dark theme
    dark_colour: str | None
    #: where its logo is; another one has another address
    logo_url: str | None


@api.reads(
    "/organisations/<uuid:organisation_id>/look",
    Access.PUBLIC,
    "An organisation's own colour and logo",
    Shape(answer=LookOut),
)
def get_look(db: Connection, organisation_id: UUID) -> LookOut:
    """What its series' pages look like."""
    return _shown(db, organisation_id)


@api.writes(
    "PATCH",
    "/organisations/<uuid:organisation_id>/look",
    Access.ORGANISER,
    "Change an organisation's own colour or logo",
    Shape(LookPatch, None, LookOut),
)
def patch_look(db: Connection, organisation_id: UUID, body: LookPatch) -> LookOut:
    """Only what is sent changes. A colour that can't be read is refused with the nearest one that can."""
    said: LookChanges = {}
    if "colour" in body.model_fields_set:
        said["colour"] = body.colour
    if "logo" in body.model_fields_set:
        said["logo"] = looks.taken(body.logo) if body.logo else None
    looks.change_look(db, known_viewer(), organisation_id, said)
    return _shown(db, organisation_id)


def _shown(db: Connection, organisation_id: UUID) -> LookOut:
    found = public_home.organisation(db, organisation_id)
    if found is None:
        raise NotThere("no_organisation", _("There is no such organisation."))
    return LookOut(
        colour=found.colour,
        dark_colour=colours.shades(found.colour).dark if found.colour else None,
        logo_url=service_url("catalogue", f"/logos/{found.id}/{found.logo}.webp") if found.logo else None,
    )
