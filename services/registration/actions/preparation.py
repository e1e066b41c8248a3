"""Letting nobody in who has to complete an earlier series first."""

from collections.abc import Sequence

from sqlalchemy import Connection

from services.registration.actions.order import Applicant, Order
from services.registration.queries import requirements
from services.registration.queries.offering import Facts
from services.registration.rules.preparation import UNPREPARED
from services.registration.words import unprepared_sentence
from shared.errors import Conflict


def unprepared(db: Connection, facts: Facts, order: Order, keys: Sequence[str]) -> frozenset[str]:
    """Those of the order's addresses that are to be put down as rejected; ``keys`` are not registered here yet.

    Raises Conflict when they are not to be put down, but the order to be mended.
    """
    if not facts.has_requirements:
        return frozenset()
    if order.refuses_unprepared or order.if_full == "all-or-nothing":
        require_prepared(db, facts, [person for person in order.people if person.key in keys])
        return frozenset()
    return requirements.unprepared(db, facts.id, list(dict.fromkeys(keys)))


def require_prepared(db: Connection, facts: Facts, people: Sequence[Applicant]) -> None:
    """Raise Conflict when one of these has to complete something first, and nobody has waived that."""
    if not facts.has_requirements:
        return
    found = requirements.unprepared(db, facts.id, list(dict.fromkeys(person.key for person in people)))
    if found:
        titles = [one.title for one in requirements.required(db, facts.id)]
        names = list(dict.fromkeys(person.name for person in people if person.key in found))
        raise Conflict(UNPREPARED, unprepared_sentence(names if len(people) > 1 else [], titles), "email")
