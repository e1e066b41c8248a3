"""One organisation goes into another: whatever belongs to it follows, its name is kept, and it stays as history."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row, delete, insert, null, select, update
from sqlalchemy.orm import InstrumentedAttribute, aliased

from services.catalogue.queries.held import hold_organisation
from shared import clock, journal
from shared.database import locks
from shared.errors import Conflict
from shared.rules.partners import CUSTOMER, ROLES, rights_of
from shared.schema.accounts import ApiKey, Membership
from shared.schema.base import new_id
from shared.schema.catalogue import Offering, OfferingQuota, Series, SeriesPartner
from shared.schema.handovers import SeriesHandover
from shared.schema.organisations import Organisation, OrganisationDomain, OrganisationName, Unit
from shared.schema.paths import Path
from shared.schema.profiles import PresenterProfile
from shared.schema.projects import Project, ProjectPartner

#: of these an organisation has as many as it likes
_BELONGING: tuple[InstrumentedAttribute[Any], ...] = (
    OrganisationDomain.organisation_id,
    OrganisationName.organisation_id,
    ApiKey.organisation_id,
    Series.organiser_id,
    Path.organiser_id,
    SeriesHandover.organisation_id,
    Project.organiser_id,
    PresenterProfile.begun_by_id,
    Offering.customer_id,
)
#: of these it has one of a kind: the survivor's own counts
_ONE_OF_A_KIND: tuple[tuple[type[Any], tuple[str, ...]], ...] = (
    (Unit, ("name",)),
    (Membership, ("account_id", "role")),
    (SeriesPartner, ("series_id",)),
    (OfferingQuota, ("offering_id",)),
    (ProjectPartner, ("project_id",)),
)


@dataclass(frozen=True, slots=True)
class Merger:
    """Which organisation goes into which."""

    gone_id: UUID
    into_id: UUID


def merge(db: Connection, actor: str, merger: Merger) -> None:
    """Merge them. Registration has the registrations follow. Raises NotThere, or Conflict where it makes no sense."""
    held = {one: hold_organisation(db, one) for one in sorted((merger.gone_id, merger.into_id))}
    gone, into = held[merger.gone_id], held[merger.into_id]
    if gone.id == into.id:
        raise Conflict("itself", _("An organisation can't be merged into itself."), "into")
    for column in _BELONGING:
        db.execute(update(column.class_).where(column == gone.id).values({column: into.id}))
    _hold_places(db, merger)
    _add_quotas(db, merger)
    _stay_customer(db, merger)
    for table, kind in _ONE_OF_A_KIND:
        _move_where_new(db, table, kind, merger)
    _end(db, gone, into)
    detail = {"organisation_id": str(gone.id), "into_id": str(into.id)}
    journal.append(db, "organisation.merged", actor, journal.Subject(subject_id=into.id, detail=detail))


def _hold_places(db: Connection, merger: Merger) -> None:
    """Wait for whoever is registering where either has a quota, or they would count the one's people beside the other's
    quota, and let in more than both may have. Whoever sets a quota holds the organisation before, so all are seen."""
    either = OfferingQuota.organisation_id.in_((merger.gone_id, merger.into_id))
    for offering_id in sorted(set(db.scalars(select(OfferingQuota.offering_id).where(either)))):
        locks.hold(db, "offering", offering_id)


def _add_quotas(db: Connection, merger: Merger) -> None:
    """Where both may take so many places of an offering, the one they become may take as many as both."""
    theirs = aliased(OfferingQuota)
    more = (
        select(theirs.places)
        .where(theirs.offering_id == OfferingQuota.offering_id, theirs.organisation_id == merger.gone_id)
        .scalar_subquery()
    )
    db.execute(
        update(OfferingQuota)
        .where(OfferingQuota.organisation_id == merger.into_id, more.is_not(None))
        .values(places=OfferingQuota.places + more)
    )


def _stay_customer(db: Connection, merger: Merger) -> None:
    """Where the one is a customer and the other may do as much without being one, they are a customer from now on:
    nobody's staff finds training closed that it commissioned."""
    commissioned = aliased(SeriesPartner)
    theirs = select(commissioned.series_id).where(
        commissioned.organisation_id == merger.gone_id, commissioned.role == CUSTOMER
    )
    equals = [role for role in ROLES if rights_of([role]) == rights_of([CUSTOMER])]
    db.execute(
        update(SeriesPartner)
        .where(
            SeriesPartner.organisation_id == merger.into_id,
            SeriesPartner.role.in_(equals),
            SeriesPartner.series_id.in_(theirs),
        )
        .values(role=CUSTOMER)
    )


def _move_where_new(db: Connection, table: type[Any], kind: tuple[str, ...], merger: Merger) -> None:
    own = aliased(table)
    is_there = (
        select(own.organisation_id)
        .where(own.organisation_id == merger.into_id, *(getattr(own, name) == getattr(table, name) for name in kind))
        .exists()
    )
    of_gone = table.organisation_id == merger.gone_id
    db.execute(update(table).where(of_gone, ~is_there).values(organisation_id=merger.into_id))
    db.execute(delete(table).where(of_gone))


def _end(db: Connection, gone: Row[Any], into: Row[Any]) -> None:
    """It keeps its row and its name; its Y-tunnus goes to a survivor that has none."""
    name = {"id": new_id(), "organisation_id": into.id, "name": gone.name, "until": clock.now()}
    if gone.name != into.name:
        db.execute(insert(OrganisationName).values(name))
    # those merged into it before follow too, so that one look finds who has taken over
    merged = (Organisation.id == gone.id) | (Organisation.merged_into_id == gone.id)
    db.execute(update(Organisation).where(merged).values(merged_into_id=into.id))
    if gone.business_id and not into.business_id:
        db.execute(update(Organisation).where(Organisation.id == gone.id).values(business_id=null()))
        db.execute(update(Organisation).where(Organisation.id == into.id).values(business_id=gone.business_id))
