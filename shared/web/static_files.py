"""Addresses of static files that change when the file does, so that browsers may keep them for good."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, url_for

FOLDER = Path(__file__).parent / "static"
_FOREVER = "public, max-age=31536000, immutable"
#: what the style sheet asks for (fonts, small pictures) carries no digest, and changes only when Kierros is set up anew
_A_WEEK = "public, max-age=604800"


def set_up(app: Flask) -> None:
    """Serve shared/web/static from the app itself."""
    app.static_folder = str(FOLDER)
    app.after_request(_let_keep)


def static_url(path: str) -> str:
    """The address of a file in shared/web/static, with its digest."""
    return url_for("static", filename=path, v=_digest(path))


@cache
def _digest(path: str) -> str:
    file = FOLDER / path
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else "missing"


def _let_keep(response: Response) -> Response:
    if request.endpoint != "static" or response.status_code not in (200, 304):
        return response
    if request.args.get("v"):
        response.headers["Cache-Control"] = _FOREVER
    elif request.path.endswith((".woff2", ".svg")):
        response.headers["Cache-Control"] = _A_WEEK
    return response
