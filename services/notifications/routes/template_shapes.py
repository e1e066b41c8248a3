"""What the API says of organisers' own words, and of mails that are looked at."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.notifications.queries.own_words import Version
from services.notifications.rules.template_language import LONGEST_SUBJECT, LONGEST_TEXT

Subject = Annotated[str, Field(max_length=LONGEST_SUBJECT)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]


class TemplateIn(BaseModel):
    """Words in Markdown with placeholders; an empty one: the standard words."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    subject: Subject = ""
    text: Text = ""
    base_version: Annotated[int, Field(ge=0)] | None = Field(
        default=None,
        description="The version that these words were made from, 0 when there was none; refused when another has come "
        "since. Without it, whichever is in use is replaced.",
    )


class PlaceholderOut(BaseModel):
    """What may stand in the words as ``{{ name }}``."""

    name: str
    meaning: str
    sample: str


class TemplateOut(BaseModel):
    """The words in use; both empty, and ``version`` 0 when none were ever written: the standard words."""

    kind: str
    language: str
    version: int
    subject: str
    text: str
    #: what keeps them from being used; the standard words go out then
    problems: list[str]
    placeholders: list[PlaceholderOut]


class TemplateSummary(BaseModel):
    """In whose words one kind of mail goes out in one language."""

    kind: str
    language: str
    words: Literal["standard", "own", "broken"]


class TemplateList(BaseModel):
    """Every kind of mail whose words can be changed, in every language."""

    items: list[TemplateSummary]


class VersionOut(BaseModel):
    """One version, and who wrote it."""

    version: int
    subject: str
    text: str
    by: str
    created_at: datetime


class VersionList(BaseModel):
    """The newest, which is in use, first."""

    items: list[VersionOut]


class PreviewIn(BaseModel):
    """Which mail, and in which words; without ``subject`` and ``text`` in those in use."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    kind: Annotated[str, Field(max_length=40)]
    series: Annotated[str, Field(max_length=80)]
    language: Literal["fi", "sv", "en"]
    subject: Subject | None = None
    text: Text | None = None
    to: Literal["participants", "presenters", "contacts"] = Field(
        default="participants", description="Whom an announcement is for; of no meaning for other kinds"
    )
    session_id: UUID | None = Field(
        default=None, description="Of which session's people an announcement is for; null: of the series'"
    )
    subject_id: UUID | None = Field(
        default=None,
        description="With whose data: a registration, session, presenter, batch or, for an announcement, one of whom "
        "it is for (a registration, presenter or account); the newest",
    )


class PreviewOut(BaseModel):
    """The mail as it would look now; links that let someone in are hidden."""

    subject: str
    text: str
    html: str
    #: REQUEST or CANCEL when it brings a calendar entry or takes one away
    method: str | None
    #: there is nobody yet whom the mail is for: the data is made up
    is_sample: bool


def version_out(version: Version, names: dict[str, str]) -> VersionOut:
    """One version; who wrote it by name, as long as they are known."""
    words = version.words
    by = names.get(version.actor, "")
    return VersionOut(
        version=version.version, subject=words.subject, text=words.text, by=by, created_at=version.created_at
    )
