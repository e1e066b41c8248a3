"""What an organiser writes to people of a series, to whom, and when it is to go out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from services.registration.forms.choices import choice
from services.registration.forms.fields import email_field
from services.registration.forms.lazily import lazily as _l
from services.registration.rules.announcements import LONGEST_SUBJECT, LONGEST_TEXT, tidy_text
from services.registration.rules.names import tidy
from services.registration.words import audience_word
from shared import clock
from shared.audiences import Audience
from shared.schema.base import new_id
from shared.web.choice_fields import RadioField, SelectField
from shared.web.date_filters import language
from shared.web.dates import local, moment_text
from shared.web.time_fields import ClockField, DayField, WhichHourField, answered

NOW, LATER = "now", "later"
#: whom one can write to, in the order of the page; what stands in the form is ``participants:confirmed``
AUDIENCES = (
    ("participants", "confirmed"),
    ("participants", "waitlisted"),
    ("participants", "all"),
    ("presenters", "ahead"),
    ("presenters", "all"),
    ("contacts", "all"),
)


def _one_line(written: str | None) -> str:
    return tidy(written or "")


def _text(written: str | None) -> str:
    return tidy_text(written or "")


class AnnouncementForm(FlaskForm):  # type: ignore[misc]
    """A subject and plain words, now or at a time. ``key`` makes sending it twice the same as once."""

    key = HiddenField()
    subject = StringField(
        _l("Subject"),
        filters=[_one_line],
        validators=[
            DataRequired(_l("Write what it is about.")),
            Length(max=LONGEST_SUBJECT, message=_l("At most 150 characters.")),
        ],
    )
    text = TextAreaField(
        _l("Message"),
        description=_l("Plain words; an empty line starts a new paragraph. Web addresses can be written as they are."),
        filters=[_text],
        validators=[
            DataRequired(_l("Write the message.")),
            Length(max=LONGEST_TEXT, message=_l("At most 5,000 characters.")),
        ],
    )
    reply_to = email_field(
        _l("Answers go to"),
        is_marked=False,
        is_needed=False,
        description=_l("If you leave this empty, answers reach the service and you find them among what came back."),
    )
    when = RadioField(_l("When it goes out"), default=NOW)
    day = DayField(_l("Day"))
    time = ClockField(_l("Time of day"))
    hour = WhichHourField()

    def __init__(self, zone: str, **more: Any) -> None:
        """``zone`` is the series', in which the time is written."""
        super().__init__(**more)
        self.when.choices = [choice(NOW, _("At once")), choice(LATER, _("At the day and time below"))]
        self._zone = zone
        #: null: at once; after ``validate``
        self.send_at: datetime | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field by itself, then the time, which counts only where it is asked for."""
        good = super().validate(extra_validators)
        if self.when.data == NOW:
            for field in (self.day, self.time, self.hour):
                field.errors = []
            return not any(field.errors for field in self)
        return good and self._has_time()

    @property
    def announcement_id(self) -> UUID:
        """The id given out with the form; a new one for a form that has lost its own."""
        try:
            return UUID(self.key.data or "")
        except ValueError:
            return new_id()

    def blame(self, field: Any, sentence: str) -> None:
        """Say what is wrong with a field."""
        field.errors = [*field.errors, sentence]

    def _has_time(self) -> bool:
        if self.day.data is None:
            self.blame(self.day, _("Give the day."))
        if self.time.data is None:
            self.blame(self.time, _("Give the time of day."))
        self.send_at = self.hour.instant(self.day, self.time, self._zone)
        if self.send_at is not None and self.send_at <= clock.now():
            self.blame(self.day, _("This time has passed. Choose a later one, or send it at once."))
        return not any(field.errors for field in (self.day, self.time, self.hour))


class SeriesAnnouncementForm(AnnouncementForm):
    """The same to everybody of a kind in a series, or in a part of it: an offering or a session."""

    to = RadioField(_l("To whom"), default=":".join(AUDIENCES[0]))
    part = SelectField(_l("The whole series or a part of it"), default="")

    def offer(self, offerings: Sequence[Any], sessions: Sequence[Any]) -> None:
        """The series' offerings and sessions, to write to people of one alone."""
        self.to.choices = [choice(":".join(one), audience_word(*one)) for one in AUDIENCES]
        self.part.choices = [
            choice("", _("The whole series")),
            *(choice(str(one.id), one.name, _("Ways to register")) for one in offerings),
            *(choice(str(one.id), _in_words(one), _("Sessions")) for one in sessions),
        ]
        self._session_ids = {one.id for one in sessions}
        #: false where every part there is would be the whole
        self.is_parted = len(offerings) > 1 or len(sessions) > 1

    @property
    def part_name(self) -> str:
        """The offering or session that was chosen; empty for the whole series."""
        field: Any = self.part
        return "".join(str(one.label) for one in field.iter_choices() if one.selected and one.value)

    def audience(self, series_id: UUID) -> Audience:
        """Whom it is for; after ``validate``."""
        kind, _colon, among = (self.to.data or "").partition(":")
        part = UUID(self.part.data) if self.part.data else None
        if part in self._session_ids:
            return Audience(series_id, kind, among, session_id=part)
        return Audience(series_id, kind, among, part)


def _in_words(session: Any) -> str:
    return f"{moment_text(session.starts_at, session.timezone, language())}: {session.title}"


def typed(row: Any, zone: str) -> dict[str, Any]:
    """What stands in the form of one that was written before."""
    said = {
        "subject": row.subject,
        "text": row.text,
        "reply_to": row.reply_to,
        "to": f"{row.audience}:{row.among}",
        "part": str(row.session_id or row.offering_id or ""),
    }
    if row.send_at is None:
        return said
    there = local(row.send_at, zone)
    return {**said, "when": LATER, "day": there.date(), "time": there.time(), "hour": answered(there)}
