"""What a field lets one choose from."""

from typing import Any

from wtforms import SelectChoice  # type: ignore[attr-defined]  # the published types are of an older version


def choice(value: str, label: str) -> Any:
    """One choice: what the form sends, and what the person reads."""
    return SelectChoice(value, label)
