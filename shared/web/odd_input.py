"""Input that no form or program of good faith sends, and that no database keeps: refused before any view runs."""

from typing import Any

from flask import Flask, abort, request
from flask_babel import gettext as _

from shared.errors import Refusal

NUL = "\x00"


class OddInput(Refusal):
    """The request holds a character that is no text (NUL)."""

    status = 400


def set_up(app: Flask) -> None:
    """Look at the address, the query and the form of every request; forms of pages are no JSON."""
    app.before_request(_refuse)


def _refuse() -> None:
    if NUL in request.path or (request.query_string and any(NUL in value for value in request.args.values())):
        raise odd_input()
    if not request.content_type:
        return
    if request.mimetype.startswith(("application/x-www-form-urlencoded", "multipart/")) and any(
        NUL in value for values in request.form.listvalues() for value in values
    ):
        raise odd_input()
    # the form library would read it as if somebody had filled the form
    if request.is_json and not request.path.startswith("/api/"):
        abort(400)


def odd_input() -> OddInput:
    """The refusal, in the reader's language."""
    return OddInput(
        "odd_input", _("The text holds a character that can't be kept. Type it again rather than paste it.")
    )


def holds_nul(said: Any) -> bool:
    """Whether parsed JSON holds the character anywhere."""
    if isinstance(said, str):
        return NUL in said
    if isinstance(said, dict):
        return any(holds_nul(key) or holds_nul(value) for key, value in said.items())
    return isinstance(said, list) and any(holds_nul(value) for value in said)
