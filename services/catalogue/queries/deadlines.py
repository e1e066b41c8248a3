"""Deadlines that a session would come before: allowed, but people could then register for what has begun."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, bindparam, select

from services.catalogue.queries.rows import AnyRow
from services.catalogue.rules.offerings import CoveredSession, closes_after_last_session, is_overtaken
from shared.schema.catalogue import Offering, OfferingSession, Series, Session
from shared.web.dates import deadline
from shared.web.i18n import current_language

_COVERING = select(OfferingSession.offering_id).where(
    OfferingSession.session_id.in_(bindparam("session_ids", expanding=True))
)
_WITH_SESSIONS = (
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
    .where(Offering.closes_at.is_not(None))
    .order_by(Offering.id)
)
_OFFERINGS = _WITH_SESSIONS.where(Offering.id.in_(_COVERING))
_OF_SERIES = _WITH_SESSIONS.where(Offering.series_id == bindparam("series_id"))


@dataclass(frozen=True, slots=True)
class Overtaken:
    """An offering whose registration would still be open when the session begins."""

    offering_id: UUID
    sentence: str


@dataclass(frozen=True, slots=True)
class Held:
    """When a session would be held; ``was_at``: when it began until now."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    was_at: datetime | None = None


def overtaken(
    db: Connection, session_id: UUID, starts_at: datetime, ends_at: datetime, was_at: datetime | None = None
) -> list[Overtaken]:
    """The offerings whose deadline a session held at these times comes before; ``was_at``: when it began until now."""
    return overtaken_by(db, [Held(session_id, starts_at, ends_at, was_at)])[session_id]


def overtaken_by(db: Connection, together: Sequence[Held]) -> dict[UUID, list[Overtaken]]:
    """The same by session, of sessions that change together. One statement."""
    held = {one.id: one for one in together}
    found: dict[UUID, list[Overtaken]] = {session_id: [] for session_id in held}
    rows = db.execute(_OFFERINGS, {"session_ids": list(held)}).all()
    for some, covered in _with_sessions(rows, {one.id: one.ends_at for one in together}):
        closes_at = some[0].closes_at
        said = Overtaken(some[0].id, _sentence(some[0].name, closes_at, some[0].timezone))
        for one in (held[row.session_id] for row in some if row.session_id in held):
            if is_overtaken(closes_at, covered, one.starts_at, one.was_at):
                found[one.id].append(said)
    return found


def of_series(db: Connection, series_id: UUID) -> list[Overtaken]:
    """The offerings of a series whose registration closes only when all that they cover has been held."""
    return [
        Overtaken(one.id, _("Registration for “%(name)s” closes only after its last session has ended.", name=one.name))
        for (one, *_others), covered in _with_sessions(db.execute(_OF_SERIES, {"series_id": series_id}).all(), {})
        if closes_after_last_session(one.closes_at, covered)
    ]


def _with_sessions(
    rows: Sequence[AnyRow], moved: Mapping[UUID, datetime]
) -> Iterator[tuple[list[AnyRow], list[CoveredSession]]]:
    """Each offering, a row for each session it covers, and those; ``moved``: when some of them would end."""
    for _id, of_one in groupby(rows, key=lambda row: row.id):
        some = list(of_one)
        ends = ((row, moved.get(row.session_id, row.ends_at)) for row in some)
        yield some, [CoveredSession(end, row.state == "cancelled") for row, end in ends]


def _sentence(name: str, closes_at: datetime, zone: str) -> str:
    return _(
        "Registration for “%(name)s” closes on %(deadline)s, only after the session has begun.",
        name=name,
        deadline=deadline(closes_at, zone, current_language()),
    )
