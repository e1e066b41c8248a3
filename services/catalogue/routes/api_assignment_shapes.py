"""API: what preliminary assignments and programmes look like going in and out."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from services.catalogue.routes.api_fields import Deadline, Input, LongText, Name, Version
from shared.rules.assignments import MOST_DAYS_BEFORE, MOST_REMIND_DAYS, USUAL_REMIND_DAYS
from shared.web.fields import DateTimeText, absent

DaysBefore = Annotated[
    int,
    Field(
        strict=True,
        ge=0,
        le=MOST_DAYS_BEFORE,
        description="due at the end of the day so many days before the session's own; 0: when the session starts",
    ),
]
RemindDays = Annotated[int, Field(strict=True, ge=1, le=MOST_REMIND_DAYS)]


class AssignmentIn(Input):
    """An assignment to set: with `session_id` and `days_before`, or with `due_at`."""

    title: Name
    instructions: Annotated[LongText, Field(description="Markdown, for those with a place")] = ""
    session_id: UUID | None = None
    days_before: DaysBefore | None = None
    due_at: Annotated[Deadline | None, Field(description="a date is the end of that day where the series is")] = None
    offering_id: Annotated[UUID | None, Field(description="null: for all who come to the session or series")] = None
    remind_days: Annotated[RemindDays | None, Field(description="null: nobody is reminded")] = USUAL_REMIND_DAYS


class AssignmentPatch(Input):
    """What to change of an assignment."""

    title: Name = absent()
    instructions: LongText = absent()
    session_id: UUID | None = None
    days_before: DaysBefore | None = None
    due_at: Deadline | None = None
    offering_id: UUID | None = None
    remind_days: RemindDays | None = None
    version: Version | None = None


class AssignmentOut(BaseModel):
    """An assignment; `due` says by when it is, wherever its session has been moved. Instructions are for organisers."""

    id: UUID
    series_id: UUID
    title: str
    instructions: str | None
    session_id: UUID | None
    days_before: int | None
    due_at: DateTimeText | None
    due: DateTimeText
    offering_id: UUID | None
    remind_days: int | None
    is_off: Annotated[bool, Field(description="its session is cancelled, so nobody is asked for it")]
    version: int


class AssignmentsOut(BaseModel):
    """All assignments of a series, in the order in which they are due."""

    items: list[AssignmentOut]


class CohortOut(BaseModel):
    """What a programme is for those of one offering; hours are null where the series gives no credits."""

    offering_id: UUID
    name: str
    session_ids: list[UUID]
    shared_session_ids: Annotated[list[UUID], Field(description="those that another offering's people come to, too")]
    study_days: int
    assignment_ids: list[UUID]
    minutes_together: int
    hours_total: Annotated[int | None, Field(description="one credit is 26.67 hours (decree 1129/2014)")]
    hours_own: int | None


class ProgrammeOut(BaseModel):
    """A series as a programme: who comes to what, and what it comes to."""

    credits: float | None
    cohorts: list[CohortOut]
