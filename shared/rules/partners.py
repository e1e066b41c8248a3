"""What an organisation's organisers may do on a series, by what their organisation is in it."""

from collections.abc import Iterable
from enum import StrEnum

#: what a partner can be; the lead is whoever organises the series, so that there is exactly one
ROLES = ("part-implementer", "partner", "funder", "customer")
LEAD = "lead"
#: who commissioned it: only its staff gets into what is for customers alone
CUSTOMER = "customer"


class Right(StrEnum):
    """One thing that one may do on a series."""

    #: look at it, also while it is a draft, and at how many take part; nobody's name
    NUMBERS = "numbers"
    #: change its sessions: times, places, presenters, materials
    SESSIONS = "sessions"
    #: see who takes part, and the mails to them
    PEOPLE = "people"
    #: everything else: its texts, ways to register, partners, publishing
    MANAGE = "manage"


_RIGHTS = {
    LEAD: frozenset(Right),
    "part-implementer": frozenset({Right.NUMBERS, Right.SESSIONS, Right.PEOPLE}),
    "partner": frozenset({Right.NUMBERS}),
    "funder": frozenset({Right.NUMBERS}),
    "customer": frozenset({Right.NUMBERS}),
}


def rights_of(roles: Iterable[str]) -> frozenset[Right]:
    """All that one may do who is all of this."""
    return frozenset().union(*(_RIGHTS[role] for role in roles))


def roles_with(right: Right) -> tuple[str, ...]:
    """The partners' roles that hold a right, for SQL."""
    return tuple(role for role in ROLES if right in _RIGHTS[role])
