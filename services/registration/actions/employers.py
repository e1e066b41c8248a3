"""Whom the people of an order count to."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import Connection

from services.registration.actions.order import Order
from services.registration.queries import mail_domains

#: an organisation by normalised address
Employer = Callable[[str], UUID | None]


def employers(db: Connection, order: Order, keys: list[str]) -> Employer:
    """Whom each counts to: the order's organisation, or where it names none, the one that the address tells of."""
    if order.organisation_id is not None or not order.recognises:
        return lambda _key: order.organisation_id
    return mail_domains.organisations_by_address(db, keys).get
