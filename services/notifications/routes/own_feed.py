"""Whose calendar a secret link opens."""

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row

from services.notifications.queries import feed as queries
from shared.errors import NotThere
from shared.secrets import FEED, subject_of
from shared.web.current import service


def own_feed(db: Connection, token: str) -> Row[UUID, str, int]:
    """The feed: id, email, version. Raises NotThere, the same for a link that never was and for one that ended."""
    feed_id = subject_of(token)
    feed = queries.feed(db, feed_id) if feed_id else None
    if feed is None or not service().secrets.opens(FEED, token, feed.id, feed.version):
        raise NotThere("no_such_calendar", _("There is no such calendar."))
    return feed
