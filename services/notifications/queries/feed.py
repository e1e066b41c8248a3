"""What calendar feeds hold, and cheap answers to whether that has changed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Row, func, select, union

from services.notifications.queries.left_out import COMES
from services.notifications.queries.session_facts import SessionFacts, sessions
from shared.schema.catalogue import OfferingSession, Presenter, Series, Session
from shared.schema.notifications import CalendarCopy, Feed
from shared.schema.registration import Person, Registration

SHOWN = ("published", "archived")
OwnSession = Row[UUID, int, int, int, datetime]


def series_state(db: Connection, slug: str) -> Row[UUID, str, str, int, datetime] | None:
    """A series that everybody may see: id, slug, title, version, changed_at. Any change in it raises the version."""
    return db.execute(
        select(Series.id, Series.slug, Series.title, Series.version, Series.changed_at).where(
            Series.slug == slug, Series.state.in_(SHOWN)
        )
    ).one_or_none()


def session_state(db: Connection, session_id: UUID) -> Row[UUID, str, int, datetime] | None:
    """A session that everybody may see: id, title, version (its series'), changed_at."""
    return db.execute(
        select(Session.id, Session.title, Series.version, Series.changed_at)
        .join(Series, Series.id == Session.series_id)
        .where(Session.id == session_id, Series.state.in_(SHOWN))
    ).one_or_none()


def sessions_of_series(db: Connection, series_id: UUID) -> list[SessionFacts]:
    """Every session, cancelled ones among them."""
    return sessions(db, Session.series_id == series_id)


def feed(db: Connection, feed_id: UUID) -> Row[UUID, str, int] | None:
    """A person's feed: id, email, version."""
    return db.execute(select(Feed.id, Feed.email, Feed.version).where(Feed.id == feed_id)).one_or_none()


def language_of(db: Connection, email: str) -> str | None:
    """The language a person chose; None when only presenting made them known."""
    return db.scalar(select(Person.language).where(Person.email_key == email))


def person_state(db: Connection, email: str) -> Sequence[OwnSession]:
    """A person's sessions, each with all that its entry goes by: id, version, series_version, ahead, changed_at.

    Those of their confirmed registrations and those they present, cancelled ones among them.
    """
    registered = (
        select(OfferingSession.session_id)
        .join(Registration, Registration.offering_id == OfferingSession.offering_id)
        .join(Person, Person.id == Registration.person_id)
        .where(Person.email_key == email, Registration.state == "confirmed", COMES)
    )
    presenting = select(Presenter.session_id).where(Presenter.email == email)
    own = union(registered, presenting).subquery()
    copy = (CalendarCopy.session_id == Session.id) & (CalendarCopy.email == email)
    return db.execute(
        select(
            Session.id,
            Session.version,
            Series.version.label("series_version"),
            func.coalesce(CalendarCopy.ahead, 0).label("ahead"),
            Session.changed_at,
        )
        .join(Series, Series.id == Session.series_id)
        .outerjoin(CalendarCopy, copy)
        .where(Session.id.in_(select(own.c.session_id)), Series.state.in_(SHOWN))
        .order_by(Session.id)
    ).all()


def last_change(rows: Sequence[OwnSession]) -> datetime | None:
    """When any of these sessions last changed."""
    return max((row.changed_at for row in rows), default=None)


def sessions_with(db: Connection, ids: Sequence[UUID]) -> list[SessionFacts]:
    """These sessions, in the order of time."""
    return sessions(db, Session.id.in_(ids))
