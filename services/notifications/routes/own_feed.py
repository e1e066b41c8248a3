"""Whose calendar a secret link opens."""

from typing import Any, TypeVar
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row

from services.notifications.queries import feed as queries
from services.notifications.queries import organisation_feed
from shared.errors import NotThere
from shared.secrets import FEED, STAFF_FEED, subject_of
from shared.web.current import service

Found = TypeVar("Found")


def own_feed(db: Connection, token: str) -> Row[UUID, str, int]:
    """The feed: id, email, version. Raises NotThere, the same for a link that never was and for one that ended."""
    feed_id = subject_of(token)
    return _opened(FEED, token, queries.feed(db, feed_id) if feed_id else None)


def staff_feed(db: Connection, token: str) -> Row[UUID, int, UUID, str]:
    """The feed of an organisation's people: id, version, organisation_id, name. Raises NotThere likewise."""
    feed_id = subject_of(token)
    return _opened(STAFF_FEED, token, organisation_feed.by_id(db, feed_id) if feed_id else None)


def _opened(purpose: str, token: str, feed: Found | None) -> Found:
    """``feed`` is a row with its id and version."""
    known: Any = feed
    if feed is None or not service().secrets.opens(purpose, token, known.id, known.version):
        raise NotThere("no_such_calendar", _("There is no such calendar."))
    return feed
