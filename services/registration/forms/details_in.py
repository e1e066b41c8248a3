"""The API's body for correcting what is said of somebody who is registered."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from services.registration.forms.person_in import Language, Name, Unit


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


def _absent(description: str) -> Any:
    """The default is never read, since only fields that were sent are."""
    return Field(default=None, description=description, json_schema_extra=_without_default)


class DetailsIn(BaseModel):
    """What to correct; what isn't named stays as it is."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    name: Name = _absent("in all that the person is registered for")
    unit: Unit | None = _absent("of this registration; null or empty: none")
    language: Language = _absent("the person's mails are written in it from now on, whatever they are about")
