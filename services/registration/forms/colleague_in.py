"""The API's body for giving a place to a colleague."""

from pydantic import BaseModel, ConfigDict

from services.registration.forms.person_in import Email, Language, Name, Unit


class ColleagueIn(BaseModel):
    """Who takes over the place."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    name: Name
    email: Email
    unit: Unit | None = None
    #: mails are written in it; without one, in the series' language
    language: Language | None = None
