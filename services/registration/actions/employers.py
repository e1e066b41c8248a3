"""Whom the people of an order count to."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from services.registration.actions.order import Order
from services.registration.queries import mail_domains
from shared.schema.organisations import Organisation

#: an organisation by normalised address
Employer = Callable[[str], UUID | None]
_HEIR = select(Organisation.merged_into_id).where(Organisation.id == bindparam("organisation_id"))


def as_it_is_now(db: Connection, order: Order) -> Order:
    """The order for the organisation that took over, if the one it names was merged while it waited for its turn: the
    quota is that one's now."""
    named = order.organisation_id
    heir_id = db.scalar(_HEIR, {"organisation_id": named}) if named else None
    return replace(order, organisation_id=heir_id) if heir_id else order


def employers(db: Connection, order: Order, keys: list[str]) -> Employer:
    """Whom each counts to: the order's organisation, or where it names none, the one that the address tells of."""
    if order.organisation_id is not None or not order.recognises:
        return lambda _key: order.organisation_id
    return mail_domains.organisations_by_address(db, keys).get
