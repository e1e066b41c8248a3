"""An organisation's mail domains: an organisation's own, and nobody else's."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, delete, insert, select

from services.catalogue.actions.constraints import explained
from services.catalogue.rules import mail_domains
from shared.addresses import BadAddress, normalise_domain
from shared.errors import Conflict, Refusal
from shared.schema.organisations import OrganisationDomain

_FIELD = "domains"


def keep(db: Connection, organisation_id: UUID, written: Sequence[str]) -> bool:
    """Let the organisation have these domains and no others; whether that changed anything.

    Raises Refusal for what is no domain, is where anybody gets an address, or is too much; Conflict when another
    organisation has it. The caller writes the journal.
    """
    wanted = list(dict.fromkeys(map(_checked, filter(str.strip, written))))
    if len(wanted) > mail_domains.MOST:
        raise Refusal("too_many_domains", _("At most %(most)s domains.", most=mail_domains.MOST), _FIELD)
    rows = db.execute(
        select(OrganisationDomain.domain, OrganisationDomain.organisation_id).where(
            (OrganisationDomain.organisation_id == organisation_id) | OrganisationDomain.domain.in_(wanted)
        )
    ).all()
    for row in rows:
        if row.organisation_id != organisation_id:
            raise _taken(row.domain)
    before = {row.domain for row in rows}
    gone = before - set(wanted)
    new = [domain for domain in wanted if domain not in before]
    if gone:
        db.execute(delete(OrganisationDomain).where(OrganisationDomain.domain.in_(sorted(gone))))
    for domain in new:
        with explained(dict.fromkeys(_PRIMARY_KEY, partial(_taken, domain))):
            db.execute(insert(OrganisationDomain).values(domain=domain, organisation_id=organisation_id))
    return bool(gone or new)


#: as PostgreSQL calls it, and as the columns that SQLite names
_PRIMARY_KEY = ("pk_organisation_domains", "uq_organisation_domains_domain")


def _checked(written: str) -> str:
    try:
        domain = normalise_domain(written)
    except BadAddress:
        sentence = _("%(written)s is no mail domain. One looks like example.org.", written=written.strip()[:100])
        raise Refusal("bad_domain", sentence, _FIELD) from None
    if mail_domains.is_public(domain):
        sentence = _(
            "Anybody can have an address in %(domain)s, so it says nothing about where one works.", domain=domain
        )
        raise Refusal("public_domain", sentence, _FIELD)
    return domain


def _taken(domain: str) -> Conflict:
    return Conflict("domain_taken", _("Another organisation has %(domain)s already.", domain=domain), _FIELD)
