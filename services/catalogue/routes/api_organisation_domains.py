"""API: the mail domains by which an organisation's people are recognised."""

from uuid import UUID

from flask_babel import gettext as _
from pydantic import BaseModel
from sqlalchemy import Connection

from services.catalogue.actions import organisation_changes
from services.catalogue.queries import organisation_lists, workspace_people
from shared.errors import NotThere
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.viewer import known_viewer

api = Api("organisation_domains")


class DomainsOut(BaseModel):
    """All mail domains of an organisation, by name."""

    items: list[str]


@api.reads(
    "/organisations/<uuid:organisation_id>/domains",
    Access.CONTACT,
    "An organisation's mail domains",
    Shape(answer=DomainsOut),
)
def list_domains(db: Connection, organisation_id: UUID) -> DomainsOut:
    """Whoever registers with an address in one of them is put down for the organisation."""
    return _all(db, organisation_id)


@api.writes(
    "PUT",
    "/organisations/<uuid:organisation_id>/domains/<domain>",
    Access.ADMINISTRATOR,
    "Let a mail domain be an organisation's",
    Shape(answer=DomainsOut),
)
def put_domain(db: Connection, organisation_id: UUID, domain: str) -> DomainsOut:
    """Refused where anybody gets an address, and while it is another organisation's. Again changes nothing."""
    organisation_changes.add_domain(db, known_viewer(), organisation_id, domain)
    return _all(db, organisation_id)


@api.writes(
    "DELETE",
    "/organisations/<uuid:organisation_id>/domains/<domain>",
    Access.ADMINISTRATOR,
    "Let a mail domain be an organisation's no more",
    Shape(answer=DomainsOut),
)
def delete_domain(db: Connection, organisation_id: UUID, domain: str) -> DomainsOut:
    """Whoever was put down for it stays so. Again changes nothing."""
    organisation_changes.remove_domain(db, known_viewer(), organisation_id, domain)
    return _all(db, organisation_id)


def _all(db: Connection, organisation_id: UUID) -> DomainsOut:
    if workspace_people.organisation(db, organisation_id) is None:
        raise NotThere("no_organisation", _("There is no such organisation."))
    return DomainsOut(items=organisation_lists.domains(db, [organisation_id])[organisation_id])
