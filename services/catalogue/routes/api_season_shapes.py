"""API: what a series' copy in another season looks like before it is made, and what it is made by."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from services.catalogue.routes.api_fields import Day, Input, Name
from services.catalogue.rules.slugs import LONGEST
from services.catalogue.rules.wall_clock import Trap
from shared.web.fields import DateTimeText

FirstDay = Annotated[
    Day,
    Field(description="the first session is held on it, or on that session's weekday after it"),
]


class SeasonQuery(Input):
    """Which season."""

    first_day: FirstDay


class CopyIn(Input):
    """What the copy is called, when it begins, and what comes along."""

    first_day: FirstDay
    title: Annotated[Name | None, Field(description="without one: the series' title")] = None
    slug: Annotated[
        str | None, Field(min_length=1, max_length=LONGEST, description="without one it is made of the title")
    ] = None
    presenters: Annotated[bool, Field(description="whether the presenters come along")] = True
    join_urls: Annotated[bool, Field(description="whether the links to join come along")] = False
    material_links: Annotated[bool, Field(description="whether the links among the materials come along")] = False
    mails: Annotated[bool, Field(description="whether reminders and own words for mails come along")] = False
    template: Annotated[bool, Field(description="whether the copy is a template, which is never published")] = False
    session_ids: Annotated[
        list[UUID] | None, Field(max_length=1000, description="without them: all sessions that weren't cancelled")
    ] = None


class MovedSessionOut(BaseModel):
    """When a session's copy would be held. ``traps``: what daylight saving does to its times that day."""

    session_id: UUID
    title: str
    was_at: DateTimeText
    starts_at: DateTimeText
    ends_at: DateTimeText
    traps: list[Trap]
    warnings: list[str]


class MovedOfferingOut(BaseModel):
    """When one could register for an offering's copy."""

    offering_id: UUID
    name: str
    opens_at: DateTimeText | None
    closes_at: DateTimeText | None


class SeasonOut(BaseModel):
    """Every date of the copy, before it is made."""

    weeks: Annotated[int, Field(description="how many weeks everything is shifted by")]
    sessions: list[MovedSessionOut]
    offerings: list[MovedOfferingOut]
