"""What two people changed in the same form: joined where they touched different fields, else shown for a choice."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from hashlib import sha256
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, FieldList, HiddenField, SelectField, SelectMultipleField

from shared.web import dates
from shared.web.date_filters import language


@dataclass(frozen=True)
class Difference:
    """A field that the two versions say differently, in words."""

    label: str
    theirs: str
    yours: str


@dataclass(frozen=True)
class Merged:
    """What became of two changes: the fields both changed, in the order of the form; labels of what only they did."""

    conflicts: list[Difference] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)


def fingerprint(form: FlaskForm) -> str:
    """What every field of a form holds, as short hashes: the form carries it, to tell later what was touched."""
    return json.dumps({one.short_name: _hash(one) for one in _told(form)}, separators=(",", ":"))


def merge(theirs: FlaskForm, yours: FlaskForm, seen: str | None) -> Merged:
    """Take into ``yours`` what the newest version (``theirs``) says in fields that were left as they were ``seen``.

    Without a readable ``seen`` every field that differs counts as changed by both.
    """
    before, merged = _read(seen), Merged()
    for one in _told(yours):
        other = theirs[one.short_name]
        old, new, own = before.get(one.short_name), _hash(other), _hash(one)
        if new in (own, old):
            continue
        if own == old:
            _take(one, other)
            merged.taken.append(str(one.label.text))
        else:
            merged.conflicts.append(Difference(str(one.label.text), shown(other), shown(one)))
    return merged


def shown(field: Any) -> str:
    """What a field holds, as a person reads it."""
    if isinstance(field, FieldList):
        return "; ".join(filter(None, (_row(entry.form) for entry in field.entries)))
    if isinstance(field, BooleanField):
        return _("Yes") if field.data else _("No")
    if isinstance(field, SelectField | SelectMultipleField):
        chosen = field.data if isinstance(field.data, list) else [field.data]
        return "; ".join(label for value, label in _choices(field) if value in chosen)
    if isinstance(field.data, date):
        noon = datetime.combine(field.data, time(12), UTC)
        return dates.date(noon, "UTC", language())
    if isinstance(field.data, time):
        return dates.clock(datetime.combine(date(2000, 1, 1), field.data, UTC), "UTC", language())
    # What it would put into its input.
    return str(field._value()) if hasattr(field, "_value") else str(field.data or "")  # noqa: SLF001


def _told(form: FlaskForm) -> list[Any]:
    return [one for one in form if not isinstance(one, HiddenField) and one.type != "CSRFTokenField"]


def _take(own: Any, other: Any) -> None:
    # What was sent would otherwise be drawn instead of the new value.
    own.raw_data = None
    own.process(None, other.data)


def _read(seen: str | None) -> dict[str, str]:
    try:
        found = json.loads(seen or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _hash(one: Any) -> str:
    return sha256(json.dumps(_plain(one)).encode()).hexdigest()[:16]


def _plain(one: Any) -> Any:
    """What it holds, the same whether it came from the database or from a browser."""
    if isinstance(one, FieldList):
        return [[_plain(part) for part in entry.form] for entry in one.entries if not entry.form.is_empty]
    if isinstance(one.data, list):
        return sorted(one.data)
    if isinstance(one.data, time):
        return f"{one.data:%H:%M}"
    if isinstance(one.data, Decimal):
        return f"{one.data.normalize():f}"
    return str(one.data or "")


def _choices(field: Any) -> list[tuple[str, str]]:
    groups = field.choices.values() if isinstance(field.choices, dict) else [field.choices or []]
    return list(dict.fromkeys((value, str(label)) for group in groups for value, label in group))


def _row(form: Any) -> str:
    return ", ".join(filter(None, map(shown, form))) if not form.is_empty else ""
