"""What the API's lists of registrations are narrowed down by: the same as on the participants' page."""

from typing import Literal
from uuid import UUID

from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from services.registration.queries.matching import AnswerIs
from services.registration.rules import search
from shared.rules.questions import ANSWER_LENGTH, KEY_LENGTH
from shared.schema.base import NAME_LENGTH
from shared.schema.registration import REGISTRATION_STATES

State = Literal["confirmed", "waitlisted", "cancelled", "rejected"]
assert set(REGISTRATION_STATES) == {"confirmed", "waitlisted", "cancelled", "rejected"}  # noqa: S101 - one list in two forms


class NarrowedIn(BaseModel):
    """Which registrations; what isn't given narrows nothing."""

    model_config = ConfigDict(extra="forbid")
    limit: int = Field(default=100, ge=1, le=1000)
    cursor: UUID | None = None
    state: State | None = None
    awaits_approval: bool = Field(default=False, description="Only those who wait for the organiser's yes")
    q: str = Field(
        default="",
        max_length=search.LONGEST,
        description="Words that are all in the name or the address, whatever their case",
    )
    unit: str | None = Field(default=None, max_length=NAME_LENGTH, description="The unit, exactly as it was given")
    question: str | None = Field(
        default=None, max_length=KEY_LENGTH, description="The key of a question: only those who answered it"
    )
    answer: str | None = Field(
        default=None,
        max_length=ANSWER_LENGTH,
        description="Only those who answered the question with this, or with this among several; yes or no for the "
        "kinds yes-no and consent",
    )
    is_unanswered: bool = Field(default=False, description="Only those who have not answered the question")

    @field_validator("answer", "is_unanswered")
    @classmethod
    def _is_about_a_question(cls, said: str | bool | None, info: ValidationInfo) -> str | bool | None:
        if said and not info.data.get("question"):
            raise ValueError(_("Name the question as well."))
        return said

    @property
    def answer_is(self) -> AnswerIs | None:
        """What is looked for among the answers; None: nothing."""
        return AnswerIs(self.question, self.answer, self.is_unanswered) if self.question else None


class RegistrationListIn(NarrowedIn):
    """Which of an offering's registrations."""

    organisation_id: UUID | None = Field(default=None, description="Registered for this organisation")
    without_organisation: bool = Field(default=False, description="Only those registered for no organisation")


class OrganisationPeopleIn(NarrowedIn):
    """Which of an organisation's people; questions are each offering's own."""

    offering_id: UUID | None = None
