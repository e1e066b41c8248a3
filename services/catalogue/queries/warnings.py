"""What deserves an organiser's second look: allowed, but seldom meant. Sentences in the reader's language."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row, select

from services.catalogue.clash_words import clash_sentence
from services.catalogue.queries import clashes, deadlines
from services.catalogue.rules import schedule
from services.catalogue.rules.offerings import CoveredSession, closes_after_last_session
from services.catalogue.time_words import holidays_met
from shared import clock
from shared.schema.catalogue import Offering, OfferingSession, Series, Session


def of_session(db: Connection, session_id: UUID) -> list[str]:
    """What is odd about a session that is still to be held."""
    session = db.execute(select(Session).where(Session.id == session_id)).one()
    if session.state == "cancelled" or session.ends_at <= clock.now():
        return []
    found = [*_of_times(session), *holidays_met(session.starts_at, session.ends_at, session.timezone)]
    if session.mode != "onsite" and not session.join_url:
        found.append(_("There is no link to join yet. Participants need it before the session."))
    if session.mode != "online" and not session.venue:
        found.append(_("There is no venue yet. Participants need to know where to come."))
    if _is_left_out(db, session):
        found.append(_("No way to register covers this session yet, so nobody can come to it."))
    organiser_id = db.scalars(select(Series.organiser_id).where(Series.id == session.series_id)).one()
    return found + [clash_sentence(one) for one in clashes.of_session(db, session, organiser_id)]


def of_offering(db: Connection, offering_id: UUID) -> list[str]:
    """What is odd about an offering."""
    closes_at = db.scalar(select(Offering.closes_at).where(Offering.id == offering_id))
    rows = db.execute(
        select(Session.ends_at, Session.state)
        .join(OfferingSession, OfferingSession.session_id == Session.id)
        .where(OfferingSession.offering_id == offering_id)
    ).all()
    sessions = [CoveredSession(row.ends_at, row.state == "cancelled") for row in rows]
    found = []
    if not sessions:
        found.append(_("It covers no session yet."))
    if closes_at is not None and closes_at <= clock.now():
        found.append(_("Its registration has closed: nobody can register any more."))
    elif closes_after_last_session(closes_at, sessions):
        found.append(_("Registration closes only after the last session has ended. Is that what you mean?"))
    return found


def of_series(db: Connection, series_id: UUID) -> list[str]:
    """What a series lacks for people to find and take part in it."""
    found = []
    if db.scalar(select(Session.id).where(Session.series_id == series_id).limit(1)) is None:
        found.append(_("There are no sessions yet."))
    if db.scalar(select(Offering.id).where(Offering.series_id == series_id).limit(1)) is None:
        found.append(_("There is no way to register yet."))
    return found


def before_publishing(db: Connection, series_id: UUID) -> list[str]:
    """What a series lacks, and what of it would be found out only by those who come."""
    closed = db.scalars(
        select(Offering.name)
        .where(Offering.series_id == series_id, Offering.closes_at <= clock.now())
        .order_by(Offering.closes_at)
    )
    sessions = db.execute(
        select(Session)
        .where(Session.series_id == series_id, Session.state == "scheduled", Session.ends_at > clock.now())
        .order_by(Session.starts_at)
    ).all()
    return [
        *of_series(db, series_id),
        *(_("Registration for “%(name)s” has closed already: nobody can choose it.", name=name) for name in closed),
        *(one.sentence for one in deadlines.of_series(db, series_id)),
        *(
            f"{one.title}: {sentence}"
            for one in sessions
            for sentence in holidays_met(one.starts_at, one.ends_at, one.timezone)
        ),
    ]


def _of_times(session: Row[Any]) -> list[str]:
    found = []
    if session.starts_at <= clock.now():
        found.append(_("It starts in the past."))
    if schedule.is_unusually_long(session.starts_at, session.ends_at):
        found.append(_("It lasts over 12 hours. Is the end right?"))
    return found


def _is_left_out(db: Connection, session: Row[Any]) -> bool:
    offered = select(Offering.id).where(Offering.series_id == session.series_id).limit(1)
    covered = select(OfferingSession.offering_id).where(OfferingSession.session_id == session.id).limit(1)
    return db.scalar(offered) is not None and db.scalar(covered) is None
