"""What public calendar feeds hold, and cheap answers to whether that has changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select

from services.notifications.queries.session_facts import SessionFacts, sessions
from shared.schema.catalogue import Series, Session
from shared.schema.mail_choices import Feed
from shared.schema.organisations import Organisation
from shared.schema.registration import Person

#: what everybody may see: as the public pages, nothing that was put away before it was ever shown
IS_SHOWN = (Series.state == "published") | ((Series.state == "archived") & Series.published_at.is_not(None))

#: made once: a feed that has not changed costs this and little more
_SERIES = select(
    Series.id, Series.slug, Series.title, Series.version, Series.changed_at, Series.language, Series.organiser_id
).where(Series.slug == bindparam("slug"), IS_SHOWN)
_SESSION = (
    select(Session.id, Session.title, Series.version, Series.changed_at)
    .join(Series, Series.id == Session.series_id)
    .where(Session.id == bindparam("session_id"), IS_SHOWN)
)
_ORGANISATION = select(Organisation.id, Organisation.name, Organisation.merged_into_id).where(
    Organisation.id == bindparam("organisation_id")
)
_ORGANISED = (
    select(Series.id, Series.version, Series.changed_at)
    .where(
        Series.organiser_id == bindparam("organisation_id"),
        IS_SHOWN,
        ~Series.for_customers | Series.is_listed_anyway,
    )
    .order_by(Series.id)
)
_FEED = select(Feed.id, Feed.email, Feed.version).where(Feed.id == bindparam("feed_id"))
_FEEDS = select(Feed.email, Feed.id, Feed.version).where(Feed.email.in_(bindparam("emails", expanding=True)))
_LANGUAGE = select(Person.language).where(Person.email_key == bindparam("email"))


def series_state(db: Connection, slug: str) -> Row[UUID, str, str, int, datetime, str, UUID] | None:
    """A series that everybody may see: id, slug, title, version, changed_at, language, organiser_id.

    Any change in it raises the version.
    """
    return db.execute(_SERIES, {"slug": slug}).one_or_none()


def session_state(db: Connection, session_id: UUID) -> Row[UUID, str, int, datetime] | None:
    """A session that everybody may see: id, title, version (its series'), changed_at."""
    return db.execute(_SESSION, {"session_id": session_id}).one_or_none()


def organisation(db: Connection, organisation_id: UUID) -> Row[UUID, str, UUID | None] | None:
    """An organisation: id, name, merged_into_id; the one that took over, for an address from before a merger."""
    found = db.execute(_ORGANISATION, {"organisation_id": organisation_id}).one_or_none()
    while found is not None and found.merged_into_id is not None:
        found = db.execute(_ORGANISATION, {"organisation_id": found.merged_into_id}).one_or_none()
    return found


def organised(db: Connection, organisation_id: UUID) -> Sequence[Row[UUID, int, datetime]]:
    """The series that an organisation runs and everybody may see: id, version, changed_at."""
    return db.execute(_ORGANISED, {"organisation_id": organisation_id}).all()


def sessions_of_series(db: Connection, *series_ids: UUID) -> list[SessionFacts]:
    """Every session, cancelled ones among them, in the order of time."""
    return sessions(db, Session.series_id.in_(series_ids))


def feed(db: Connection, feed_id: UUID) -> Row[UUID, str, int] | None:
    """A person's feed: id, email, version."""
    return db.execute(_FEED, {"feed_id": feed_id}).one_or_none()


def language_of(db: Connection, email: str) -> str | None:
    """The language a person chose; None when only presenting made them known."""
    return db.scalar(_LANGUAGE, {"email": email})


def person_feeds(db: Connection, messages: Sequence[Row[Any]]) -> dict[UUID, Row[str, UUID, int]]:
    """The feed of each message's recipient, by the message's id: email, id, version; of those who have one."""
    emails = {message.recipient_email for message in messages}
    found = {row.email: row for row in db.execute(_FEEDS, {"emails": list(emails)})}
    return {message.id: found[message.recipient_email] for message in messages if message.recipient_email in found}
