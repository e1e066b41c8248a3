"""The form in which a presenter proposes another time."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField

from services.catalogue.forms.fields import Most, Needed, trimmed
from services.catalogue.forms.lazily import lazily as _l
from services.catalogue.forms.session_form import typed_times
from services.catalogue.rules.schedule import problem_of_times
from shared import clock
from shared.web.time_fields import ClockField, DayField, WhichHourField

LONGEST_COMMENT = 1000


class WishForm(FlaskForm):  # type: ignore[misc]
    """A day and hours in the zone of a session, and words to its organisers."""

    day = DayField(_l("Day"), [Needed()])
    starts = ClockField(_l("Starts at"), [Needed()])
    ends = ClockField(_l("Ends at"), [Needed()])
    which_hour = WhichHourField()
    comment = TextAreaField(_l("A word to the organiser"), [Most(LONGEST_COMMENT)], filters=[trimmed])

    def __init__(self, session: Any) -> None:
        """It begins with the session's own times."""
        super().__init__(data=typed_times(session.starts_at, session.ends_at, session.timezone))
        self._session = session
        self.times: tuple[datetime, datetime] | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field by itself, then the times together."""
        good = super().validate(extra_validators)
        if not any(field.errors for field in (self.day, self.starts, self.ends)):
            self._read_times()
        return good and self.times is not None

    def _read_times(self) -> None:
        zone = self._session.timezone
        starts_at = self.which_hour.instant(self.day, self.starts, zone)
        ends_at = self.which_hour.instant(self.day, self.ends, zone)
        if starts_at is None or ends_at is None:
            return
        if problem_of_times(starts_at, ends_at):
            self.ends.errors = [*self.ends.errors, _("The end must be after the start.")]
        elif starts_at <= clock.now():
            self.day.errors = [*self.day.errors, _("This time is already past.")]
        elif (starts_at, ends_at) == (self._session.starts_at, self._session.ends_at):
            self.starts.errors = [*self.starts.errors, _("The session is held then already.")]
        else:
            self.times = starts_at, ends_at
