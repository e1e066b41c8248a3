"""Public pages go out packed to visitors of whom nothing is known.

Only to these: a page that holds both a secret and words from its address gives the secret away by its length when it
is packed (the BREACH attack). Whoever brings no session cookie has no secret yet, and every page makes them a new one.
"""

from functools import lru_cache

from flask import Flask, Response, current_app, request

from shared.web.access import Access, rule_of
from shared.web.packing import Coding, coding_taken, packed
from shared.web.session_cookie import is_shown

#: shorter ones gain nothing
_LEAST_BYTES = 1400


def set_up(app: Flask) -> None:
    """Pack what is public."""
    app.after_request(_pack)


def _pack(response: Response) -> Response:
    if response.status_code != 200 or response.mimetype != "text/html" or response.is_streamed:
        return response
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or rule_of(view) is not Access.PUBLIC:
        return response
    response.vary.add("Accept-Encoding")
    coding = coding_taken()
    if is_shown(request) or coding is None:
        return response
    page = response.get_data()
    if len(page) < _LEAST_BYTES or "Content-Encoding" in response.headers:
        return response
    response.set_data(_packed(page, coding))
    response.headers["Content-Encoding"] = coding
    return response


@lru_cache(maxsize=64)
def _packed(page: bytes, coding: Coding) -> bytes:
    """Pages that are kept are packed once."""
    return packed(page, coding)
