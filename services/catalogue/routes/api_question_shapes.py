"""API: what questions of offerings look like going in and out."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from services.catalogue.routes.api_fields import Input, Line, Name
from shared.rules.questions import HELP_LENGTH, KEY_LENGTH, KINDS, OPTION_LENGTH
from shared.web.fields import absent

Kind = Literal["text", "choice", "many", "number", "yes-no", "consent"]
assert set(KINDS) == {"text", "choice", "many", "number", "yes-no", "consent"}  # noqa: S101 - one list in two forms

Key = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9][a-z0-9-]*$",
        max_length=KEY_LENGTH,
        description="what answers are sent and kept under; without one, it is made of the label. It never changes",
    ),
]
Help = Annotated[Line, Field(max_length=HELP_LENGTH)]
Options = Annotated[
    list[Annotated[Line, Field(min_length=1, max_length=OPTION_LENGTH)]],
    Field(max_length=100, description="for the kinds choice and many"),
]
Flag = Annotated[bool, Field(strict=True)]
Required = Annotated[
    bool,
    Field(
        strict=True,
        description="whoever registers alone must answer at once; whom others register is asked on their own page",
    ),
]
ShownToContact = Annotated[
    bool, Field(strict=True, description="contacts of the person's organisation see the answer and may give it")
]
ShownToPresenters = Annotated[
    bool,
    Field(
        strict=True,
        description="presenters of its sessions see the answers on their own page, without names; for the kind text",
    ),
]
IsSensitive = Annotated[
    bool,
    Field(
        strict=True,
        description="special categories of data (GDPR article 9): for the series' organisers alone, always voluntary, "
        "erased 14 days after the last session",
    ),
]


class QuestionIn(Input):
    """A question to add, behind the others."""

    label: Name
    kind: Kind
    key: Key | None = None
    help: Help = ""
    options: Options = Field(default_factory=list)
    required: Required = False
    shown_to_contact: ShownToContact = False
    shown_to_presenters: ShownToPresenters = False
    is_sensitive: IsSensitive = False


class QuestionPatch(Input):
    """What to change of a question. Once it is answered, neither its kind nor who sees it can become wider."""

    label: Name = absent()
    kind: Kind = absent()
    help: Help = absent()
    options: Options = absent()
    required: Required = absent()
    shown_to_contact: ShownToContact = absent()
    shown_to_presenters: ShownToPresenters = absent()
    is_sensitive: IsSensitive = absent()
    position: Annotated[int, Field(strict=True, ge=1, le=1000, description="its place among them, from 1")] = absent()


class CopyIn(Input):
    """Whose questions to ask here too."""

    from_offering_id: UUID


class QuestionOut(BaseModel):
    """A question that an offering asks."""

    id: UUID
    offering_id: UUID
    key: str
    label: str
    help: str
    kind: Kind
    options: list[str]
    required: bool
    shown_to_contact: bool
    shown_to_presenters: bool
    is_sensitive: bool


class QuestionsOut(BaseModel):
    """All questions of an offering, in their order."""

    items: list[QuestionOut]


class RemovedOut(BaseModel):
    """What became of a question that is asked no more."""

    #: whether it is kept, unasked, until the answers to it are erased
    kept: bool
