"""Answers that belong to one person: kept nowhere, and their address told to nobody."""

from flask import make_response, render_template
from werkzeug.wrappers import Response


def private_page(template: str, status: int = 200, **values: object) -> Response:
    """A page that no cache keeps, and whose secret address is not passed on when a link is followed."""
    return keep_private(make_response(render_template(template, **values), status))


def keep_private(response: Response) -> Response:
    """Mark any answer so."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
