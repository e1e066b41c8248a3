"""What a program writes to people of a series."""

from typing import Annotated, Literal
from uuid import UUID

from flask_babel import gettext as _
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from services.registration.forms.person_in import MOST_PEOPLE, Email
from services.registration.rules.announcements import LONGEST_SUBJECT, LONGEST_TEXT, tidy_text
from services.registration.rules.names import tidy

#: whom one can mean among each audience
AMONG_OF = {
    "participants": ("all", "confirmed", "waitlisted"),
    "presenters": ("all", "ahead"),
    "contacts": ("all",),
}


def _says_something(written: str) -> str:
    if not written:
        raise ValueError(_("This field is needed."))
    return written


class WordsIn(BaseModel):
    """What is said, and when."""

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
    #: when it is to go out; without it, at once
    send_at: AwareDatetime | None = None


class AnnouncementIn(WordsIn):
    """One mail to each of those chosen who have a place or wait; when nobody is chosen, to all of them."""

    #: to these registrations' people alone
    registration_ids: list[UUID] | None = Field(default=None, min_length=1, max_length=MOST_PEOPLE)


class SeriesAnnouncementIn(WordsIn):
    """One mail to each of a kind of people of a series, or of one offering or one session of it."""

    audience: Literal["participants", "presenters", "contacts"]
    among: Literal["all", "confirmed", "waitlisted", "ahead"] = Field(
        default="all",
        description="Of participants: those with a place (confirmed) or waiting (waitlisted); of presenters: those of "
        "sessions still ahead",
    )
    offering_id: UUID | None = None
    session_id: UUID | None = None
    test: bool = Field(
        default=False,
        description="Only a copy, to reply_to: the address of an account that organises the series",
    )

    @model_validator(mode="after")
    def _fits(self) -> "SeriesAnnouncementIn":
        if self.among not in AMONG_OF[self.audience]:
            raise ValueError(_("Of these people there are: %(values)s.", values=", ".join(AMONG_OF[self.audience])))
        if self.offering_id and self.session_id:
            raise ValueError(_("Give either offering_id or session_id, not both."))
        return self


class AnnouncementListIn(BaseModel):
    """Which of a series' announcements."""

    model_config = ConfigDict(extra="forbid")
    limit: int = Field(default=50, ge=1, le=200)
    cursor: UUID | None = None
