"""What one registers for, as a page shows it: the series, the offering, its sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select

from services.registration.queries import customers, offering, requirements
from services.registration.queries.offering import Facts
from services.registration.queries.requirements import Required
from shared.schema.catalogue import Offering, OfferingSession, Series, Session
from shared.schema.organisations import Organisation
from shared.schema.questions import Question

_HEAD = (
    select(
        Series.slug,
        Series.title,
        Series.language,
        Series.timezone,
        Series.retention_months,
        Series.entries_days_before,
        Organisation.name.label("organiser_name"),
        Organisation.colour.label("organiser_colour"),
        Organisation.logo.label("organiser_logo"),
        Offering.description,
        Offering.region,
        select(Question.id)
        .where(Question.offering_id == Offering.id, Question.removed_at.is_(None))
        .exists()
        .label("asks"),
        select(Question.id)
        .where(Question.offering_id == Offering.id, Question.removed_at.is_(None), Question.required)
        .exists()
        .label("needs_answers"),
    )
    .select_from(Offering)
    .join(Series, Series.id == Offering.series_id)
    .join(Organisation, Organisation.id == Series.organiser_id)
    .where(Offering.id == bindparam("offering_id"))
)
_SESSIONS = (
    select(
        Session.id,
        Session.title,
        Session.starts_at,
        Session.ends_at,
        Session.timezone,
        Session.mode,
        Session.venue,
        Session.join_url,
        Session.state,
    )
    .join(OfferingSession, OfferingSession.session_id == Session.id)
    .where(OfferingSession.offering_id == bindparam("offering_id"))
    .order_by(Session.starts_at, Session.id)
)


@dataclass(frozen=True, slots=True)
class Outline:
    """An offering with its series and sessions."""

    facts: Facts
    slug: str
    title: str
    language: str
    timezone: str
    #: personal data is erased so many months after the last session
    retention_months: int
    #: calendar entries come so many days before each session; None: all with the confirmation
    entries_days_before: int | None
    organiser_name: str
    organiser_colour: str | None
    organiser_logo: str | None
    description: str
    region: str | None
    #: whether it asks questions of its own
    asks: bool
    #: whether one of them has to be answered
    needs_answers: bool
    sessions: Sequence[Row[*tuple[Any, ...]]]
    #: series that have to be completed before
    required: Sequence[Required]
    #: the organisations whose staff it is for; none: it is for everybody
    customers: Sequence[str]


def outline(db: Connection, offering_id: UUID) -> Outline | None:
    """All of it; None when there is no such offering."""
    facts = offering.facts(db, offering_id)
    head = db.execute(_HEAD, {"offering_id": offering_id}).one_or_none()
    if facts is None or head is None:
        return None
    sessions = db.execute(_SESSIONS, {"offering_id": offering_id}).all()
    required = requirements.required(db, offering_id) if facts.has_requirements else []
    whose = [one.name for one in customers.customers(db, facts)] if facts.for_customers else []
    return Outline(facts=facts, sessions=sessions, required=required, customers=whose, **head._asdict())
