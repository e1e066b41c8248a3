"""The form that says when a draft is published."""

from datetime import datetime, time
from typing import Any

from flask_wtf import FlaskForm

from services.catalogue.forms.fields import Needed
from services.catalogue.forms.lazily import lazily as _l
from shared.web.dates import local
from shared.web.time_fields import ClockField, DayField, WhichHourField, answered

#: what the action calls these fields
NAMES = {"publish_at": "day"}
#: people read their mail then
USUAL = time(9)


class PublishForm(FlaskForm):  # type: ignore[misc]
    """A day and a time on it."""

    day = DayField(_l("Day"), [Needed()])
    clock = ClockField(_l("Time of day"), [Needed()])
    which_hour = WhichHourField()

    def __init__(self, zone: str, **more: Any) -> None:
        super().__init__(**more)
        self._zone = zone
        self.at: datetime | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field by itself, then both together: `at` is the instant."""
        good = super().validate(extra_validators)
        if not (self.day.errors or self.clock.errors):
            self.at = self.which_hour.instant(self.day, self.clock, self._zone)
        return good and self.at is not None


def typed(publish_at: datetime | None, zone: str) -> dict[str, Any]:
    """What stands in the form."""
    if publish_at is None:
        return {"clock": USUAL}
    there = local(publish_at, zone)
    return {"day": there.date(), "clock": there.time(), "which_hour": answered(there)}
