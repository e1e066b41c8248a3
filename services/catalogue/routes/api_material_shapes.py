"""API: what materials look like going in and out."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from services.catalogue.routes.api_fields import Input, Instant, Name, OptionalName, WebAddress
from shared.web.fields import DateTimeText, absent

Kind = Literal["before", "after", "recording"]
Audience = Literal["everybody", "participants", "organisers"]
Since = Annotated[
    Literal["now", "start", "end", "moment"],
    Field(description="at once, from the session's start or end, or from `visible_from`"),
]
Captions = Annotated[
    Literal["missing", "there", "exempt"],
    Field(
        description="of a recording; `exempt`: for a closed audience that the act on digital services doesn't concern"
    ),
]


class MaterialFields(Input):
    """What a link and a file have in common."""

    kind: Kind
    audience: Audience = "participants"
    since: Since = "now"
    visible_from: Instant | None = None
    captions: Captions = "missing"


class LinkIn(MaterialFields):
    """A link to add to a session."""

    title: Name
    url: WebAddress


class FileFields(MaterialFields):
    """The fields beside `file`; without a title it goes by the file's name."""

    title: OptionalName = ""


class MaterialPatch(Input):
    """What to change of a material. A file is taken away and added anew."""

    title: Name = absent()
    kind: Kind = absent()
    audience: Audience = absent()
    since: Since = absent()
    visible_from: Instant | None = None
    captions: Captions = absent()
    url: WebAddress = absent()


class MaterialOut(BaseModel):
    """A material. `url` opens the link or gives out the file; `shown_from` is null when it is shown at once."""

    id: UUID
    session_id: UUID
    title: str
    kind: Kind
    audience: Audience
    since: Since
    visible_from: DateTimeText | None
    shown_from: DateTimeText | None
    captions: Captions
    url: str
    file_name: str | None
    media_type: str | None
    size_bytes: int | None


class MaterialsOut(BaseModel):
    """All that the asker may see of a session."""

    items: list[MaterialOut]
