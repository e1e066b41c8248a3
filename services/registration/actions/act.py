"""The row that stands for one act of registering."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, exists, insert, select

from services.registration.actions.order import Order
from shared.schema.base import new_id
from shared.schema.registration import Batch

_INSERT_BATCH = insert(Batch)
_IS_USED = select(exists().where(Batch.id == bindparam("batch_id")))


def write_act(db: Connection, order: Order, now: datetime) -> UUID:
    """Write the order's row; its id: the one asked for unless that is used up."""
    batch_id = order.batch_id
    if batch_id is None or db.scalar(_IS_USED, {"batch_id": batch_id}):
        batch_id = new_id()
    contact = order.contact
    db.execute(
        _INSERT_BATCH,
        {
            "id": batch_id,
            "offering_id": order.offering_id,
            "organisation_id": order.organisation_id,
            "contact_email": contact.email if contact else None,
            "contact_name": contact.name if contact else None,
            "contact_language": contact.language if contact else None,
            "if_full": order.if_full,
            "actor": order.actor,
            "created_at": now,
        },
    )
    return batch_id
