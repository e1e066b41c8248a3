"""Two versions of the same form beside each other, for a person to choose between."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, FieldList, HiddenField, SelectField, SelectMultipleField


@dataclass(frozen=True)
class Difference:
    """A field that the two versions say differently, in words."""

    label: str
    theirs: str
    yours: str


def differences(theirs: FlaskForm, yours: FlaskForm) -> list[Difference]:
    """The fields that differ, in the order of the form."""
    found = []
    for field in yours:
        if isinstance(field, HiddenField) or field.type == "CSRFTokenField":
            continue
        other, own = shown(theirs[field.name]), shown(field)
        if other != own:
            found.append(Difference(str(field.label.text), other, own))
    return found


def shown(field: Any) -> str:
    """What a field holds, as a person reads it."""
    if isinstance(field, FieldList):
        return "; ".join(filter(None, (_row(entry.form) for entry in field.entries)))
    if isinstance(field, BooleanField):
        return _("Yes") if field.data else _("No")
    if isinstance(field, SelectField | SelectMultipleField):
        chosen = field.data if isinstance(field.data, list) else [field.data]
        return "; ".join(label for value, label in _choices(field) if value in chosen)
    # What it would put into its input.
    return str(field._value()) if hasattr(field, "_value") else str(field.data or "")  # noqa: SLF001


def _choices(field: Any) -> list[tuple[str, str]]:
    groups = field.choices.values() if isinstance(field.choices, dict) else [field.choices or []]
    return list(dict.fromkeys((value, str(label)) for group in groups for value, label in group))


def _row(form: Any) -> str:
    return ", ".join(str(field.data) for field in form if field.data) if not form.is_empty else ""
