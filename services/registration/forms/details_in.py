"""The API's body for correcting what is said of somebody who is registered."""

from pydantic import BaseModel, ConfigDict

from services.registration.forms.person_in import Language, Name, Unit
from shared.web.fields import absent


class DetailsIn(BaseModel):
    """What to correct; what isn't named stays as it is."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    name: Name = absent("in all that the person is registered for")
    unit: Unit | None = absent("of this registration; null or empty: none")
    language: Language = absent("the person's mails are written in it from now on, whatever they are about")
