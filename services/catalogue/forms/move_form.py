"""The form of a move: another time for a session, and a word to those who are told."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField

from services.catalogue.forms.fields import Most, Needed, trimmed
from services.catalogue.forms.lazily import lazily as _l
from services.catalogue.forms.session_form import Times, read_times
from shared.schema.session_moves import NOTE_LENGTH
from shared.web.time_fields import ClockField, DayField, WhichHourField


class NoteForm(FlaskForm):  # type: ignore[misc]
    """A word to those who are told of a change."""

    note = TextAreaField(
        _l("A word to them"),
        [Most(NOTE_LENGTH)],
        filters=[trimmed],
        description=_l("If you like: why it is changed. It stands in the mail beside what is new."),
    )


class MoveForm(NoteForm):
    """When it is to be held instead, on the clocks of the session's ``zone``."""

    day = DayField(_l("Day"), [Needed()])
    starts = ClockField(_l("Starts at"), [Needed()])
    ends = ClockField(_l("Ends at"), [Needed()])
    ends_on = DayField(_l("Last day"), description=_l("Only if it ends on another day."))
    which_hour = WhichHourField()
    #: the version that was shown
    version = HiddenField()
    #: how the schedule was looked at, to go back to it
    view = HiddenField()
    series = HiddenField()

    def __init__(self, zone: str, **more: Any) -> None:
        super().__init__(**more)
        self._zone = zone
        self.times: Times | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field by itself, then the times together."""
        good = super().validate(extra_validators)
        if not any(field.errors for field in (self.day, self.starts, self.ends, self.ends_on)):
            self.times = read_times(self, self._zone)
        return good and self.times is not None

    def as_address(self) -> dict[str, str]:
        """The times, as an address carries them, and how to go back."""
        names = ("day", "starts", "ends", "ends_on", "which_hour", "view", "series")
        said = {name: self[name].raw_data for name in names}
        return {name: str(raw[0]) for name, raw in said.items() if raw and raw[0]}
