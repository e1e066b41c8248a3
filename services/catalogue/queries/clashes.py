"""What would stand against a session at another time: its presenters' other sessions, and its venue's."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from services.catalogue.queries.rows import AnyRow
from services.catalogue.queries.schedule import Organises, is_within
from services.catalogue.queries.workspace_home import mine
from services.catalogue.rules import schedule
from services.catalogue.rules.double_booked import Booking, Clash, Meeting, presenters_twice, venues_twice
from shared.schema.catalogue import Presenter, Series, Session


def clashes(db: Connection, organises: Organises, sessions: Sequence[Any]) -> dict[UUID, list[Clash]]:
    """By session: who and what would be booked twice by these as they would be, which change together; where they are
    now counts no more. Others' meetings without their titles. Three statements.

    One that names ``presenters`` would be presented by these, and no more by those whom the table has.
    """
    changed = {one.id: one for one in sessions}
    own = [
        Booking(row.email, row.name, one.id, one.title, one.starts_at, one.ends_at)
        for one, presenters in _presenters(db, sessions)
        for row in presenters
    ]
    since, until = min(one.starts_at for one in sessions), max(one.ends_at for one in sessions)
    then = is_within(Session, since, until, since - schedule.LONGEST)
    people = {one.email for one in own}
    booked = presenters_twice([*own, *_bookings(db, organises, people, list(changed), then)])
    here = [Meeting(one.id, one.title, one.mode, one.venue, one.starts_at, one.ends_at) for one in sessions]
    there = [Meeting(*row) for row in _at_venues(db, organises, list(changed), then)]
    venues = venues_twice([*here, *there])
    return {one: [*booked.get(one, []), *venues.get(one, [])] for one in changed}


def _presenters(db: Connection, sessions: Sequence[Any]) -> list[tuple[Any, list[Any]]]:
    """Each with whoever would present it: one statement."""
    columns = Presenter.session_id, Presenter.email, Presenter.name
    stay = Presenter.session_id.in_([one.id for one in sessions if one.presenters is None])
    rows = db.execute(select(*columns).where(stay).order_by(Presenter.id)).all()
    return [
        (one, [row for row in rows if row.session_id == one.id] if one.presenters is None else list(one.presenters))
        for one in sessions
    ]


def _bookings(
    db: Connection, organises: Organises, people: Collection[str], changed: Sequence[UUID], then: ColumnElement[bool]
) -> list[Booking]:
    is_mine = and_(Series.state != "archived", mine(organises))
    rows = db.execute(
        select(Presenter.email, Presenter.name, Session.id, Session.title, Session.starts_at, Session.ends_at)
        .add_columns(is_mine.label("is_mine"))
        .join(Session, Session.id == Presenter.session_id)
        .join(Series, Series.id == Session.series_id)
        .where(
            Presenter.email.in_(people),
            Presenter.reply != "declined",
            Session.id.not_in(changed),
            Session.state == "scheduled",
            then,
            or_(Series.state == "published", is_mine),
        )
        .order_by(Session.starts_at, Presenter.id)
    )
    return [
        Booking(row.email, row.name, row.id, row.title if row.is_mine else None, row.starts_at, row.ends_at)
        for row in rows
    ]


def _at_venues(
    db: Connection, organises: Organises, changed: Sequence[UUID], then: ColumnElement[bool]
) -> list[AnyRow]:
    return list(
        db.execute(
            select(Session.id, Session.title, Session.mode, Session.venue, Session.starts_at, Session.ends_at)
            .join(Series, Series.id == Session.series_id)
            .where(
                mine(organises),
                Series.state != "archived",
                Session.id.not_in(changed),
                Session.state == "scheduled",
                Session.venue.is_not(None),
                then,
            )
            .order_by(Session.starts_at, Session.id)
        )
    )
