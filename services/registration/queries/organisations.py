"""Organisations that people are registered for."""

from collections.abc import Set
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select

from shared.schema.organisations import Organisation

_NAMED = select(Organisation.name).where(Organisation.id == bindparam("organisation_id"))
_STANDING = select(Organisation.id, Organisation.name).where(Organisation.merged_into_id.is_(None))
_AMONG = _STANDING.where(Organisation.id.in_(bindparam("ids", expanding=True))).order_by(Organisation.name)
_ALL = _STANDING.order_by(Organisation.name).limit(500)


def is_there(db: Connection, organisation_id: UUID) -> bool:
    """Whether there is such an organisation."""
    return db.scalar(_NAMED, {"organisation_id": organisation_id}) is not None


def among(db: Connection, ids: Set[UUID] | None) -> list[Row[UUID, str]]:
    """These organisations by name; None: all."""
    if ids is None:
        return list(db.execute(_ALL))
    return list(db.execute(_AMONG, {"ids": list(ids)})) if ids else []
