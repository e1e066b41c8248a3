"""A person's own calendar feed, if notifications has made one."""

from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, select

from shared.schema.mail_choices import Feed

_FEED: Select[UUID, int] = select(Feed.id, Feed.version).where(Feed.email == bindparam("email"))


def feed_of(db: Connection, email: str) -> Row[UUID, int] | None:
    """The id and version of the feed of a normalised address; None when it has none."""
    return db.execute(_FEED, {"email": email}).one_or_none()
