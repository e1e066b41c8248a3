"""A time on a day in a zone, read into an instant; which of two is asked for where clocks show it twice."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from services.catalogue.forms.fields import ClockField, DayField
from services.catalogue.forms.lazily import lazily as _l
from shared.local_time import NoSuchTime, TwiceTime, to_instant
from shared.web.choice_fields import RadioField

FIRST, SECOND = "first", "second"


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
