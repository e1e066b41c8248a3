"""What a program writes to participants."""

from typing import Annotated
from uuid import UUID

from flask_babel import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from services.registration.forms.person_in import MOST_PEOPLE, Email
from services.registration.rules.announcements import LONGEST_SUBJECT, LONGEST_TEXT, tidy_text
from services.registration.rules.names import tidy


def _says_something(written: str) -> str:
    if not written:
        raise ValueError(_("This field is needed."))
    return written


class AnnouncementIn(BaseModel):
    """One mail to each of those chosen who have a place or wait; when nobody is chosen, to all of them."""

    model_config = ConfigDict(extra="forbid")
    #: one line
    subject: Annotated[
        str, StringConstraints(max_length=LONGEST_SUBJECT), AfterValidator(tidy), AfterValidator(_says_something)
    ]
    #: plain text; empty lines part its paragraphs
    text: Annotated[
        str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(tidy_text), AfterValidator(_says_something)
    ]
    #: where answers go; without one, to the installation's own address
    reply_to: Email | None = None
    #: to these registrations' people alone
    registration_ids: list[UUID] | None = Field(default=None, min_length=1, max_length=MOST_PEOPLE)
