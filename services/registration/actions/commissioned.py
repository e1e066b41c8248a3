"""Letting nobody into commissioned training but its customers' staff, whichever way they come.

Whose staff somebody is follows from who registers them, a customer's contact, or from the mail domain of their address.
The organiser may register anybody: that is a decision of its own, which the journal names. Under the offering's lock,
as partners and the series' own word change under it too.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from services.registration.actions.order import Order
from services.registration.queries import customers
from services.registration.queries.offering import Facts
from services.registration.words import outsiders_sentence
from shared.errors import Conflict

OUTSIDER = "customers_only"


def require_customers(db: Connection, facts: Facts, order: Order, keys: Sequence[str]) -> None:
    """Raise Conflict when one of these addresses, which are not registered here yet, is nobody's of the customers'."""
    if not facts.for_customers or order.is_approved or not keys:
        return
    outside = customers.outsiders(db, facts, order.organisation_id, keys)
    if outside:
        theirs = customers.customers(db, facts)
        names = list(dict.fromkeys(person.name for person in order.people if person.key in outside))
        is_alone = len(order.people) == 1
        sentence = outsiders_sentence([] if is_alone else names, [one.name for one in theirs])
        raise Conflict(OUTSIDER, sentence, "email")
