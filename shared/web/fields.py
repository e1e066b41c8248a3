"""Fields that the API's shapes have in common."""

from typing import Annotated, Any

from pydantic import Field

#: a moment as the answer writes it, in the time zone of what it is about
DateTimeText = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


def absent(description: str | None = None) -> Any:
    """The default of a PATCH field: never read, since only fields that were sent are."""
    return Field(default=None, description=description, json_schema_extra=_without_default)


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)
