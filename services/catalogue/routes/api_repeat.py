"""API: a session repeated by a rule."""

from typing import Annotated, Literal, Self
from uuid import UUID

from flask_babel import gettext as _
from pydantic import BaseModel, Field, model_validator
from sqlalchemy import Connection

from services.catalogue.actions.repeat_session import Repeats, repeat_session
from services.catalogue.routes.api_fields import Day, Input, TimeOfDay
from services.catalogue.routes.api_session_shapes import SessionOut
from services.catalogue.routes.api_sessions import one
from services.catalogue.routes.permission import session_to_manage
from services.catalogue.rules.repetition import MOST, MOST_WEEKS, WEEKDAYS, Frequency, Period, Repetition, days_of
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.viewer import known_viewer

api = Api("repeat")


class PeriodIn(Input):
    """Days that are left out, both ends among them."""

    begins: Day
    ends: Day


class RepeatIn(Input):
    """A rule in the terms of RFC 5545 section 3.3.10, and the times on the clocks of the session's time zone."""

    frequency: Frequency
    weekday: Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
    interval: Annotated[int, Field(ge=1, le=MOST_WEEKS, description="every so many weeks")] = 1
    place: Annotated[
        Literal[1, 2, 3, 4, -1], Field(description="which such weekday of each month; -1 is the last one")
    ] = 1
    first_day: Day
    until: Day | None = None
    count: Annotated[int | None, Field(ge=1, le=MOST, description="how many, those left out not among them")] = None
    left_out: PeriodIn | None = None
    exdates: Annotated[list[Day], Field(max_length=MOST, description="single days to leave out")] = Field(
        default_factory=list
    )
    starts: Annotated[TimeOfDay, Field(description="time of day, kept when clocks are changed")]
    ends: TimeOfDay
    offerings: Annotated[bool, Field(description="whether what covers the session covers the new ones too")] = True
    join_url: Annotated[bool, Field(description="whether the link to join stays the same")] = False

    @model_validator(mode="after")
    def _ends_once(self) -> Self:
        if (self.until is None) == (self.count is None):
            raise ValueError(_("Say either until when or how many."))
        return self

    def rule(self) -> Repetition:
        """As the rules take it."""
        left_out = Period(self.left_out.begins, self.left_out.ends) if self.left_out else None
        return Repetition(
            frequency=self.frequency,
            weekday=WEEKDAYS.index(self.weekday),
            first_day=self.first_day,
            interval=self.interval,
            place=self.place,
            until=self.until,
            count=self.count,
            left_out=left_out,
        )


class RepeatedOut(BaseModel):
    """The sessions that were made, in the order of time."""

    items: list[SessionOut]


@api.writes(
    "POST",
    "/sessions/<uuid:session_id>/repeat",
    Access.ORGANISER,
    "Repeat a session by a rule",
    Shape(RepeatIn, None, RepeatedOut, 201),
)
def repeat(db: Connection, session_id: UUID, body: RepeatIn) -> RepeatedOut:
    """As many sessions like it as the rule has days, with its presenters: all of them or none."""
    series = session_to_manage(db, session_id)
    out = set(body.exdates)
    days = [day for day in days_of(body.rule()) if day not in out]
    wanted = Repeats(days, body.starts, body.ends, body.offerings, body.join_url)
    made = repeat_session(db, known_viewer().actor, session_id, wanted)
    return RepeatedOut(items=[one(db, series, new_id) for new_id in made])
