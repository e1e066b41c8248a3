"""Public pages made once and shown until what they show changes; browsers that hold the newest get 304.

A page is kept per process under its state: a short text that one cheap statement yields and that changes with
whatever the page shows. Nothing is ever stale: every request makes sure of the state.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from flask import Response, request

from shared import clock
from shared.web import session_cookie
from shared.web.current import reading, service
from shared.web.i18n import current_language, current_theme

#: pages kept per process
MOST_PAGES = 500
#: an address with others is answered, but its page isn't kept: strangers could push out the useful ones
KNOWN_ARGUMENTS = {"lang", "theme"}


@dataclass(frozen=True)
class Page:
    """A page, and the instants at which time alone changes it: openings, deadlines, starts, ends, midnights."""

    html: str
    changes_at: Sequence[datetime]


@dataclass(frozen=True)
class _Kept:
    state: str
    html: bytes
    etag: str
    #: the first instant at which time alone changes the page; None: never
    good_until: datetime | None


#: path, query, language, theme
_Key = tuple[str, str, bytes, str, str]
StateOf = Callable[..., str | None]
_pages: OrderedDict[_Key, _Kept] = OrderedDict()


def cached_page(state_of: StateOf) -> Callable[[Callable[..., Page]], Callable[..., Response | str]]:
    """Decorator of a view that returns a Page.

    ``state_of(db, **view_arguments)`` gives the page's state, or None when there is no such page: the view is then run
    and says so. Whoever has the session's cookie (signed in, or with a message waiting) gets a page of their own.
    """

    def wrap(view: Callable[..., Page]) -> Callable[..., Response | str]:
        @wraps(view)
        def shown(**arguments: Any) -> Response | str:
            if session_cookie.is_shown(request):
                return view(**arguments).html
            state = _state(state_of, arguments)
            if state is None:
                return view(**arguments).html
            if not request.args.keys() <= KNOWN_ARGUMENTS:
                return view(**arguments).html
            return _answer(state, lambda: view(**arguments))

        return shown

    return wrap


def _state(state_of: StateOf, arguments: dict[str, Any]) -> str | None:
    """The page's state now; a database that counts its commits is asked once between two of them."""

    def ask() -> str | None:
        with reading() as db:
            return state_of(db, **arguments)

    return service().database.until_changed((state_of, *arguments.values()), ask)


def _answer(state: str, make: Callable[[], Page]) -> Response:
    now = clock.now()
    key = (request.script_root, request.path, request.query_string, current_language(), current_theme())
    kept = _pages.get(key)
    if kept is None or kept.state != state or (kept.good_until and kept.good_until <= now):
        kept = _keep(key, state, make(), now)
    headers = {"ETag": f'W/"{kept.etag}"', "Cache-Control": "no-cache", "Vary": "Cookie, Accept-Language"}
    if "If-None-Match" in request.headers and request.if_none_match.contains_weak(kept.etag):
        return Response(status=304, headers=headers)
    return Response(kept.html, headers=headers, mimetype="text/html")


def _keep(key: _Key, state: str, page: Page, now: datetime) -> _Kept:
    html = page.html.encode()
    coming = [at for at in page.changes_at if at > now]
    kept = _Kept(state, html, hashlib.sha256(html).hexdigest()[:32], min(coming, default=None))
    _pages[key] = kept
    _pages.move_to_end(key)
    if len(_pages) > MOST_PAGES:
        _pages.popitem(last=False)
    return kept


def forget() -> None:
    """Empty the store: for tests."""
    _pages.clear()
