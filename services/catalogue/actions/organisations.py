"""Organisations come into being."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, insert, select

from services.catalogue.actions import mail_domains
from services.catalogue.actions.constraints import explained
from services.catalogue.queries.held import require_unmerged
from services.catalogue.rules import business_ids
from shared import clock, journal
from shared.errors import Conflict, Refusal
from shared.schema.base import new_id
from shared.schema.organisations import Organisation


@dataclass(frozen=True)
class NewOrganisation:
    """An organisation as asked for."""

    name: str
    business_id: str | None = None
    website: str | None = None
    #: mail domains as written; null: stay as they are
    domains: Sequence[str] | None = None


def create_organisation(db: Connection, actor: str, new: NewOrganisation) -> UUID:
    """Add an organisation. Raises Refusal for a wrong Y-tunnus, Conflict when another organisation has it, and what
    ``mail_domains.keep`` raises."""
    organisation_id = new_id()
    with explained({"uq_organisations_business_id": id_taken}):
        db.execute(
            insert(Organisation).values(
                id=organisation_id,
                name=new.name,
                business_id=checked_business_id(new.business_id),
                website=new.website,
                created_at=clock.now(),
            )
        )
    if new.domains is not None:
        mail_domains.keep(db, organisation_id, new.domains)
    journal.append(db, "organisation.added", actor, journal.Subject(subject_id=organisation_id))
    return organisation_id


def require_organisation(db: Connection, organisation_id: UUID, field: str) -> None:
    """Raise Refusal naming ``field`` when there is no such organisation, Conflict when it was merged."""
    wanted = select(Organisation.name, Organisation.merged_into_id).where(Organisation.id == organisation_id)
    row = db.execute(wanted).one_or_none()
    if row is None:
        raise Refusal("no_organisation", _("There is no such organisation."), field)
    require_unmerged(row.name, row.merged_into_id, field)


def checked_business_id(written: str | None) -> str | None:
    """The Y-tunnus in its normal form; None when none is given. Raises Refusal for a wrong one."""
    if not written:
        return None
    try:
        return business_ids.normalise(written)
    except business_ids.BadBusinessId:
        raise Refusal(
            "bad_business_id",
            _("A Y-tunnus has seven digits, a hyphen and a check digit, such as 2077474-0."),
            "business_id",
        ) from None


def id_taken() -> Conflict:
    """That another organisation has this Y-tunnus."""
    return Conflict(
        "business_id_taken", _("An organisation with this Y-tunnus is here already. Use that one."), "business_id"
    )
