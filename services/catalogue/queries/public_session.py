"""What the public page of a session shows."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from services.catalogue.queries.public_series import SHOWN
from shared.schema.catalogue import OfferingSession, Organisation, Presenter, Series, Session
from shared.schema.registration import Seats


def state_of(db: Connection, session_id: UUID) -> str | None:
    """What the page goes by: changes with the series, anything in it, its organiser's name, and every place taken."""
    rows = db.execute(
        select(Series.version, Organisation.name, OfferingSession.offering_id, Seats.taken, Seats.waiting)
        .select_from(Session)
        .join(Series, Series.id == Session.series_id)
        .join(Organisation, Organisation.id == Series.organiser_id)
        .outerjoin(OfferingSession, OfferingSession.session_id == Session.id)
        .outerjoin(Seats, Seats.offering_id == OfferingSession.offering_id)
        .where(Session.id == session_id, Series.state.in_(SHOWN))
        .order_by(OfferingSession.offering_id)
    ).all()
    return repr([tuple(row) for row in rows]) if rows else None


def session(db: Connection, session_id: UUID) -> Row[Any] | None:
    """The session with what is told of its series and organiser, whatever the series' state."""
    return db.execute(
        select(
            Session.__table__,
            Series.slug,
            Series.title.label("series_title"),
            Series.language,
            Series.kind,
            Series.credits,
            Series.state.label("series_state"),
            Series.organiser_id,
            Organisation.name.label("organiser_name"),
        )
        .join(Series, Series.id == Session.series_id)
        .join(Organisation, Organisation.id == Series.organiser_id)
        .where(Session.id == session_id)
    ).one_or_none()


def presenters(db: Connection, session_id: UUID) -> Sequence[Row[Any]]:
    """Who presents: name, title, role, in the order they were added."""
    return db.execute(
        select(Presenter.name, Presenter.title, Presenter.role)
        .where(Presenter.session_id == session_id)
        .order_by(Presenter.id)
    ).all()


def neighbours(db: Connection, series_id: UUID) -> Sequence[Row[Any]]:
    """Every stop of the same route, in the order of time: id, title, starts_at, ends_at, timezone, state."""
    return db.execute(
        select(Session.id, Session.title, Session.starts_at, Session.ends_at, Session.timezone, Session.state)
        .where(Session.series_id == series_id)
        .order_by(Session.starts_at, Session.id)
    ).all()
