"""The API's bodies: people to register."""

from typing import Annotated, Literal
from uuid import UUID

from flask_babel import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from services.registration.rules.names import tidy
from shared.addresses import BadAddress, normalise
from shared.schema.base import EMAIL_LENGTH, NAME_LENGTH

MOST_PEOPLE = 5000
MOST_ANSWERS = 50

_IN = ConfigDict(extra="forbid", str_strip_whitespace=True)


def _is_address(written: str) -> str:
    try:
        normalise(written)
    except BadAddress as wrong:
        raise ValueError(_("This is not an e-mail address that mail can reach, such as anna@example.org.")) from wrong
    return written


def _is_name(written: str) -> str:
    name = tidy(written)
    if not name:
        raise ValueError(_("This field is needed."))
    return name


Name = Annotated[str, StringConstraints(max_length=NAME_LENGTH), AfterValidator(_is_name)]
Email = Annotated[str, StringConstraints(max_length=EMAIL_LENGTH), AfterValidator(_is_address)]
Unit = Annotated[str, StringConstraints(max_length=NAME_LENGTH), AfterValidator(tidy)]
Language = Literal["fi", "sv", "en"]
Question = Annotated[str, StringConstraints(min_length=1, max_length=80)]
AnswerText = Annotated[str, StringConstraints(max_length=2000)]
Answer = bool | int | float | AnswerText | list[AnswerText] | None


Answers = Annotated[
    dict[Question, Answer],
    Field(
        max_length=MOST_ANSWERS,
        description="question's key, as the catalogue lists an offering's questions, -> answer: a text; one of the "
        "options; a list of them for the kind many; a number; true or false for yes-no and consent. What is required "
        "and missing here, the person is asked on their own page",
    ),
]


class PersonIn(BaseModel):
    """One person to register."""

    model_config = _IN
    email: Email
    name: Name
    unit: Unit | None = None
    #: mails are written in it; without one, in the series' language
    language: Language | None = None
    answers: Answers = Field(default_factory=dict)


class ContactIn(BaseModel):
    """Who registers others; the summary goes there."""

    model_config = _IN
    email: Email
    name: Name
    language: Language | None = None


class RegistrationsIn(BaseModel):
    """One act of registering."""

    model_config = _IN
    people: list[PersonIn] = Field(min_length=1, max_length=MOST_PEOPLE)
    organisation_id: UUID | None = None
    contact: ContactIn | None = None
    if_full: Literal["waitlist", "reject", "all-or-nothing"] = "waitlist"
    #: let them in although the deadline has passed; for the series' organisers, and kept in the journal
    after_closing: bool = False
