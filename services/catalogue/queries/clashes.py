"""What stands against a session: its presenters' other bookings, and its venue's."""

from collections.abc import Collection, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, select

from services.catalogue.queries.bookings import Organises, is_within, of_people, of_those_who_rehearse, window
from services.catalogue.queries.rows import AnyRow
from services.catalogue.queries.workspace_home import mine
from services.catalogue.rules.double_booked import Booking, Clash, Meeting, bookings, presenters_twice, venues_twice
from shared.schema.catalogue import Presenter, Series, Session


def clashes(db: Connection, organises: Organises, sessions: Sequence[Any]) -> dict[UUID, list[Clash]]:
    """By session: who and what would be booked twice by these as they would be, which change together; where they are
    now counts no more. Others' meetings without their titles. Three statements.

    One that names ``presenters`` would be presented by these, and no more by those whom the table has.
    """
    changed = [one.id for one in sessions]
    own = [
        booking
        for one, presenters in _presenters(db, sessions)
        for row in presenters
        for booking in bookings(row.email, row.name, one, one.title)
    ]
    booked = presenters_twice([*own, *_others(db, organises, own, changed)])
    since, until = min(one.starts_at for one in sessions), max(one.ends_at for one in sessions)
    here = [Meeting(one.id, one.title, one.mode, one.venue, one.starts_at, one.ends_at) for one in sessions]
    then = is_within(Session, window(since, until))
    venues = venues_twice([*here, *(Meeting(*row) for row in _at_venues(db, organises, changed, then))])
    # how many there are that one may not know of is nothing to know either
    return {one: list(dict.fromkeys([*booked.get(one, []), *venues.get(one, [])])) for one in changed}


def of_session(db: Connection, session: AnyRow, organiser_id: UUID) -> list[Clash]:
    """Who and what one session, as the table has it, books twice: as its organiser may know it."""
    as_it_is = SimpleNamespace(**session._asdict(), presenters=None)
    return clashes(db, [organiser_id], [as_it_is])[session.id]


def of_rehearsals(db: Connection, organises: Organises, since: datetime, until: datetime) -> dict[UUID, list[Clash]]:
    """By session that is held then: who is booked twice by its rehearsal or another's. Two statements at most."""
    return presenters_twice(of_those_who_rehearse(db, organises, since, until), by_rehearsals=True)


def _presenters(db: Connection, sessions: Sequence[Any]) -> list[tuple[Any, list[Any]]]:
    """Each with whoever would present it: one statement."""
    columns = Presenter.session_id, Presenter.email, Presenter.name
    stay = Presenter.session_id.in_([one.id for one in sessions if one.presenters is None])
    rows = db.execute(select(*columns).where(stay).order_by(Presenter.id)).all()
    return [
        (one, [row for row in rows if row.session_id == one.id] if one.presenters is None else list(one.presenters))
        for one in sessions
    ]


def _others(db: Connection, organises: Organises, own: Sequence[Booking], changed: Collection[UUID]) -> list[Booking]:
    if not own:
        return []
    since, until = min(one.starts_at for one in own), max(one.ends_at for one in own)
    return of_people(db, organises, {one.email for one in own}, window(since, until), changed)


def _at_venues(
    db: Connection, organises: Organises, changed: Collection[UUID], then: ColumnElement[bool]
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
