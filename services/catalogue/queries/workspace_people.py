"""Organisations, who may do what in them, and the keys of programs, as administrators see them."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Connection, func, select, true

from services.catalogue.queries.rows import AnyRow
from shared.schema.accounts import Account, ApiKey, Membership
from shared.schema.catalogue import Series
from shared.schema.organisations import Organisation, OrganisationName, Unit


def organisations(db: Connection) -> Sequence[AnyRow]:
    """Every organisation with how many series it organises and how many people belong to it: one statement."""
    series = select(func.count()).select_from(Series).where(Series.organiser_id == Organisation.id)
    people = select(func.count(func.distinct(Membership.account_id))).where(
        Membership.organisation_id == Organisation.id
    )
    return db.execute(
        select(
            Organisation.id,
            Organisation.name,
            Organisation.business_id,
            series.scalar_subquery().label("series"),
            people.scalar_subquery().label("people"),
        )
        .where(Organisation.merged_into_id.is_(None))
        .order_by(Organisation.name, Organisation.id)
    ).all()


def organisation(db: Connection, organisation_id: UUID) -> AnyRow | None:
    """One organisation."""
    return db.execute(select(Organisation.__table__).where(Organisation.id == organisation_id)).one_or_none()


def members(db: Connection, organisation_id: UUID) -> Sequence[AnyRow]:
    """Who may do what: account_id, email, name, role."""
    return db.execute(
        select(Account.id.label("account_id"), Account.email, Account.name, Membership.role)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.organisation_id == organisation_id)
        .order_by(Membership.role.desc(), Account.name, Account.email)
    ).all()


def units(db: Connection, organisation_id: UUID) -> Sequence[AnyRow]:
    """Its units: id, name, profile."""
    return db.execute(
        select(Unit.id, Unit.name, Unit.profile).where(Unit.organisation_id == organisation_id).order_by(Unit.name)
    ).all()


def unit(db: Connection, unit_id: UUID) -> AnyRow | None:
    """One unit with its organisation: id, name, profile, organisation_id, organisation."""
    return db.execute(
        select(Unit.id, Unit.name, Unit.profile, Unit.organisation_id, Organisation.name.label("organisation"))
        .join(Organisation, Organisation.id == Unit.organisation_id)
        .where(Unit.id == unit_id)
    ).one_or_none()


def former_names(db: Connection, organisation_id: UUID) -> Sequence[AnyRow]:
    """The names it had, the last one first: name, until."""
    return db.execute(
        select(OrganisationName.name, OrganisationName.until)
        .where(OrganisationName.organisation_id == organisation_id)
        .order_by(OrganisationName.until.desc(), OrganisationName.id.desc())
    ).all()


def choosable(db: Connection, ids: Collection[UUID] | None) -> Sequence[AnyRow]:
    """Organisations to choose from, id and name; None is every one."""
    fits = true() if ids is None else Organisation.id.in_(ids)
    return db.execute(
        select(Organisation.id, Organisation.name)
        .where(fits, Organisation.merged_into_id.is_(None))
        .order_by(Organisation.name, Organisation.id)
    ).all()


def api_keys(db: Connection) -> Sequence[AnyRow]:
    """Every key, those that work first: id, name, role, organisation's name, created_at, revoked_at."""
    return db.execute(
        select(
            ApiKey.id,
            ApiKey.name,
            ApiKey.role,
            ApiKey.created_at,
            ApiKey.revoked_at,
            Organisation.name.label("organisation"),
        )
        .outerjoin(Organisation, Organisation.id == ApiKey.organisation_id)
        .order_by(ApiKey.revoked_at.is_not(None), ApiKey.created_at.desc())
    ).all()
