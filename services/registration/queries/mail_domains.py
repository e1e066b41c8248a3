"""Where people work, by the domains of their addresses."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from services.registration.queries.waiting import COUNTS_TO
from services.registration.rules.mail_domains import domains_of
from shared.schema.organisations import Organisation, OrganisationDomain

_AT_ONCE = 500
_OWNERS = (
    select(OrganisationDomain.domain, COUNTS_TO)
    .join(Organisation, Organisation.id == OrganisationDomain.organisation_id)
    .where(OrganisationDomain.domain.in_(bindparam("domains", expanding=True)))
)


def organisations_by_address(db: Connection, keys: Iterable[str]) -> dict[str, UUID]:
    """The organisation that each normalised address belongs to, by the narrowest of its domains; others are left out.

    Colleagues share theirs, so that thousands of people are few domains.
    """
    domains = {key: domains_of(key) for key in keys}
    asked = sorted({domain for of_one in domains.values() for domain in of_one})
    owners: dict[str, UUID] = {}
    for start in range(0, len(asked), _AT_ONCE):
        rows = db.execute(_OWNERS, {"domains": asked[start : start + _AT_ONCE]})
        owners |= {row[0]: row[1] for row in rows}
    found = {key: next((owners[one] for one in of_one if one in owners), None) for key, of_one in domains.items()}
    return {key: owner for key, owner in found.items() if owner is not None}
