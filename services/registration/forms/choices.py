"""What a field lets one choose from."""

from typing import Any

from wtforms import SelectChoice  # type: ignore[attr-defined]  # the published types are of an older version


def choice(value: str, label: str, group: str | None = None) -> Any:
    """One choice: what the form sends, what the person reads, and under which heading of a list."""
    return SelectChoice(value, label, optgroup=group)
