"""Views that take a file in: the request may be as large as the largest file, everywhere else it stays small."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

from shared.rules.materials import FILE_BYTES

View = TypeVar("View", bound=Callable[..., Any])
_ATTRIBUTE = "__takes_file__"
#: what a form has around its file
_AROUND_BYTES = 128 * 1024


def takes_file(view: View) -> View:
    """Decorator of such a view."""
    setattr(view, _ATTRIBUTE, True)
    return view


def set_up(app: Flask) -> None:
    """Comes before whatever reads a request's form."""
    app.before_request(_widen)


def _widen() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, _ATTRIBUTE, False):
        request.max_content_length = FILE_BYTES + _AROUND_BYTES
        if "Idempotency-Key" in request.headers:
            # what is told apart by its bytes keeps them beside the form that is read of them
            request.get_data()
