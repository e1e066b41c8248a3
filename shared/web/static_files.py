"""Static files: their addresses change when they do, so that browsers may keep them for good; texts go out packed."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, url_for

from shared.web.packing import Coding, coding_taken, packed

FOLDER = Path(__file__).parent / "static"
_FOREVER = "public, max-age=31536000, immutable"
#: what the style sheet asks for (fonts, small pictures) carries no digest, and changes only when Kierros is set up anew
_A_WEEK = "public, max-age=604800"
#: what gets several times smaller
_TEXTS = (".css", ".js", ".svg")


def set_up(app: Flask) -> None:
    """Serve shared/web/static from the app itself."""
    app.static_folder = str(FOLDER)
    app.after_request(_let_keep)
    app.after_request(_pack)


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


def _pack(response: Response) -> Response:
    """What browsers load first is mostly one style sheet, an eighth as long when packed. Nothing secret is in them."""
    if request.endpoint != "static" or response.status_code != 200 or not request.path.endswith(_TEXTS):
        return response
    response.vary.add("Accept-Encoding")
    coding = coding_taken()
    if coding is None:
        return response
    name = (request.view_args or {})["filename"]
    response.close()
    response.direct_passthrough = False
    response.set_data(_packed(name, _digest(name), coding))
    response.headers["Content-Encoding"] = coding
    response.headers.pop("Accept-Ranges", None)
    etag, _is_weak = response.get_etag()
    if etag:
        # of the same words, not of the same bytes (RFC 9110, section 8.8.1)
        response.set_etag(etag, weak=True)
    return response


@cache
def _packed(path: str, _its_digest: str, coding: Coding) -> bytes:
    """Once per process and file."""
    return packed((FOLDER / path).read_bytes(), coding, for_long=True)
