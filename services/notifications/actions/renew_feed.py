"""Renewing the secret link of a person's calendar: the older one ends at once."""

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, update

from shared import journal
from shared.errors import NotThere
from shared.journal import Subject
from shared.schema.mail_choices import Feed


def renew_feed(db: Connection, feed_id: UUID, version: int) -> int:
    """The version of the new link. ``version`` is the one shown; raises NotThere when it has ended meanwhile."""
    renewed = db.execute(
        update(Feed).where(Feed.id == feed_id, Feed.version == version).values(version=version + 1)
    ).rowcount
    if not renewed:
        raise NotThere("no_such_calendar", _("There is no such calendar."))
    journal.append(db, "feed.renewed", "person", Subject(subject_id=feed_id))
    return version + 1
