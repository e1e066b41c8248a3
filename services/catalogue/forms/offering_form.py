"""The form of an offering: what one registers for, until when, and how many fit in."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from services.catalogue.actions.offerings import OfferingChanges
from services.catalogue.forms.fields import ClockField, DayField, Most, Needed, WholeNumberField, on_one_line, trimmed
from services.catalogue.forms.lazily import lazily as _l
from services.catalogue.rules.offerings import CoveredSession, closes_after_last_session
from shared.local_time import NoSuchTime, TwiceTime, end_of_day, is_end_of_day, to_instant
from shared.schema.base import NAME_LENGTH
from shared.web.dates import local

MOST_PLACES = 100_000
#: what actions call these fields
NAMES = {"opens_at": "opens_on", "closes_at": "closes_on"}


class OfferingForm(FlaskForm):  # type: ignore[misc]
    """One way to take part in a series."""

    name = StringField(
        _l("Name"), [Needed(), Most(NAME_LENGTH)], filters=[on_one_line], description=_l("Such as: the whole series")
    )
    session_ids = SelectMultipleField(
        _l("Sessions that it gives a place in"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    closes_on = DayField(
        _l("Registration closes on"),
        description=_l("If you leave this empty, people can register until the last session ends."),
    )
    closes_time = ClockField(_l("At what time"), description=_l("If you leave this empty, at the end of that day."))
    opens_on = DayField(
        _l("Registration opens on"),
        description=_l("If you leave this empty, it opens as soon as the series is published."),
    )
    opens_time = ClockField(_l("At what time"), description=_l("If you leave this empty, when that day begins."))
    capacity = WholeNumberField(
        _l("Places"), least=1, most=MOST_PLACES, description=_l("If you leave this empty, there is room for everyone.")
    )
    waitlist = BooleanField(_l("When it is full, people may join a waiting list"))
    region = StringField(_l("Region"), [Most(NAME_LENGTH)], filters=[on_one_line])
    description = TextAreaField(_l("What to know about it"), [Most(2000)], filters=[trimmed])
    late_deadline = BooleanField(_l("Yes, registration may close after the last session has ended"))
    version = HiddenField()
    new_id = HiddenField()
    seen = HiddenField()

    def __init__(self, stops: Sequence[Any], zone: str, **more: Any) -> None:
        super().__init__(**more)
        self._stops = stops
        self._zone = zone
        self.asks_about_deadline = bool(self.late_deadline.data)
        self._instants: dict[str, datetime | None] = {}

    def offer_stops(self, labels: Sequence[tuple[str, str]]) -> None:
        """The stops to choose from, as (id, words)."""
        self.session_ids.choices = list(labels)

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field by itself, then the window."""
        good = super().validate(extra_validators)
        if self._stops and not self.covered():
            self._blame(self.session_ids, _("Choose at least one session."))
        for field in (self.closes_on, self.closes_time, self.opens_on, self.opens_time):
            if field.errors:
                return False
        self._instants = {"closes_at": self._closing(), "opens_at": self._opening()}
        self._check_deadline()
        return good and not any(field.errors for field in self)

    def covered(self) -> list[UUID]:
        """The chosen sessions, those of this series."""
        own = {str(stop.id): stop.id for stop in self._stops}
        return [own[chosen] for chosen in self.session_ids.data or [] if chosen in own]

    def changes(self) -> OfferingChanges:
        """What was typed, as the action takes it; call it after validate()."""
        found: OfferingChanges = {
            "name": self.name.data or "",
            "description": self.description.data or "",
            "region": self.region.data or None,
            "opens_at": self._instants["opens_at"],
            "closes_at": self._instants["closes_at"],
            "capacity": self.capacity.data,
            "waitlist": self.waitlist.data,
        }
        if self._stops:
            found["session_ids"] = self.covered()
        return found

    def _closing(self) -> datetime | None:
        if self.closes_on.data is None:
            if self.closes_time.data is not None:
                self._blame(self.closes_on, _("Give the day too."))
            return None
        if self.closes_time.data is None:
            return end_of_day(self.closes_on.data, self._zone)
        return self._instant(self.closes_on, self.closes_time)

    def _opening(self) -> datetime | None:
        if self.opens_on.data is None:
            if self.opens_time.data is not None:
                self._blame(self.opens_on, _("Give the day too."))
            return None
        return self._instant(self.opens_on, self.opens_time)

    def _instant(self, day: DayField, clock: ClockField) -> datetime | None:
        if day.data is None:
            return None
        try:
            return to_instant(day.data, clock.data or time(), self._zone, second_time=False)
        except (NoSuchTime, TwiceTime):
            self._blame(
                clock, _("Clocks skip this time on that day: they are put forward. Choose an earlier or a later one.")
            )
        return None

    def _check_deadline(self) -> None:
        """A deadline after everything is over is seldom meant, so it is asked about once."""
        covered = set(self.covered())
        sessions = [
            CoveredSession(stop.ends_at, stop.state == "cancelled") for stop in self._stops if stop.id in covered
        ]
        if closes_after_last_session(self._instants["closes_at"], sessions):
            self.asks_about_deadline = True
            if not self.late_deadline.data:
                self._blame(
                    self.closes_on,
                    _(
                        "Registration would close only after the last session has ended. "
                        "Change it, or confirm it below."
                    ),
                )

    @staticmethod
    def _blame(field: Any, sentence: str) -> None:
        field.errors = [*field.errors, sentence]


def typed(offering: Any, covered: Sequence[UUID], zone: str) -> dict[str, Any]:
    """What stands in the form of an offering that is there already."""
    return {
        "name": offering.name,
        "description": offering.description,
        "region": offering.region,
        "session_ids": [str(one) for one in covered],
        "capacity": offering.capacity,
        "waitlist": offering.waitlist,
        "version": offering.version,
        **_typed_closing(offering.closes_at, zone),
        **_typed_opening(offering.opens_at, zone),
    }


def _typed_closing(closes_at: datetime | None, zone: str) -> dict[str, Any]:
    if closes_at is None:
        return {}
    there = local(closes_at, zone)
    return {
        "closes_on": there.date(),
        "closes_time": None if is_end_of_day(closes_at.astimezone(UTC), zone) else there.time(),
    }


def _typed_opening(opens_at: datetime | None, zone: str) -> dict[str, Any]:
    if opens_at is None:
        return {}
    there = local(opens_at, zone)
    return {"opens_on": there.date(), "opens_time": None if there.time() == time() else there.time()}
