"""Values of fields as the text under which a change is kept, and back; several ids are one text."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


def text_of(value: Any) -> str | None:
    """A value as text; None stays None."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, frozenset):
        return " ".join(sorted(str(one) for one in value))
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(value)
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def value_of(kind: type[Any], text: str | None) -> Any:
    """The value of this type that was kept as this text. Raises ValueError for a text that is none."""
    if text is None:
        return None
    if kind is bool:
        return text == "yes"
    if kind is frozenset:
        return frozenset(UUID(one) for one in text.split())
    if kind is datetime:
        return datetime.fromisoformat(text)
    try:
        return kind(text) if kind in (int, Decimal, UUID) else text
    except ArithmeticError as none:
        raise ValueError(text) from none
