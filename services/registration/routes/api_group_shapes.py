"""What small groups and ticked assignments look like over the API."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.registration.rules.small_groups import MOST_GROUPS, How
from shared.schema.base import NAME_LENGTH, URL_LENGTH
from shared.web.fields import absent

_IN = ConfigDict(extra="forbid", str_strip_whitespace=True)
MOST_PEOPLE = 5000


class GroupOut(BaseModel):
    """A small group with its people."""

    id: UUID
    name: str
    #: where it meets: a room, or a web address; may be empty
    place: str
    registration_ids: list[UUID]


class GroupsOut(BaseModel):
    """All of an offering, in the order in which they were made."""

    items: list[GroupOut]
    #: who has a place and is in no group
    without: list[UUID]


class DivideIn(BaseModel):
    """How everybody with a place is divided; the groups that there were go."""

    model_config = _IN
    count: Annotated[int, Field(ge=1, le=MOST_GROUPS)]
    how: Annotated[How, Field(description="colleagues of one unit apart, or together")] = "apart"


class MemberIn(BaseModel):
    """Where somebody goes."""

    model_config = _IN
    registration_id: UUID
    group_id: Annotated[UUID | None, Field(description="null: into no group")]
    seen_group_id: Annotated[
        UUID | None, Field(description="the group that you saw them in; another one is refused")
    ] = None


class GroupIn(BaseModel):
    """What a group is called, and where it meets."""

    model_config = _IN
    id: UUID
    name: Annotated[str, Field(min_length=1, max_length=NAME_LENGTH)] = absent()
    place: Annotated[str, Field(max_length=URL_LENGTH)] = absent()


class GroupsPatch(BaseModel):
    """What changes; whoever and whatever isn't named stays."""

    model_config = _IN
    people: Annotated[list[MemberIn], Field(max_length=MOST_PEOPLE, default_factory=list)]
    groups: Annotated[list[GroupIn], Field(max_length=MOST_GROUPS, default_factory=list)]


class TaskOut(BaseModel):
    """A preliminary assignment, and who of those with a place has done it."""

    assignment_id: UUID
    title: str
    due_at: datetime
    done: list[UUID]


class TasksOut(BaseModel):
    """All that concern the offering, in the order in which they are due."""

    items: list[TaskOut]


class PairIn(BaseModel):
    """Somebody and an assignment."""

    model_config = _IN
    registration_id: UUID
    assignment_id: UUID


class MarkIn(BaseModel):
    """What is put down; everything else stays as it is."""

    model_config = _IN
    done: Annotated[list[PairIn], Field(max_length=MOST_PEOPLE, default_factory=list)]
    taken_back: Annotated[list[PairIn], Field(max_length=MOST_PEOPLE, default_factory=list)]
