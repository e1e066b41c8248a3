"""The form that repeats a session by a rule."""

from datetime import date, time
from typing import Any

from babel.dates import get_day_names
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField

from services.catalogue.forms.fields import Needed
from services.catalogue.forms.lazily import lazily as _l
from services.catalogue.rules.repetition import MOST, MOST_WEEKS, PLACES, Frequency, Period, Repetition, days_of
from shared.web.choice_fields import RadioField, SelectField
from shared.web.date_filters import language
from shared.web.time_fields import ClockField, DayField
from shared.web.whole_number import WholeNumberField

_PLACES = {1: _l("The first"), 2: _l("The second"), 3: _l("The third"), 4: _l("The fourth"), -1: _l("The last")}


class RepeatForm(FlaskForm):  # type: ignore[misc]
    """On which days a session is held again, and at what time."""

    frequency = RadioField(_l("How does it repeat"), [Needed()])
    interval = WholeNumberField(
        _l("Every how many weeks"), 1, MOST_WEEKS, description=_l("1 is every week, 2 every second one.")
    )
    place = SelectField(_l("Which one in the month"), coerce=int)
    weekday = SelectField(_l("Weekday"), coerce=int)
    starts = ClockField(_l("Starts at"), [Needed()])
    ends = ClockField(_l("Ends at"), [Needed()])
    first_day = DayField(_l("From"), [Needed()])
    until = DayField(_l("Until"), description=_l("Or say how many."))
    count = WholeNumberField(_l("How many sessions"), 1, MOST, description=_l("Without the one that is there already."))
    out_from = DayField(
        _l("A break from"), description=_l("For example the holidays. Leave both empty if there is none.")
    )
    out_to = DayField(_l("A break until"))
    covered = BooleanField(
        _l("Whoever registers for this session comes to the new ones too"),
        description=_l("They join every way to register that covers this session."),
    )
    links = BooleanField(_l("The link to join stays the same"))
    #: the days and times that were shown
    seen = HiddenField()
    new_id = HiddenField()

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.frequency.choices = [
            (Frequency.WEEKLY, _("Every week, or every so many weeks")),
            (Frequency.MONTHLY, _("On a certain weekday of each month")),
        ]
        self.place.choices = [(place, _PLACES[place]) for place in PLACES]
        names = get_day_names("wide", "stand-alone", language())
        self.weekday.choices = [(number, names[number]) for number in range(7)]
        self.days: list[date] = []

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field by itself, then the rule: its days are in `days`."""
        good = super().validate(extra_validators)
        self._check_ends()
        if not good or any(field.errors for field in self):
            return False
        self.days = days_of(self.rule())
        if not self.days:
            self._blame(self.first_day, _("No day fits this rule."))
        elif len(self.days) > MOST:
            self._blame(self.until, _("At most %(most)s sessions at once.", most=MOST))
        return not any(field.errors for field in self)

    @property
    def clocks(self) -> tuple[time, time]:
        """From when until when; call it once the fields are good."""
        if self.starts.data is None or self.ends.data is None:
            raise ValueError("the times were not read")
        return self.starts.data, self.ends.data

    def rule(self) -> Repetition:
        """What was typed; call it once the fields are good."""
        if self.first_day.data is None:
            raise ValueError("the days were not read")
        left_out = Period(self.out_from.data, self.out_to.data) if self.out_from.data and self.out_to.data else None
        return Repetition(
            frequency=Frequency(self.frequency.data),
            weekday=self.weekday.data,
            first_day=self.first_day.data,
            interval=self.interval.data or 1,
            place=self.place.data,
            until=self.until.data,
            count=self.count.data,
            left_out=left_out,
        )

    def _check_ends(self) -> None:
        if self.starts.data and self.ends.data and self.ends.data <= self.starts.data:
            self._blame(self.ends, _("The end must be after the start."))
        if not (self.until.errors or self.count.errors) and bool(self.until.data) == bool(self.count.data):
            self._blame(self.count, _("Say either until when or how many."))
        if not (self.out_from.errors or self.out_to.errors) and bool(self.out_from.data) != bool(self.out_to.data):
            self._blame(self.out_to if self.out_from.data else self.out_from, _("Give both days."))
        elif self.out_from.data and self.out_to.data and self.out_to.data < self.out_from.data:
            self._blame(self.out_to, _("It ends before it begins."))

    @staticmethod
    def _blame(field: Any, sentence: str) -> None:
        field.errors = [*field.errors, sentence]
