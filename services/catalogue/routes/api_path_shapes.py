"""API: what paths and requirements look like going in and out."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from services.catalogue.routes.api_fields import Input, Language, LongText, Name, Summary, Version
from services.catalogue.routes.api_series_shapes import Credits
from services.catalogue.rules.paths import MOST_SERIES, MOST_STAGES
from shared.web.fields import absent

Rule = Annotated[
    Literal["all", "one", "some"],
    Field(description="everybody takes all its series, everybody chooses one, or it is for some people only"),
]
SeriesIds = Annotated[list[UUID], Field(max_length=MOST_SERIES)]


class StageIn(Input):
    """A stage."""

    name: Name
    rule: Rule
    credits_from: Credits | None = None
    credits_to: Credits | None = None
    series_ids: SeriesIds = Field(default_factory=list)


Stages = Annotated[list[StageIn], Field(max_length=MOST_STAGES)]


class PathIn(Input):
    """A path to add."""

    title: Name
    organiser_id: UUID
    language: Language
    summary: Summary = ""
    description: LongText = ""
    stages: Stages = Field(default_factory=list)


class PathPatch(Input):
    """What to change of a path; ``stages`` replace all that it had."""

    title: Name = absent()
    organiser_id: UUID = absent()
    language: Language = absent()
    summary: Summary = absent()
    description: LongText = absent()
    stages: Stages = absent()
    state: Literal["draft", "published"] = absent()
    version: Version | None = None


class StageSeriesOut(BaseModel):
    """A series in a stage."""

    id: UUID
    slug: str
    title: str


class StageOut(BaseModel):
    """A stage. Credits are ECTS credits."""

    name: str
    rule: Rule
    credits_from: float | None
    credits_to: float | None
    series: list[StageSeriesOut]


class PathOut(BaseModel):
    """A path with its stages."""

    id: UUID
    slug: str
    title: str
    summary: str
    description: str
    language: Language
    state: Literal["draft", "published"]
    organiser_id: UUID
    organiser_name: str
    stages: list[StageOut]
    version: int
    url: str


class PathSummary(BaseModel):
    """A path without its stages."""

    id: UUID
    slug: str
    title: str
    summary: str
    language: Language
    state: Literal["draft", "published"]
    organiser_name: str
    url: str


class PathPage(BaseModel):
    """A page of paths."""

    items: list[PathSummary]
    next: str | None


class RequirementsIn(Input):
    """The series that have to be completed before one registers for an offering: all of them, none when empty."""

    series_ids: Annotated[list[UUID], Field(max_length=20)]


class RequirementsOut(BaseModel):
    """What an offering requires."""

    series: list[StageSeriesOut]
