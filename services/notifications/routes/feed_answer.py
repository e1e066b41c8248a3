"""A calendar feed as an answer over HTTP: 304 when it has not changed, without building it (RFC 9110)."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Response, request

from shared.web.current import service

#: raised when feeds of unchanged sessions come to be written in another way
FORMAT = 1
MEDIA_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class FeedState:
    """What a feed goes by: equal texts mean equal feeds."""

    text: str
    changed_at: datetime | None
    #: whether a later ``changed_at`` is all it takes to know of every change
    dated: bool
    #: whether anybody may keep a copy, or the person's own programs alone
    is_public: bool


def answer(state: FeedState, build: Callable[[], bytes]) -> Response:
    """The feed, or 304. Sets no cookie, needs no Accept, is never redirected: calendars of every kind read it."""
    etag = hashlib.sha256(f"{FORMAT}\n{service().settings.catalogue_url}\n{state.text}".encode()).hexdigest()[:32]
    unchanged = _is_unchanged(etag, state)
    response = Response(status=304) if unchanged else Response(build())
    response.headers["Content-Type"] = MEDIA_TYPE
    response.set_etag(etag, weak=True)
    if state.changed_at is not None:
        response.last_modified = state.changed_at
    response.headers["Cache-Control"] = "public, no-cache" if state.is_public else "private, no-cache"
    return response


def _is_unchanged(etag: str, state: FeedState) -> bool:
    if request.if_none_match:
        return request.if_none_match.contains_weak(etag)
    since = request.if_modified_since
    if since is None or state.changed_at is None or not state.dated:
        return False
    return state.changed_at.replace(microsecond=0) <= since.astimezone(UTC)
