"""What an organiser writes to participants."""

from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from services.registration.forms.lazily import lazily as _
from services.registration.rules.announcements import LONGEST_SUBJECT, LONGEST_TEXT, tidy_text
from services.registration.rules.names import tidy
from shared.schema.base import new_id


def _one_line(written: str | None) -> str:
    return tidy(written or "")


def _text(written: str | None) -> str:
    return tidy_text(written or "")


class AnnouncementForm(FlaskForm):  # type: ignore[misc]
    """A subject and plain words. ``key`` makes sending it twice the same as once."""

    key = HiddenField()
    subject = StringField(
        _("Subject"),
        filters=[_one_line],
        validators=[
            DataRequired(_("Write what it is about.")),
            Length(max=LONGEST_SUBJECT, message=_("At most 150 characters.")),
        ],
    )
    text = TextAreaField(
        _("Message"),
        description=_("Plain words; an empty line starts a new paragraph. Web addresses can be written as they are."),
        filters=[_text],
        validators=[
            DataRequired(_("Write the message.")),
            Length(max=LONGEST_TEXT, message=_("At most 5,000 characters.")),
        ],
    )

    @property
    def announcement_id(self) -> UUID:
        """The id given out with the form; a new one for a form that has lost its own."""
        try:
            return UUID(self.key.data or "")
        except ValueError:
            return new_id()
