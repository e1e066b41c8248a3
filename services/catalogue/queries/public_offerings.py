"""What one can register for, with the places that are left."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, func, select
from sqlalchemy.orm import aliased

from services.catalogue.queries.rows import AnyRow
from services.catalogue.rules.offering_state import OfferingState, offering_state, places_left
from shared.rules.window import Window, has_ended
from shared.schema.catalogue import Offering, OfferingSession, Series, Session
from shared.schema.registration import Seats

#: another name than the one under which callers ask for series
_OF = aliased(Series)

#: what is offered to everybody; who commissioned the rest registers by its own link
FOR_ALL = Offering.customer_id.is_(None)

_COLUMNS = (
    Offering.id,
    Offering.series_id,
    Offering.name,
    Offering.description,
    Offering.region,
    Offering.customer_id,
    Offering.opens_at,
    Offering.closes_at,
    Offering.capacity,
    Offering.waitlist,
    func.coalesce(Seats.taken, 0).label("taken"),
    func.coalesce(Seats.held, 0).label("held"),
    func.coalesce(Seats.waiting, 0).label("waiting"),
    (_OF.state == "draft").label("is_draft"),
)


@dataclass(frozen=True)
class Covered:
    """A session that an offering covers."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    cancelled: bool


@dataclass(frozen=True)
class Choice:
    """An offering as a visitor or an organiser sees it, at the instant `now`."""

    row: AnyRow
    now: datetime
    covers: list[Covered] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        """The offering's own columns: name, opens_at, closes_at, capacity, taken, waiting …"""
        return getattr(self.row, name)

    @property
    def standing(self) -> list[Covered]:
        """The sessions it gives a place in that are still held."""
        return [one for one in self.covers if not one.cancelled]

    @property
    def standing_ids(self) -> list[UUID]:
        """The same by their ids."""
        return [one.id for one in self.standing]

    @cached_property
    def window(self) -> Window:
        """When one may register."""
        standing = self.standing
        return Window(
            # as it will be once the series is published: see ``state``
            series_state="published",
            opens_at=self.row.opens_at,
            closes_at=self.row.closes_at,
            covers_sessions=bool(self.covers),
            last_ends_at=max((one.ends_at for one in standing), default=None),
        )

    @property
    def left(self) -> int | None:
        """Places free for everybody; None: no limit."""
        return places_left(self.row.capacity, self.row.taken + self.row.held)

    @property
    def state(self) -> OfferingState:
        """How it stands now; in a draft nobody can register yet."""
        state = offering_state(self.window, self.left, self.row.waitlist, self.now)
        return "not-open-yet" if self.row.is_draft and state not in ("cancelled", "closed") else state

    @property
    def opens_later(self) -> bool:
        """Whether registration opens at a known instant that is still to come."""
        return self.row.opens_at is not None and self.row.opens_at > self.now

    @property
    def is_over(self) -> bool:
        """Whether all of it was held."""
        return has_ended(self.window, self.now)

    @property
    def is_open(self) -> bool:
        """Whether a registration is taken now, be it for the waiting list."""
        return self.state in ("open", "closing", "waitlist")


def choices(db: Connection, which: ColumnElement[bool], now: datetime) -> list[Choice]:
    """The offerings that fit, in the order of their deadlines, each with the sessions it covers: one statement."""
    rows = db.execute(
        select(*_COLUMNS, Session.id.label("session_id"), Session.starts_at, Session.ends_at, Session.state)
        .select_from(Offering)
        .join(_OF, _OF.id == Offering.series_id)
        .outerjoin(Seats, Seats.offering_id == Offering.id)
        .outerjoin(OfferingSession, OfferingSession.offering_id == Offering.id)
        .outerjoin(Session, Session.id == OfferingSession.session_id)
        .where(which)
        .order_by(Offering.closes_at.is_(None), Offering.closes_at, Offering.id, Session.starts_at)
    )
    found: dict[UUID, Choice] = {}
    for row in rows:
        choice = found.setdefault(row.id, Choice(row, now))
        if row.session_id is not None:
            choice.covers.append(Covered(row.session_id, row.starts_at, row.ends_at, row.state == "cancelled"))
    return list(found.values())


def of_series(db: Connection, series_id: UUID, now: datetime) -> list[Choice]:
    """What everybody can register for in a series."""
    return choices(db, and_(Offering.series_id == series_id, FOR_ALL), now)


def all_of_series(db: Connection, series_id: UUID, now: datetime) -> list[Choice]:
    """The same for its organisers: with what is reserved for a customer's staff."""
    return choices(db, Offering.series_id == series_id, now)


def of_session(db: Connection, session_id: UUID, now: datetime) -> list[Choice]:
    """What gives everybody a place in a session."""
    covering = select(OfferingSession.offering_id).where(OfferingSession.session_id == session_id)
    return choices(db, and_(Offering.id.in_(covering), FOR_ALL), now)


#: what is told first where there is room for one only; the nearest deadline first among equals
_RANKS: dict[OfferingState, int] = {
    "open": 0,
    "closing": 0,
    "waitlist": 1,
    "not-open-yet": 2,
    "full": 3,
    "closed": 4,
    "cancelled": 5,
}


def best(offers: Iterable[Choice], session_id: UUID | None = None) -> Choice | None:
    """The one that is worth telling where there is room for one only: the first to close of those that take people.

    Where one session is told of, what gives a place in that session alone comes before what gives more.
    """

    def order(offer: Choice) -> tuple[int, bool]:
        return _RANKS[offer.state], [one.id for one in offer.standing] != [session_id]

    return min(offers, key=order, default=None)
