"""Changing some of what is known about an organisation: what isn't named stays as it is. Rights are checked here."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypedDict
from uuid import UUID

from sqlalchemy import Connection

from services.catalogue.actions import mail_domains
from services.catalogue.actions.organisations import NewOrganisation, checked_business_id
from services.catalogue.actions.own_organisation import (
    change_organisation,
    require_belonging,
    require_naming_domains,
)
from services.catalogue.queries import organisation_lists
from services.catalogue.queries.held import hold_organisation
from shared import journal
from shared.addresses import BadAddress, normalise_domain
from shared.web.viewer import Viewer


class OrganisationChanges(TypedDict, total=False):
    """What may be changed."""

    name: str
    business_id: str | None
    website: str | None
    #: all of its mail domains as written
    domains: Sequence[str]


def change_some(db: Connection, viewer: Viewer, organisation_id: UUID, changes: OrganisationChanges) -> None:
    """Change these; nothing is written when it is all so already. Raises what ``change_organisation`` raises."""
    before = _held(db, viewer, organisation_id)
    after = replace(before, **changes)
    after = replace(after, business_id=checked_business_id(after.business_id))
    if after != before:
        change_organisation(db, viewer, organisation_id, after)


def add_domain(db: Connection, viewer: Viewer, organisation_id: UUID, written: str) -> None:
    """Let one more mail domain be the organisation's; once more changes nothing."""
    require_naming_domains(viewer)
    _held(db, viewer, organisation_id)
    _keep(db, viewer, organisation_id, [*_domains(db, organisation_id), written])


def remove_domain(db: Connection, viewer: Viewer, organisation_id: UUID, written: str) -> None:
    """Let a mail domain be the organisation's no more; once more changes nothing."""
    require_naming_domains(viewer)
    _held(db, viewer, organisation_id)
    try:
        gone = normalise_domain(written)
    except BadAddress:
        return
    _keep(db, viewer, organisation_id, [one for one in _domains(db, organisation_id) if one != gone])


def _held(db: Connection, viewer: Viewer, organisation_id: UUID) -> NewOrganisation:
    """What it is now, which nobody else changes until the transaction ends. Its domains are left aside."""
    require_belonging(viewer, organisation_id)
    viewer.require_organiser(organisation_id)
    row = hold_organisation(db, organisation_id)
    return NewOrganisation(row.name, row.business_id, row.website)


def _domains(db: Connection, organisation_id: UUID) -> list[str]:
    return organisation_lists.domains(db, [organisation_id])[organisation_id]


def _keep(db: Connection, viewer: Viewer, organisation_id: UUID, wanted: Sequence[str]) -> None:
    if mail_domains.keep(db, organisation_id, wanted):
        subject = journal.Subject(subject_id=organisation_id, detail={"organisation_id": str(organisation_id)})
        journal.append(db, "organisation.changed", viewer.actor, subject)
