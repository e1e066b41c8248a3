"""How columns of JSON are written and read: by pydantic's own part, several times as quick as the standard library."""

from typing import Any

from pydantic_core import from_json, to_json


def _written(value: object) -> str:
    return to_json(value).decode()


#: for ``create_engine``
JSON: dict[str, Any] = {"json_serializer": _written, "json_deserializer": from_json}
