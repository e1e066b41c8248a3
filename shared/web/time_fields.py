"""A day, a time of day, and which of two hours is meant where clocks show it twice; read together into an instant."""

from datetime import datetime, time
from typing import Any

from flask_babel import gettext as _
from wtforms import DateField, TimeField

from shared.local_time import NoSuchTime, TwiceTime, to_instant
from shared.web.choice_fields import RadioField
from shared.web.lazily import lazily as _l

FIRST, SECOND = "first", "second"


class DayField(DateField):
    """A day, as browsers send it or as Finns write it."""

    def __init__(self, label: Any = None, validators: Any = None, **more: Any) -> None:
        super().__init__(label, validators, format=["%Y-%m-%d", "%d.%m.%Y"], **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it, or say what is accepted."""
        if not any(value.strip() for value in valuelist):
            self.data = None
            return
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError:
            raise ValueError(_("A day such as 2027-01-17.")) from None
        if self.data is not None and not 2000 <= self.data.year <= 2099:
            raise ValueError(_("The year must be between 2000 and 2099."))


class ClockField(TimeField):
    """A time of day, to the minute; seconds that were given in another way are kept."""

    def __init__(self, label: Any = None, validators: Any = None, **more: Any) -> None:
        super().__init__(label, validators, format=["%H:%M", "%H.%M", "%H:%M:%S"], **more)

    def _value(self) -> str:
        """What stands in the input: what was typed, or what is stored, not cut to the minute."""
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        return f"{self.data:%H:%M:%S}" if self.data.second else f"{self.data:%H:%M}"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it, or say what is accepted."""
        if not any(value.strip() for value in valuelist):
            self.data: time | None = None
            return
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError:
            raise ValueError(_("A time such as 14:00.")) from None


class WhichHourField(RadioField):
    """Which of two hours is meant in the night when clocks are put back; shown once there is something to ask."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            _l("Which of the two hours"),
            validate_choice=False,
            description=_l("Clocks are put back that night, so this time occurs twice."),
            **more,
        )
        self.choices = [
            (FIRST, _l("The first one, in summer time")),
            (SECOND, _l("The second one, in winter time")),
        ]
        self._is_open = False

    @property
    def is_asked(self) -> bool:
        """Whether the page shows it."""
        return self._is_open or self.data in (FIRST, SECOND)

    def instant(self, day: DayField, clock: ClockField, zone: str) -> datetime | None:
        """When clocks in ``zone`` show this time on that day; None if one is empty, or once errors say why not."""
        if day.data is None or clock.data is None:
            return None
        second = self.data == SECOND if self.data in (FIRST, SECOND) else None
        try:
            return to_instant(day.data, clock.data, zone, second_time=second)
        except NoSuchTime:
            sentence = _("Clocks skip this time on that day: they are put forward. Choose an earlier or a later one.")
        except TwiceTime:
            self._is_open = True
            sentence = _("This time occurs twice on that day: clocks are put back. Choose below which one you mean.")
        clock.errors = [*clock.errors, sentence]
        return None


def answered(there: datetime) -> str | None:
    """What stands in the field for a stored time, as clocks there show it; None for one that occurs once."""
    if there.replace(fold=0).utcoffset() == there.replace(fold=1).utcoffset():
        return None
    return SECOND if there.fold else FIRST
