"""The form of a preliminary assignment: what is to be done, by whom, by when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField

from services.catalogue.actions.assignments import AssignmentChanges
from services.catalogue.forms.fields import Most, Needed, on_one_line, trimmed
from services.catalogue.forms.lazily import lazily as _l
from shared.local_time import end_of_day, is_end_of_day
from shared.rules.assignments import MOST_DAYS_BEFORE, MOST_REMIND_DAYS, USUAL_REMIND_DAYS
from shared.schema.base import NAME_LENGTH, TEXT_LENGTH
from shared.web.choice_fields import SelectField
from shared.web.dates import local
from shared.web.time_fields import ClockField, DayField, WhichHourField, answered
from shared.web.whole_number import WholeNumberField

#: what actions call these fields
NAMES = {"due_at": "due_on"}


class AssignmentForm(FlaskForm):  # type: ignore[misc]
    """One assignment."""

    title = StringField(
        _l("Title"),
        [Needed(), Most(NAME_LENGTH)],
        filters=[on_one_line],
        description=_l("For example: Describe one customer's path"),
    )
    instructions = TextAreaField(
        _l("Instructions"),
        [Most(TEXT_LENGTH)],
        filters=[trimmed],
        description=_l("Only those with a place see them. You can use Markdown: **bold**, lists, [a link](https://…)."),
    )
    session_id = SelectField(_l("It is due before"), validate_choice=False)
    days_before = WholeNumberField(
        _l("Days before the session"),
        least=0,
        most=MOST_DAYS_BEFORE,
        description=_l("It is due at the end of that day; 0 is the start of the session. It moves with the session."),
    )
    due_on = DayField(_l("Day"), description=_l("Only if it is due before no session."))
    due_time = ClockField(_l("Time of day"), description=_l("If you leave this empty, it is due all that day."))
    due_hour = WhichHourField()
    offering_id = SelectField(_l("For whom"), validate_choice=False)
    remind_days = WholeNumberField(
        _l("Remind people so many days before it is due"),
        least=1,
        most=MOST_REMIND_DAYS,
        description=_l("Those who haven't done it get a mail. If you leave this empty, nobody is reminded."),
    )
    version = HiddenField()
    new_id = HiddenField()
    seen = HiddenField()

    def __init__(self, zone: str, **more: Any) -> None:
        super().__init__(**more)
        self._zone = zone
        self._due_at: datetime | None = None
        self._known: set[str] = set()

    def offer(self, sessions: Sequence[tuple[str, str]], cohorts: Sequence[tuple[str, str]]) -> None:
        """What to choose from, each as (id, words)."""
        self._known = {one for one, _words in (*sessions, *cohorts)}
        self.session_id.choices = [("", _("No session: by the day below")), *sessions]
        self.offering_id.choices = [("", _("All who come to it")), *cohorts]

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field by itself, then by when it is due."""
        good: bool = super().validate(extra_validators)
        for field in (self.session_id, self.offering_id):
            if field.data and field.data not in self._known:
                field.errors = [*field.errors, _("It is not there any more. Choose again.")]
                good = False
        if self.due_on.errors or self.due_time.errors:
            return False
        if self.session_id.data:
            return good and self._needs(self.days_before)
        return good and self._needs(self.due_on) and self._read_due()

    def changes(self) -> AssignmentChanges:
        """What was typed, as the actions take it; call it after validate()."""
        is_before = bool(self.session_id.data)
        return {
            "title": self.title.data or "",
            "instructions": self.instructions.data or "",
            "session_id": UUID(self.session_id.data) if is_before else None,
            "days_before": self.days_before.data if is_before else None,
            "due_at": None if is_before else self._due_at,
            "offering_id": UUID(self.offering_id.data) if self.offering_id.data else None,
            "remind_days": self.remind_days.data,
        }

    def _read_due(self) -> bool:
        if self.due_on.data is not None and self.due_time.data is None:
            self._due_at = end_of_day(self.due_on.data, self._zone)
        else:
            self._due_at = self.due_hour.instant(self.due_on, self.due_time, self._zone)
        return self._due_at is not None

    @staticmethod
    def _needs(field: Any) -> bool:
        if field.data is None and not field.errors:
            field.errors = [*field.errors, _("This field is needed.")]
        return field.data is not None


def typed(assignment: Any, zone: str) -> dict[str, Any]:
    """What stands in the form of an assignment that is there already."""
    values = {
        "title": assignment.title,
        "instructions": assignment.instructions,
        "session_id": str(assignment.session_id or ""),
        "days_before": assignment.days_before,
        "offering_id": str(assignment.offering_id or ""),
        "remind_days": assignment.remind_days,
        "version": assignment.version,
    }
    if assignment.due_at is None:
        return values
    there = local(assignment.due_at, zone)
    if is_end_of_day(assignment.due_at, zone):
        return {**values, "due_on": there.date()}
    return {**values, "due_on": there.date(), "due_time": there.time(), "due_hour": answered(there)}


def usual() -> dict[str, Any]:
    """What a new one begins with."""
    return {"days_before": 7, "remind_days": USUAL_REMIND_DAYS}
