"""API: who organises in an organisation's name, as administrators name them."""

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection

from services.catalogue.actions import own_organisation
from services.catalogue.actions.own_organisation import NewMember
from services.catalogue.queries import workspace_people
from services.catalogue.routes.api_organisation_parts import ContactIn, MemberOut
from shared.errors import NotThere
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.viewer import known_viewer

api = Api("organisation_organisers")


@api.writes(
    "POST",
    "/organisations/<uuid:organisation_id>/organisers",
    Access.ADMINISTRATOR,
    "Name an organiser; once more changes nothing",
    Shape(body=ContactIn, answer=MemberOut, status=201),
)
def add_organiser(db: Connection, organisation_id: UUID, body: ContactIn) -> MemberOut:
    """A name that the account has already stays. They are listed among the organisation's contacts."""
    if workspace_people.organisation(db, organisation_id) is None:
        raise NotThere("no_organisation", _("There is no such organisation."))
    own_organisation.add_member(db, known_viewer(), organisation_id, NewMember(body.email, body.name, "organiser"))
    members = workspace_people.members(db, organisation_id)
    [row] = [one for one in members if (one.email, one.role) == (body.email, "organiser")]
    return MemberOut(**row._asdict())


@api.writes(
    "DELETE",
    "/organisations/<uuid:organisation_id>/organisers/<uuid:account_id>",
    Access.ADMINISTRATOR,
    "End an organiser's part; once more changes nothing",
    Shape(status=204),
)
def remove_organiser(db: Connection, organisation_id: UUID, account_id: UUID) -> None:
    """What they made stays the organisation's."""
    own_organisation.remove_member(db, known_viewer(), organisation_id, account_id, "organiser")
