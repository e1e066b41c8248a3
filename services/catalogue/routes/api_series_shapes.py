"""API: what series look like going in and out."""

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from services.catalogue.routes.api_fields import (
    Input,
    Instant,
    Language,
    LongText,
    Name,
    OptionalName,
    Summary,
    Version,
    ZoneName,
)
from services.catalogue.routes.api_lists import ListQuery
from shared.schema.catalogue import (
    LEAST_ENTRIES_DAYS,
    LEAST_RETENTION_MONTHS,
    MOST_ENTRIES_DAYS,
    MOST_RETENTION_MONTHS,
    RETENTION_MONTHS,
)
from shared.schema.terms import TERM_LENGTH
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

ForCustomers = Annotated[bool, Field(description="only staff of the partners that are its customers may register")]
ListedAnyway = Annotated[
    bool, Field(description="whether it is on the public lists though it is for its customers' staff alone")
]
EntriesDays = Annotated[
    int,
    Field(
        ge=LEAST_ENTRIES_DAYS,
        le=MOST_ENTRIES_DAYS,
        description="Participants' calendar entries go out so many days before each session; "
        "null: all at once, with the confirmation",
    ),
]


#: keys of terms, as `GET /terms` gives them
Keys = Annotated[list[Annotated[Name, Field(max_length=TERM_LENGTH)]], Field(max_length=100)]


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
    entries_days_before: EntriesDays | None = None
    for_customers: ForCustomers = False
    is_listed_anyway: ListedAnyway = False
    topics: Annotated[Keys, Field(description="themes by which it is found, by their keys", default_factory=list)]
    audiences: Annotated[Keys, Field(description="target groups, by their keys", default_factory=list)]


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
    entries_days_before: EntriesDays | None = None
    for_customers: ForCustomers = absent()
    is_listed_anyway: ListedAnyway = absent()
    topics: Annotated[Keys, Field(description="exactly these themes")] = absent()
    audiences: Annotated[Keys, Field(description="exactly these target groups")] = absent()
    state: Literal["published", "archived"] = absent()
    publish_at: Annotated[
        Instant | None, Field(description="when a draft is published by itself; null takes that back")
    ] = None
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
    is_template: bool
    language: Language
    timezone: str
    credits: float | None
    retention_months: int
    entries_days_before: int | None
    for_customers: bool
    is_listed_anyway: bool
    topics: list[str]
    audiences: list[str]
    organiser_id: UUID
    organiser_name: str
    next_session_at: DateTimeText | None
    published_at: DateTimeText | None
    publish_at: Annotated[DateTimeText | None, Field(description="when a draft is published by itself")]
    version: int
    url: str
    created_at: DateTimeText
    changed_at: DateTimeText
    warnings: list[str] = []


class SeriesPage(BaseModel):
    """A page of series."""

    items: list[SeriesOut]
    next: str | None
    did_you_mean: Annotated[
        str | None,
        Field(description="where nothing is found: words like those of `q` that find something under the same choices"),
    ] = None


class SeriesQuery(ListQuery):
    """Which series to list."""

    when: Literal["coming", "past", "all"] = "coming"
    state: State | None = None
    organiser_id: UUID | None = None
    q: Annotated[OptionalName, Field(description="words of the series or of its sessions, in whatever form")] = ""
    kind: Kind | None = None
    language: Language | None = None
    mode: Annotated[Literal["online", "onsite"], Field(description="what is held both ways fits either")] | None = None
    topic: Annotated[Name, Field(description="the key of a theme (`GET /terms`)")] | None = None
    audience: Annotated[Name, Field(description="the key of a target group")] | None = None
    region: Annotated[Name, Field(description="one of its offerings is for this region")] | None = None
    has_places: Annotated[bool, Field(description="only series with a free place to register for now")] = False
    starts_from: Annotated[Instant, Field(description="a session starts then or later")] | None = None
    starts_before: Annotated[Instant, Field(description="a session starts before then")] | None = None
