"""Staff lists that are being looked over, and what would become of their people now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select

from services.registration.queries import (
    customers,
    limits,
    mail_domains,
    offering,
    organisation_people,
    people,
    requirements,
)
from services.registration.queries.offering import Facts
from services.registration.rules.batch import Places
from services.registration.rules.roster import Roster
from services.registration.rules.staff_verdicts import Choice, Judged, judge
from shared import clock
from shared.addresses import normal_forms
from shared.schema.catalogue import Offering, Series
from shared.schema.organisations import Organisation, Unit
from shared.schema.registration import Person, Registration, StaffList

_ONE = (
    select(
        StaffList.id,
        StaffList.series_id,
        StaffList.organisation_id,
        StaffList.offering_ids,
        StaffList.roster,
        StaffList.batches,
        StaffList.created_at,
        Series.slug,
        Series.title,
        Series.language,
        Series.organiser_id,
        Organisation.name.label("organisation_name"),
    )
    .join(Series, Series.id == StaffList.series_id)
    .outerjoin(Organisation, Organisation.id == StaffList.organisation_id)
    .where(StaffList.id == bindparam("list_id"), StaffList.actor == bindparam("actor"))
)
_SERIES = select(
    Series.id,
    Series.slug,
    Series.title,
    Series.language,
    Series.state,
    Series.organiser_id,
    Series.published_at,
    Series.retention_months,
).where(Series.slug == bindparam("slug"))
_OFFERINGS = select(Offering.id).where(Offering.series_id == bindparam("series_id")).order_by(Offering.id)
_UNITS = select(Unit.name).where(Unit.organisation_id == bindparam("organisation_id")).order_by(Unit.name)
_MADE = (
    select(
        Registration.offering_id,
        Registration.state,
        Registration.reason,
        Registration.unit,
        Person.name,
        Person.email,
    )
    .join(Person, Person.id == Registration.person_id)
    .where(Registration.batch_id.in_(bindparam("batch_ids", expanding=True)))
    .order_by(Registration.id)
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A list as it is kept."""

    id: UUID
    series_id: UUID
    organisation_id: UUID | None
    offering_ids: list[str]
    roster: Roster
    batches: dict[str, Any] | None
    created_at: datetime
    slug: str
    title: str
    language: str
    organiser_id: UUID
    organisation_name: str | None

    @property
    def offerings(self) -> list[UUID]:
        """The chosen ones, in the order that locks are taken in."""
        return sorted(UUID(one) for one in self.offering_ids)

    @property
    def is_sent(self) -> bool:
        """Whether people of it were registered."""
        return self.batches is not None


@dataclass(frozen=True, slots=True)
class Preview:
    """What would become of a list's people if it were confirmed now."""

    choices: list[Facts]
    units: list[str]
    judged: Judged


def one(db: Connection, list_id: UUID, actor: str) -> Draft | None:
    """The list, for who gave it; None when there is no such list, or it is another's."""
    row = db.execute(_ONE, {"list_id": list_id, "actor": actor}).mappings().one_or_none()
    return Draft(**{**row, "roster": _roster(row["roster"])}) if row is not None else None


def _roster(columns: dict[str, Any]) -> Roster:
    """A list's people, out of the column that holds them."""
    return Roster(**{**columns, "kept": frozenset(columns["kept"])})


def series(db: Connection, slug: str) -> Row[*tuple[Any, ...]] | None:
    """The series of an address; None when there is none."""
    return db.execute(_SERIES, {"slug": slug}).one_or_none()


def offerings(db: Connection, series_id: UUID) -> list[UUID]:
    """The series' offerings, the oldest first."""
    return list(db.scalars(_OFFERINGS, {"series_id": series_id}))


def preview(db: Connection, draft: Draft, *, is_approved: bool = False) -> Preview:
    """How everything stands at this moment; ``is_approved``: a yes of the organiser is not needed."""
    addresses = normal_forms(draft.roster.emails)
    keys = [key for key in dict.fromkeys(addresses) if key is not None]
    choices = [facts for one in draft.offerings if (facts := offering.facts(db, one)) is not None]
    organisation_of = _counted_to(db, draft, keys if any(facts.is_limited for facts in choices) else [])
    now = clock.now()
    stands = [
        _choice(db, facts, limits.places(db, facts, organisation_of, now, is_approved=is_approved), keys)
        for facts in choices
    ]
    if not is_approved:
        stands = [_told_whom_it_is_for(db, draft, *both, keys) for both in zip(choices, stands, strict=True)]
    units = units_of(db, draft.organisation_id)
    return Preview(choices, units, judge(draft.roster, addresses, _settled_units(db, draft, units), stands))


def _settled_units(db: Connection, draft: Draft, units: list[str]) -> set[str]:
    """The organisation's units, and those that it has registered people with: what was kept once is not asked again."""
    known = {unit.casefold() for unit in units}
    if not known or draft.organisation_id is None or known.issuperset(map(str.casefold, set(draft.roster.units))):
        return known
    return known | {unit.casefold() for unit in organisation_people.units(db, draft.organisation_id)}


def _choice(db: Connection, facts: Facts, places: Places, keys: list[str]) -> Choice:
    standing = people.standing(db, facts, keys)
    if not facts.has_requirements:
        return Choice(places, standing)
    newcomers = [key for key in keys if key not in standing]
    return Choice(places, standing, requirements.unprepared(db, facts.id, newcomers))


def _told_whom_it_is_for(db: Connection, draft: Draft, facts: Facts, choice: Choice, keys: list[str]) -> Choice:
    if not facts.for_customers:
        return choice
    newcomers = [key for key in keys if key not in choice.standing]
    return replace(choice, outside=customers.outsiders(db, facts, draft.organisation_id, newcomers))


def _counted_to(db: Connection, draft: Draft, keys: list[str]) -> Callable[[str], UUID | None]:
    if draft.organisation_id is not None:
        return lambda _key: draft.organisation_id
    return mail_domains.organisations_by_address(db, keys).get


def units_of(db: Connection, organisation_id: UUID | None) -> list[str]:
    """The names of an organisation's units."""
    return list(db.scalars(_UNITS, {"organisation_id": organisation_id})) if organisation_id else []


def made(db: Connection, batch_ids: Sequence[UUID]) -> Sequence[Row[*tuple[Any, ...]]]:
    """The registrations of some acts, as they are now."""
    return db.execute(_MADE, {"batch_ids": list(batch_ids)}).all() if batch_ids else []
