"""What an organisation's people are registered for, and what they could be registered for now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, case, func, select

from shared.commissioned import may_register
from shared.schema.catalogue import Offering, OfferingSession, Series, Session
from shared.schema.organisations import Organisation

Rows = Sequence[Row[*tuple[Any, ...]]]

_NAME = select(Organisation.name).where(Organisation.id == bindparam("organisation_id"))

_is_on = Session.state == "scheduled"
_is_to_come = _is_on & (Session.ends_at > bindparam("now", type_=Session.ends_at.type))
_HEADS = (
    select(
        Offering.id,
        Offering.name,
        Offering.region,
        Offering.closes_at,
        Series.slug,
        Series.title,
        Series.language,
        Series.timezone,
        func.count(Session.id).label("sessions"),
        func.max(case((_is_on, Session.ends_at))).label("last_ends_at"),
        func.min(case((_is_to_come, Session.starts_at))).label("next_starts_at"),
    )
    .join(Series, Series.id == Offering.series_id)
    .outerjoin(OfferingSession, OfferingSession.offering_id == Offering.id)
    .outerjoin(Session, Session.id == OfferingSession.session_id)
    .where(Offering.id.in_(bindparam("ids", expanding=True)))
    .group_by(Offering.id, Series.id)
)
_OPEN = (
    select(Series.slug, Series.title, Series.language, Series.timezone, Offering.name, Offering.closes_at)
    .select_from(Offering)
    .join(Series, Series.id == Offering.series_id)
    .where(
        Series.state == "published",
        (Offering.opens_at.is_(None)) | (Offering.opens_at <= bindparam("now")),
        (Offering.closes_at.is_(None)) | (Offering.closes_at > bindparam("now")),
        select(Session.id)
        .join(OfferingSession, OfferingSession.session_id == Session.id)
        .where(OfferingSession.offering_id == Offering.id, _is_to_come)
        .exists(),
        may_register(bindparam("organisation_id")),
    )
    .order_by(Offering.closes_at.is_(None), Offering.closes_at, Series.title, Offering.name)
    .limit(100)
)
_MOST_SERIES = 20


@dataclass(frozen=True, slots=True)
class OpenSeries:
    """A series that one can register for now."""

    slug: str
    title: str
    language: str
    timezone: str
    #: each with its name and when it closes, the nearest first
    offerings: list[Any]


def name_of(db: Connection, organisation_id: UUID) -> str | None:
    """The organisation's name; None when there is none."""
    return db.scalar(_NAME, {"organisation_id": organisation_id})


def heads(db: Connection, offering_ids: Collection[UUID], now: datetime) -> Rows:
    """These offerings with their series, their deadline, and when they go on and end."""
    return db.execute(_HEADS, {"ids": list(offering_ids), "now": now}).all() if offering_ids else []


def open_series(db: Connection, organisation_id: UUID, now: datetime) -> list[OpenSeries]:
    """Series that the organisation's people can be registered for now, those first whose deadline is nearest."""
    found: dict[str, OpenSeries] = {}
    for row in db.execute(_OPEN, {"organisation_id": organisation_id, "now": now}):
        its = found.setdefault(row.slug, OpenSeries(row.slug, row.title, row.language, row.timezone, []))
        its.offerings.append(row)
    return list(found.values())[:_MOST_SERIES]
