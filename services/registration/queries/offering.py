"""What is known of an offering when one registers for it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, case, exists, func, literal, or_, select

from services.registration.rules.batch import Places
from shared.rules import window
from shared.rules.window import Window
from shared.schema.catalogue import Offering, OfferingSession, Series, Session
from shared.schema.registration import Seats


@dataclass(frozen=True, slots=True)
class Facts:
    """An offering with its series, its window and its places."""

    id: UUID
    name: str
    capacity: int | None
    waitlist: bool
    series_id: UUID
    series_language: str
    organiser_id: UUID
    #: null: no seats row yet
    taken_or_none: int | None
    waiting_or_none: int | None
    series_state: str
    opens_at: datetime | None
    closes_at: datetime | None
    covers_sessions: bool
    last_ends_at: datetime | None
    #: whether an earlier series has to be completed first
    has_requirements: bool
    held_or_none: int | None
    needs_approval: bool
    has_quotas: bool
    promotes_groups: bool
    promotes_until: datetime | None
    #: whether only staff of customers of its series may register: of all of them, or of one that it is reserved for
    for_customers: bool
    customer_id: UUID | None

    @property
    def window(self) -> Window:
        """When one can register."""
        return Window(self.series_state, self.opens_at, self.closes_at, self.covers_sessions, self.last_ends_at)

    @property
    def taken(self) -> int:
        """Places taken."""
        return self.taken_or_none or 0

    @property
    def waiting(self) -> int:
        """People waiting."""
        return self.waiting_or_none or 0

    @property
    def held(self) -> int:
        """Places that are held and not taken yet."""
        return self.held_or_none or 0

    @property
    def free(self) -> int | None:
        """Places free for everybody; None: no limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken - self.held)

    @property
    def is_limited(self) -> bool:
        """Whether more decides than how many places are free."""
        return bool(self.held or self.needs_approval or self.has_quotas or self.promotes_groups or self.promotes_until)

    def promotes(self, now: datetime) -> bool:
        """Whether those who wait still move up by themselves."""
        return window.promotes(self.window, now) and (self.promotes_until is None or now < self.promotes_until)

    @property
    def places(self) -> Places:
        """The places as the rules see them, where nothing else decides."""
        return Places(self.free, self.waiting, self.waitlist)


_covers = exists().where(OfferingSession.offering_id == Offering.id).correlate(Offering)
_last_end = (
    select(func.max(Session.ends_at))
    .join(OfferingSession, OfferingSession.session_id == Session.id)
    .where(OfferingSession.offering_id == Offering.id, Session.state == "scheduled")
    .correlate(Offering)
    .scalar_subquery()
)
# a draft that was put away is still a draft to everybody
_shown_state = case(
    (and_(Series.state == "archived", Series.published_at.is_(None)), literal("draft")), else_=Series.state
)
FACTS = (
    select(
        Offering.id,
        Offering.name,
        Offering.capacity,
        Offering.waitlist,
        Offering.series_id,
        Series.language,
        Series.organiser_id,
        Seats.taken,
        Seats.waiting,
        _shown_state,
        Offering.opens_at,
        Offering.closes_at,
        _covers,
        _last_end,
        Offering.has_requirements,
        Seats.held,
        Offering.needs_approval,
        Offering.has_quotas,
        Offering.promotes_groups,
        Offering.promotes_until,
        or_(Series.for_customers, Offering.customer_id.is_not(None)),
        Offering.customer_id,
    )
    .join(Series, Series.id == Offering.series_id)
    .outerjoin(Seats, Seats.offering_id == Offering.id)
    .where(Offering.id == bindparam("offering_id"))
)


def facts(db: Connection, offering_id: UUID) -> Facts | None:
    """What is known of an offering now; None when there is none."""
    row = db.execute(FACTS, {"offering_id": offering_id}).one_or_none()
    return Facts(*tuple(row)) if row is not None else None


def facts_of_known(db: Connection, offering_id: UUID) -> Facts:
    """The same for an offering that something refers to, so that it is there."""
    return Facts(*tuple(db.execute(FACTS, {"offering_id": offering_id}).one()))
