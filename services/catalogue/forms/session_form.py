"""The form of a session: when, where, who."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField, URLField

from services.catalogue.actions.sessions import SessionChanges
from services.catalogue.forms.fields import (
    Most,
    Needed,
    on_one_line,
    trimmed,
    web_address,
    zone_name,
)
from services.catalogue.forms.lazily import lazily as _l
from services.catalogue.forms.presenter_rows import PresenterRows
from services.catalogue.forms.zones import ZoneSelect, zone_choices
from services.catalogue.rehearsal_words import before_choices, lasting_choices
from services.catalogue.words import mode_word, session_kind_word
from shared.rules.rehearsals import USUAL_MINUTES
from shared.schema.base import NAME_LENGTH, TEXT_LENGTH, URL_LENGTH
from shared.schema.catalogue import SESSION_KINDS, SESSION_MODES
from shared.web.choice_fields import RadioField, SelectField
from shared.web.dates import local
from shared.web.time_fields import ClockField, DayField, WhichHourField, answered

#: what actions call these fields
NAMES = {"starts_at": "starts", "ends_at": "ends"}


@dataclass(frozen=True)
class Times:
    """When it is held, as instants."""

    starts_at: datetime
    ends_at: datetime

    def changes(self) -> SessionChanges:
        """As a change of a session."""
        return {"starts_at": self.starts_at, "ends_at": self.ends_at}


class SessionForm(FlaskForm):  # type: ignore[misc]
    """One meeting of a series."""

    title = StringField(_l("Title"), [Needed(), Most(NAME_LENGTH)], filters=[on_one_line])
    day = DayField(_l("Day"), [Needed()])
    starts = ClockField(_l("Starts at"), [Needed()])
    ends = ClockField(_l("Ends at"), [Needed()])
    ends_on = DayField(_l("Last day"), description=_l("Only if it ends on another day."))
    timezone = SelectField(_l("Time zone"), [zone_name], widget=ZoneSelect(), validate_choice=False)
    which_hour = WhichHourField()
    kind = SelectField(_l("What is it"), default="meeting")
    mode = RadioField(_l("How is it held"), [Needed()])
    join_url = URLField(
        _l("Link to join"),
        [Most(URL_LENGTH), web_address],
        filters=[on_one_line],
        description=_l("Only those with a place get it, in their mail and calendar."),
    )
    venue = StringField(_l("Venue"), [Most(NAME_LENGTH)], filters=[on_one_line])
    description = TextAreaField(
        _l("What it is about"),
        [Most(TEXT_LENGTH)],
        filters=[trimmed],
        description=_l("You can use Markdown: **bold**, lists with a hyphen, [a link](https://example.org)."),
    )
    rehearsal_before = SelectField(
        _l("Rehearsal"),
        default="",
        description=_l(
            "Only the presenters see it: on their page, in their mails and in their calendar feed. "
            "It moves with the session."
        ),
    )
    rehearsal_minutes = SelectField(_l("How long the rehearsal lasts"), default=str(USUAL_MINUTES))
    presenters = PresenterRows(_l("Presenters"))
    version = HiddenField()
    new_id = HiddenField()
    seen = HiddenField()

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.kind.choices = [(kind, session_kind_word(kind)) for kind in SESSION_KINDS]
        self.rehearsal_before.choices = before_choices(_number(self.rehearsal_before.object_data))
        self.rehearsal_minutes.choices = lasting_choices(_number(self.rehearsal_minutes.object_data))
        self.mode.choices = [(mode, mode_word(mode)) for mode in SESSION_MODES]
        self.timezone.choices = zone_choices(self.timezone.data)
        self.times: Times | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field by itself, then the times together."""
        good = super().validate(extra_validators)
        if not any(field.errors for field in (self.day, self.starts, self.ends, self.ends_on, self.timezone)):
            self._read_times()
        return good and self.times is not None

    def changes(self) -> SessionChanges:
        """What was typed, as the action takes it; call it after validate()."""
        if self.times is None:
            raise ValueError("the times were not read")
        return {
            "title": self.title.data or "",
            "description": self.description.data or "",
            "starts_at": self.times.starts_at,
            "ends_at": self.times.ends_at,
            "timezone": self.timezone.data,
            "mode": self.mode.data,
            "kind": self.kind.data,
            "join_url": self.join_url.data or None,
            "venue": self.venue.data or None,
            **self._rehearsal(),
        }

    def _rehearsal(self) -> SessionChanges:
        before = _number(self.rehearsal_before.data)
        # without one it doesn't matter how long it would last
        minutes = self.rehearsal_minutes.data if before else self.rehearsal_minutes.object_data
        return {"rehearsal_before": before, "rehearsal_minutes": _number(minutes) or USUAL_MINUTES}

    def _read_times(self) -> None:
        self.times = read_times(self, self.timezone.data)


def _number(text: Any) -> int | None:
    """A choice of minutes; None for none, and for what is no number."""
    return int(text) if text and str(text).isdecimal() else None


def read_times(form: Any, zone: str) -> Times | None:
    """What day, starts, ends, ends_on and which_hour of a form say together; None once its errors say why not."""
    starts_at = form.which_hour.instant(form.day, form.starts, zone)
    ends_at = form.which_hour.instant(form.ends_on if form.ends_on.data else form.day, form.ends, zone)
    if starts_at is None or ends_at is None:
        return None
    if ends_at <= starts_at:
        form.ends.errors = [*form.ends.errors, _("The end must be after the start.")]
        return None
    return Times(starts_at, ends_at)


def typed(session: Any) -> dict[str, Any]:
    """What stands in the form of a session that is there already."""
    return {
        "title": session.title,
        **typed_times(session.starts_at, session.ends_at, session.timezone),
        "timezone": session.timezone,
        "mode": session.mode,
        "kind": session.kind,
        "join_url": session.join_url,
        "venue": session.venue,
        "rehearsal_before": str(session.rehearsal_before or ""),
        "rehearsal_minutes": str(session.rehearsal_minutes),
        "description": session.description,
        "presenters": [
            {"name": one.name, "email": one.email, "title": one.title, "role": one.role} for one in session.presenters
        ],
        "version": session.version,
    }


def typed_times(starts_at: datetime, ends_at: datetime, zone: str) -> dict[str, Any]:
    """How these instants are typed by somebody in the zone."""
    start, end = local(starts_at, zone), local(ends_at, zone)
    return {
        "day": start.date(),
        "starts": start.time(),
        "ends": end.time(),
        "ends_on": end.date() if end.date() != start.date() else None,
        "which_hour": answered(start) or answered(end),
    }
