"""What our forms carry unseen: the id of a thing to be made, the version that was seen, everything to send again."""

from uuid import UUID

from flask import request
from wtforms import HiddenField

from shared.schema.base import new_id

_OWN = {"csrf_token", "confirmed", "row", "again", "note"}


def id_of(field: HiddenField) -> UUID:
    """The id that the form was given when it was opened, so that sending it twice makes one thing."""
    try:
        found = UUID(field.data or "")
    except ValueError:
        found = new_id()
    field.data = str(found)
    return found


def version_of(field: HiddenField) -> int:
    """The version that the person saw; 0, which is never the newest, when the form doesn't say."""
    said = str(field.data or "")
    return int(said) if said.isdecimal() else 0


def everything() -> list[tuple[str, str]]:
    """Every field that was sent, to be sent again by a confirming page."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in _OWN]


def is_confirmed() -> bool:
    """Whether the person has seen what will happen."""
    return request.form.get("confirmed") == "yes"


def comes_back() -> bool:
    """Whether the person wants to see the form again, with what they had typed."""
    return "again" in request.form
