"""What would stand against a session at another time: its presenters' other sessions, and its venue's."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, or_, select

from services.catalogue.queries.rows import AnyRow
from services.catalogue.queries.schedule import Organises, is_within
from services.catalogue.queries.workspace_home import mine
from services.catalogue.rules import schedule
from services.catalogue.rules.double_booked import Booking, Clash, Meeting, presenters_twice, venues_twice
from shared.schema.catalogue import Presenter, Series, Session


def clashes(db: Connection, organises: Organises, session: Any, beside: Sequence[Any] = ()) -> list[Clash]:
    """Who and what would be booked twice by a session as it would be; others' meetings without their titles.

    ``beside``: the sessions that are changed together with it, as they would be: where they are now counts no more.
    """
    changed = {one.id: one for one in (session, *beside)}
    own = [
        Booking(row.email, row.name, one.id, one.title, one.starts_at, one.ends_at)
        for row in _presenters(db, list(changed))
        for one in [changed[row.session_id]]
    ]
    booked = _bookings(db, organises, session, list(changed))
    found = presenters_twice([*own, *booked]).get(session.id, [])
    here = [Meeting(one.id, one.title, one.mode, one.venue, one.starts_at, one.ends_at) for one in changed.values()]
    there = [Meeting(*row) for row in _at_venues(db, organises, list(changed), session.starts_at, session.ends_at)]
    return [*found, *venues_twice([*here, *there]).get(session.id, [])]


def _presenters(db: Connection, session_ids: Sequence[UUID]) -> list[AnyRow]:
    columns = Presenter.session_id, Presenter.email, Presenter.name
    return list(db.execute(select(*columns).where(Presenter.session_id.in_(session_ids)).order_by(Presenter.id)))


def _bookings(db: Connection, organises: Organises, session: Any, besides: Sequence[UUID]) -> list[Booking]:
    starts_at, ends_at = session.starts_at, session.ends_at
    people = select(Presenter.email).where(Presenter.session_id == session.id)
    is_mine = and_(Series.state != "archived", mine(organises))
    rows = db.execute(
        select(Presenter.email, Presenter.name, Session.id, Session.title, Session.starts_at, Session.ends_at)
        .add_columns(is_mine.label("is_mine"))
        .join(Session, Session.id == Presenter.session_id)
        .join(Series, Series.id == Session.series_id)
        .where(
            Presenter.email.in_(people),
            Presenter.reply != "declined",
            Session.id.not_in(besides),
            Session.state == "scheduled",
            is_within(Session, starts_at, ends_at, starts_at - schedule.LONGEST),
            or_(Series.state == "published", is_mine),
        )
        .order_by(Session.starts_at, Presenter.id)
    )
    return [
        Booking(row.email, row.name, row.id, row.title if row.is_mine else None, row.starts_at, row.ends_at)
        for row in rows
    ]


def _at_venues(
    db: Connection, organises: Organises, besides: Sequence[UUID], starts_at: datetime, ends_at: datetime
) -> list[AnyRow]:
    return list(
        db.execute(
            select(Session.id, Session.title, Session.mode, Session.venue, Session.starts_at, Session.ends_at)
            .join(Series, Series.id == Session.series_id)
            .where(
                mine(organises),
                Series.state != "archived",
                Session.id.not_in(besides),
                Session.state == "scheduled",
                Session.venue.is_not(None),
                is_within(Session, starts_at, ends_at, starts_at - schedule.LONGEST),
            )
            .order_by(Session.starts_at, Session.id)
        )
    )
