"""The form of an offering: what one registers for, until when, and how many fit in."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from services.catalogue.actions.offerings import OfferingChanges
from services.catalogue.forms.fields import Most, Needed, on_one_line, trimmed
from services.catalogue.forms.lazily import lazily as _l
from services.catalogue.rules.offerings import CoveredSession, closes_after_last_session
from shared.local_time import end_of_day, start_of_day
from shared.rules.regions import all_in, names_of
from shared.schema.base import NAME_LENGTH
from shared.web.choice_fields import SelectField, SelectMultipleField
from shared.web.date_filters import language
from shared.web.time_fields import ClockField, DayField, WhichHourField
from shared.web.whole_number import WholeNumberField

MOST_PLACES = 100_000
#: what actions call these fields
NAMES = {"opens_at": "opens_on", "closes_at": "closes_on", "promotes_until": "promotes_on", "customer_id": "customer"}


class OfferingForm(FlaskForm):  # type: ignore[misc]
    """One way to take part in a series."""

    name = StringField(
        _l("Name"),
        [Needed(), Most(NAME_LENGTH)],
        filters=[on_one_line],
        description=_l("For example: The whole series"),
    )
    session_ids = SelectMultipleField(
        _l("Sessions that it gives a place in"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    opens_on = DayField(
        _l("Registration opens on"),
        description=_l("If you leave this empty, it opens as soon as the series is published."),
    )
    opens_time = ClockField(
        _l("Time of day"), description=_l("If you leave this empty, it opens when that day begins.")
    )
    opens_hour = WhichHourField()
    closes_on = DayField(
        _l("Registration closes on"),
        description=_l("If you leave this empty, people can register until the last session ends."),
    )
    closes_time = ClockField(
        _l("Time of day"), description=_l("If you leave this empty, it closes at the end of that day.")
    )
    closes_hour = WhichHourField()
    capacity = WholeNumberField(
        _l("Places"), least=1, most=MOST_PLACES, description=_l("If you leave this empty, there is room for everyone.")
    )
    waitlist = BooleanField(_l("When it is full, people may join a waiting list"))
    needs_approval = BooleanField(
        _l("Whoever registers waits for your yes"),
        description=_l(
            "You confirm or decline each request on the participants page. A mail tells the person. "
            "If you switch this off, those who still wait get the places that are left in the order in which they "
            "asked, and the others stand on the waiting list."
        ),
    )
    promotes_groups = BooleanField(
        _l("Groups move up from the waiting list together"),
        description=_l(
            "Those who were registered at once get their places when all of them fit. Nobody passes them meanwhile."
        ),
    )
    promotes_on = DayField(
        _l("People move up from the waiting list until"),
        description=_l(
            "After that nobody moves up by themselves; you can still give places on the participants page. "
            "If you leave this empty, until the last session ends."
        ),
    )
    promotes_time = ClockField(_l("Time of day"), description=_l("If you leave this empty, they move up all that day."))
    promotes_hour = WhichHourField()
    region = StringField(
        _l("Region it is meant for"),
        [Most(NAME_LENGTH)],
        filters=[on_one_line],
        description=_l("If you leave this empty, it is for people everywhere."),
    )
    customer = SelectField(
        _l("Who may register"),
        description=_l(
            "What is only for one customer's staff is on no public page: send them its link. You can still register "
            "anybody yourself."
        ),
    )
    description = TextAreaField(_l("What to know about it"), [Most(2000)], filters=[trimmed])
    late_deadline = BooleanField(_l("Yes, registration may close after the last session has ended"))
    version = HiddenField()
    new_id = HiddenField()
    seen = HiddenField()

    @property
    def regions(self) -> list[str]:
        """Names to choose a region from; another may be written."""
        return all_in(language())

    def __init__(self, stops: Sequence[Any], zone: str, **more: Any) -> None:
        super().__init__(**more)
        self._stops = stops
        self._zone = zone
        self.asks_about_deadline = bool(self.late_deadline.data)
        self._instants: dict[str, datetime | None] = {}

    @property
    def asks_for_whom(self) -> bool:
        """Whether there is anything to choose: a customer, or who was one when it was reserved."""
        return "customer" in self

    def offer_customers(self, customers: Sequence[Any]) -> None:
        """Whose staff it may be reserved for: rows with id and name. Without any, nothing is asked; but whoever chose
        one that has left meanwhile is told, and doesn't open to everybody what was meant for few."""
        if not customers and not self.customer.data:
            del self.customer
            return
        self.customer.choices = [
            ("", _("Everybody whom the series is for")),
            *((str(one.id), _("Only the staff of %(name)s", name=one.name)) for one in customers),
        ]

    def offer_stops(self, labels: Sequence[tuple[str, str]]) -> None:
        """The stops to choose from, as (id, words)."""
        self.session_ids.choices = list(labels)

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field by itself, then the window."""
        good = super().validate(extra_validators)
        self._check_sessions()
        days = (self.closes_on, self.opens_on, self.promotes_on)
        if any(field.errors for field in (*days, self.closes_time, self.opens_time, self.promotes_time)):
            return False
        self._instants = {
            "closes_at": self._instant("closes", end_of_day),
            "opens_at": self._instant("opens", start_of_day),
            "promotes_until": self._instant("promotes", end_of_day),
        }
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
            "region": names_of(self.region.data)[0] if self.region.data else None,
            "opens_at": self._instants["opens_at"],
            "closes_at": self._instants["closes_at"],
            "capacity": self.capacity.data,
            "waitlist": self.waitlist.data,
            "needs_approval": self.needs_approval.data,
            "promotes_groups": self.promotes_groups.data,
            "promotes_until": self._instants["promotes_until"],
        }
        if self.asks_for_whom:
            found["customer_id"] = UUID(self.customer.data) if self.customer.data else None
        if self._stops:
            found["session_ids"] = self.covered()
        return found

    def _check_sessions(self) -> None:
        """At least one is needed; one that was removed while the form was open is told, not left out in silence."""
        chosen = self.covered()
        if self._stops and not chosen:
            self._blame(self.session_ids, _("Choose at least one session."))
        elif len(chosen) < len(set(self.session_ids.data or [])):
            self._blame(
                self.session_ids,
                _("A session that you chose is not in the series any more. Look at what is left and save again."),
            )

    def _instant(self, name: str, of_day: Callable[[date, str], datetime]) -> datetime | None:
        """When it is, by the fields whose names begin so; ``of_day`` tells it of a day without a time."""
        day, clock, hour = (self[f"{name}_{part}"] for part in ("on", "time", "hour"))
        if day.data is None:
            if clock.data is not None:
                self._blame(day, _("Give the day too."))
            return None
        if clock.data is None:
            return of_day(day.data, self._zone)
        found: datetime | None = hour.instant(day, clock, self._zone)
        return found

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
