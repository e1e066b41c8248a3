"""Deadlines that a session would come before: allowed, but people could then register for what has begun."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, bindparam, select

from services.catalogue.rules.offerings import CoveredSession, is_overtaken
from shared.schema.catalogue import Offering, OfferingSession, Series, Session
from shared.web.dates import deadline
from shared.web.i18n import current_language

_COVERING = select(OfferingSession.offering_id).where(OfferingSession.session_id == bindparam("session_id"))
_OFFERINGS = (
    select(
        Offering.id,
        Offering.name,
        Offering.closes_at,
        Series.timezone,
        Session.id.label("session_id"),
        Session.ends_at,
        Session.state,
    )
    .join(Series, Series.id == Offering.series_id)
    .join(OfferingSession, OfferingSession.offering_id == Offering.id)
    .join(Session, Session.id == OfferingSession.session_id)
    .where(Offering.id.in_(_COVERING), Offering.closes_at.is_not(None))
    .order_by(Offering.id)
)


@dataclass(frozen=True, slots=True)
class Overtaken:
    """An offering whose registration would still be open when the session begins."""

    offering_id: UUID
    sentence: str


def overtaken(
    db: Connection, session_id: UUID, starts_at: datetime, ends_at: datetime, was_at: datetime | None = None
) -> list[Overtaken]:
    """The offerings whose deadline a session held at these times comes before; ``was_at``: when it began until now."""
    found: dict[UUID, tuple[str, datetime, str]] = {}
    covered: dict[UUID, list[CoveredSession]] = {}
    for row in db.execute(_OFFERINGS, {"session_id": session_id}):
        found[row.id] = row.name, row.closes_at, row.timezone
        end = ends_at if row.session_id == session_id else row.ends_at
        covered.setdefault(row.id, []).append(CoveredSession(end, row.state == "cancelled"))
    return [
        Overtaken(one, _sentence(name, closes_at, zone))
        for one, (name, closes_at, zone) in found.items()
        if is_overtaken(closes_at, covered[one], starts_at, was_at)
    ]


def _sentence(name: str, closes_at: datetime, zone: str) -> str:
    return _(
        "Registration for “%(name)s” closes on %(deadline)s, only after the session has begun.",
        name=name,
        deadline=deadline(closes_at, zone, current_language()),
    )
