"""What an offering requires of whoever registers, who has completed it, and for whom that is waived."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, bindparam, or_, select

from shared.database import among
from shared.schema.catalogue import Offering, Series
from shared.schema.completions import Award, RequirementWaiver
from shared.schema.paths import OfferingRequirement
from shared.schema.registration import Person, Registration

_has_page = or_(Series.state == "published", and_(Series.state == "archived", Series.published_at.is_not(None)))
_REQUIRED = (
    select(Series.id.label("series_id"), Series.slug, Series.title, Series.language, _has_page.label("has_page"))
    .join(OfferingRequirement, OfferingRequirement.series_id == Series.id)
    .where(OfferingRequirement.offering_id == bindparam("offering_id"))
    .order_by(Series.title, Series.id)
)
_COMPLETED = among.both(
    select(Person.email_key, Offering.series_id)
    .join(Registration, Registration.person_id == Person.id)
    .join(Award, Award.registration_id == Registration.id)
    .join(Offering, Offering.id == Registration.offering_id)
    .join(
        OfferingRequirement,
        and_(
            OfferingRequirement.series_id == Offering.series_id,
            OfferingRequirement.offering_id == bindparam("offering_id"),
        ),
    ),
    Person.email_key,
)
_WAIVED = among.both(
    select(RequirementWaiver.email_key).where(RequirementWaiver.offering_id == bindparam("offering_id")),
    RequirementWaiver.email_key,
)
_WAIVERS = (
    select(RequirementWaiver.email_key, RequirementWaiver.actor, RequirementWaiver.reason, RequirementWaiver.created_at)
    .where(RequirementWaiver.offering_id == bindparam("offering_id"))
    .order_by(RequirementWaiver.email_key)
)


@dataclass(frozen=True, slots=True)
class Required:
    """A series that has to be completed before."""

    series_id: UUID
    slug: str
    title: str
    language: str
    #: whether everybody may look at it
    has_page: bool


def required(db: Connection, offering_id: UUID) -> list[Required]:
    """What an offering requires, all of it."""
    return [Required(**row._asdict()) for row in db.execute(_REQUIRED, {"offering_id": offering_id})]


def unprepared(db: Connection, offering_id: UUID, keys: Sequence[str]) -> frozenset[str]:
    """The normalised addresses among these that have not completed all of it, and for whom it is not waived."""
    wanted = {one.series_id for one in required(db, offering_id)}
    completed: dict[str, set[UUID]] = {}
    here = {"offering_id": offering_id}
    for key, series_id in among.execute(db, _COMPLETED, keys, here):
        completed.setdefault(key, set()).add(series_id)
    waived = {row[0] for row in among.execute(db, _WAIVED, keys, here)}
    return frozenset(key for key in keys if key not in waived and not wanted <= completed.get(key, set()))


def waivers(db: Connection, offering_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """Whom the requirement is waived for: email_key, actor, reason, created_at."""
    return db.execute(_WAIVERS, {"offering_id": offering_id}).all()
