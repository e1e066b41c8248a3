"""API: what series look like going in and out."""

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from services.catalogue.routes.api_fields import (
    Input,
    Language,
    LongText,
    Name,
    OptionalName,
    Summary,
    Version,
    ZoneName,
)
from services.catalogue.routes.api_lists import ListQuery
from shared.schema.catalogue import LEAST_RETENTION_MONTHS, MOST_RETENTION_MONTHS, RETENTION_MONTHS
from shared.web.fields import DateTimeText, absent

Kind = Literal["tour", "programme", "specialisation", "course"]
State = Literal["draft", "published", "archived"]
Credits = Annotated[Decimal, Field(ge=0, le=1000, decimal_places=1, description="ECTS credits (op)")]
RetentionMonths = Annotated[
    int,
    Field(
        ge=LEAST_RETENTION_MONTHS,
        le=MOST_RETENTION_MONTHS,
        description="Personal data is erased this many months after the last session",
    ),
]


class SeriesIn(Input):
    """A series to add; it begins as a draft."""

    title: Name
    organiser_id: UUID | None = None
    kind: Kind = "course"
    summary: Summary = ""
    description: Annotated[LongText, Field(description="Markdown")] = ""
    audience: Summary = ""
    language: Language | None = None
    timezone: Annotated[ZoneName, Field(description="IANA name")] | None = None
    credits: Credits | None = None
    retention_months: RetentionMonths = RETENTION_MONTHS


class SeriesPatch(Input):
    """What to change of a series."""

    title: Name = absent()
    organiser_id: UUID = absent()
    kind: Kind = absent()
    summary: Summary = absent()
    description: LongText = absent()
    audience: Summary = absent()
    language: Language = absent()
    timezone: ZoneName = absent()
    credits: Credits | None = None
    retention_months: RetentionMonths = absent()
    state: Literal["published", "archived"] = absent()
    version: Version | None = None


class SeriesOut(BaseModel):
    """A series. Instants are in its own zone; ``warnings`` are for its organisers."""

    id: UUID
    slug: str
    title: str
    summary: str
    description: str
    audience: str
    kind: Kind
    state: State
    language: Language
    timezone: str
    credits: float | None
    retention_months: int
    organiser_id: UUID
    organiser_name: str
    next_session_at: DateTimeText | None
    published_at: DateTimeText | None
    version: int
    url: str
    created_at: DateTimeText
    changed_at: DateTimeText
    warnings: list[str] = []


class SeriesPage(BaseModel):
    """A page of series."""

    items: list[SeriesOut]
    next: str | None


class SeriesQuery(ListQuery):
    """Which series to list."""

    when: Literal["coming", "past", "all"] = "coming"
    state: State | None = None
    organiser_id: UUID | None = None
    q: Annotated[OptionalName, Field(description="words of the title")] = ""
