"""Small groups of an offering, and who is in which."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from shared.schema.registration import Registration
from shared.schema.small_groups import SmallGroup, SmallGroupMember


def of_offering(db: Connection, offering_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """Its groups in the order in which they were made."""
    wanted = select(SmallGroup.__table__).where(SmallGroup.offering_id == offering_id)
    return db.execute(wanted.order_by(SmallGroup.id)).all()


def members(db: Connection, offering_id: UUID) -> dict[UUID, UUID]:
    """By registration the group; of those who have a place."""
    wanted = (
        select(SmallGroupMember.registration_id, SmallGroupMember.group_id)
        .join(SmallGroup, SmallGroup.id == SmallGroupMember.group_id)
        .join(Registration, Registration.id == SmallGroupMember.registration_id)
        .where(SmallGroup.offering_id == offering_id, Registration.state == "confirmed")
    )
    return {row.registration_id: row.group_id for row in db.execute(wanted)}


def names(db: Connection, offering_id: UUID, registration_ids: Collection[UUID]) -> dict[UUID, str]:
    """By registration the name of its group; of those who are in one."""
    called = {group.id: group.name for group in of_offering(db, offering_id)}
    wanted = set(registration_ids)
    return {one: called[group] for one, group in members(db, offering_id).items() if one in wanted}


def of_registration(db: Connection, registration_id: UUID) -> Row[*tuple[Any, ...]] | None:
    """The group of somebody with a place: name and place."""
    return db.execute(
        select(SmallGroup.name, SmallGroup.place)
        .join(SmallGroupMember, SmallGroupMember.group_id == SmallGroup.id)
        .join(Registration, Registration.id == SmallGroupMember.registration_id)
        .where(Registration.id == registration_id, Registration.state == "confirmed")
    ).one_or_none()
