"""A calendar feed as an answer over HTTP: 304 when it has not changed, without building it (RFC 9110)."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Response, request

from shared import clock
from shared.web.current import service

#: raised when feeds of unchanged sessions come to be written in another way
FORMAT = 1
#: how long after a change its date says nothing: it has whole seconds, and another change of the same second may follow
SETTLED = timedelta(seconds=2)
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
    kept = {"ETag": f'W/"{etag}"', "Cache-Control": "public, no-cache" if state.is_public else "private, no-cache"}
    if _is_unchanged(etag, state):
        # what else there is to say of the feed was said with it (RFC 9110 section 15.4.5)
        return Response(status=304, headers=kept)
    response = Response(build(), headers=kept, content_type=MEDIA_TYPE)
    if state.changed_at is not None and _is_settled(state.changed_at):
        response.last_modified = state.changed_at
    return response


def _is_unchanged(etag: str, state: FeedState) -> bool:
    if known := request.if_none_match:
        return known.contains_weak(etag)
    since = request.if_modified_since
    if since is None or state.changed_at is None or not state.dated:
        return False
    return _is_settled(state.changed_at) and state.changed_at.replace(microsecond=0) <= since.astimezone(UTC)


def _is_settled(changed_at: datetime) -> bool:
    """Whether a date given now can't come to stand for two versions (RFC 9110 section 8.8.2.2)."""
    return clock.now() - changed_at >= SETTLED
