"""Narrowing down what is listed: to a kind, a language, a way to take part, a region, free places, dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, and_, func, or_, select, true

from services.catalogue.queries.public_offerings import FOR_ALL
from services.catalogue.queries.rows import AnyRow
from services.catalogue.queries.series_order import PUBLISHED
from shared.rules.regions import WHOLE_COUNTRY, names_of
from shared.schema.catalogue import Offering, OfferingSession, Series, Session
from shared.schema.registration import Seats
from shared.schema.terms import SeriesTerm, Term

MOST_REGIONS = 100


@dataclass(frozen=True)
class Wish:
    """What a visitor wants; None: whatever it is."""

    kind: str | None = None
    language: str | None = None
    #: online or onsite; what is both fits either
    mode: str | None = None
    region: str | None = None
    #: keys of a theme and of a target group
    topic: str | None = None
    audience: str | None = None
    has_places: bool = False
    starts_from: datetime | None = None
    starts_before: datetime | None = None


@dataclass(frozen=True)
class Narrowing:
    """A wish at an instant, as conditions."""

    wish: Wish
    #: as a parameter it is told when the statement is run
    now: datetime | BindParameter[datetime]

    @cached_property
    def series(self) -> ColumnElement[bool]:
        """Fits series: one of its sessions is held so and then, one of its offerings is there and has places."""
        fits = [*self._of_series]
        if self._of_session:
            held = select(Session.id).where(
                Session.series_id == Series.id, Session.state == "scheduled", *self._of_session
            )
            fits.append(held.correlate(Series).exists())
        if self._of_offering:
            offered = _offerings().where(Offering.series_id == Series.id, *self._of_offering)
            fits.append(offered.correlate(Series).exists())
        return and_(true(), *fits)

    @cached_property
    def session(self) -> ColumnElement[bool]:
        """Fits sessions beside their series: held so and then, and covered by an offering that fits."""
        fits = [*self._of_series, *self._of_session]
        if self._of_offering:
            offered = _offerings().join(OfferingSession, OfferingSession.offering_id == Offering.id)
            offered = offered.where(OfferingSession.session_id == Session.id, *self._of_offering)
            fits.append(offered.correlate(Session).exists())
        return and_(true(), *fits)

    @property
    def _of_series(self) -> list[ColumnElement[bool]]:
        pairs = ((Series.kind, self.wish.kind), (Series.language, self.wish.language))
        terms = (("topic", self.wish.topic), ("audience", self.wish.audience))
        return [
            *(column == wanted for column, wanted in pairs if wanted is not None),
            *(_has_term(kind, key) for kind, key in terms if key is not None),
        ]

    @property
    def _of_session(self) -> list[ColumnElement[bool]]:
        wish = self.wish
        fits: list[ColumnElement[bool]] = []
        if wish.mode is not None:
            fits.append(Session.mode.in_((wish.mode, "hybrid")))
        if wish.starts_from is not None:
            fits.append(Session.starts_at >= wish.starts_from)
        if wish.starts_before is not None:
            fits.append(Session.starts_at < wish.starts_before)
        return fits

    @property
    def _of_offering(self) -> list[ColumnElement[bool]]:
        fits: list[ColumnElement[bool]] = []
        if self.wish.region is not None:
            # what is for the whole country, or for nobody in particular, is for people of each region
            for_them = (*names_of(self.wish.region), *names_of(WHOLE_COUNTRY), "")
            fits.append(or_(Offering.region.is_(None), Offering.region.in_(for_them)))
        if self.wish.has_places:
            fits.append(self._takes_people)
        return fits

    @property
    def _takes_people(self) -> ColumnElement[bool]:
        """As `shared.rules.window` and the places say, in SQL: there is a place now, not only on the waiting list."""
        covered = (
            select(Session.id)
            .join(OfferingSession, OfferingSession.session_id == Session.id)
            .where(OfferingSession.offering_id == Offering.id)
            .correlate(Offering)
        )
        standing = covered.where(Session.state == "scheduled")
        closes = and_(
            Offering.closes_at.is_(None), or_(~covered.exists(), standing.where(Session.ends_at > self.now).exists())
        )
        closes_later = and_(Offering.closes_at > self.now, or_(~covered.exists(), standing.exists()))
        taken = func.coalesce(Seats.taken, 0) + func.coalesce(Seats.held, 0)
        return and_(
            or_(Offering.opens_at.is_(None), Offering.opens_at <= self.now),
            or_(closes, closes_later),
            or_(Offering.capacity.is_(None), Offering.capacity > taken),
        )


def regions(db: Connection) -> Sequence[AnyRow]:
    """The regions that published series are offered in, each with how many series: region, series."""
    pairs = (
        select(Offering.region, Offering.series_id)
        .join(Series, Series.id == Offering.series_id)
        .where(PUBLISHED, FOR_ALL, Offering.region.is_not(None), Offering.region != "")
        .distinct()
        .subquery()
    )
    return db.execute(
        select(pairs.c.region, func.count().label("series"))
        .group_by(pairs.c.region)
        .order_by(pairs.c.region)
        .limit(MOST_REGIONS)
    ).all()


def _has_term(kind: str, key: str) -> ColumnElement[bool]:
    of_it = select(SeriesTerm.series_id).join(Term, Term.id == SeriesTerm.term_id)
    return Series.id.in_(of_it.where(Term.kind == kind, Term.key == key).correlate(None))


def _offerings() -> Select[tuple[object]]:
    return select(Offering.id).outerjoin(Seats, Seats.offering_id == Offering.id).where(FOR_ALL)  # type: ignore[return-value]
