"""API: the partners of a series."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import Connection

from services.catalogue.actions import partners as actions
from services.catalogue.actions.own_organisation import belongs
from services.catalogue.queries import partners, public_series
from services.catalogue.routes.api_fields import Input
from services.catalogue.routes.permission import series_to_manage, visible_series
from shared.rules.partners import Right, rights_of
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.rights import may
from shared.web.viewer import known_viewer

api = Api("partners")

Role = Annotated[
    Literal["part-implementer", "partner", "funder", "customer"],
    Field(description="what its organisers may then do stands in `rights`"),
]


class PartnerIn(Input):
    """A partner to set."""

    role: Role


class PartnerOut(BaseModel):
    """An organisation that takes part in a series, and what its organisers may do there."""

    organisation_id: UUID
    name: str
    role: Role
    rights: list[Right]


class PartnersOut(BaseModel):
    """All partners of a series, by their names; the lead is its organiser."""

    items: list[PartnerOut]


@api.reads("/series/<slug>/partners", Access.PUBLIC, "The partners of a series", Shape(answer=PartnersOut))
def list_partners(db: Connection, slug: str) -> PartnersOut:
    """As its page shows them."""
    return _all(db, visible_series(db, slug).id)


@api.writes(
    "PUT",
    "/series/<slug>/partners/<uuid:organisation_id>",
    Access.ORGANISER,
    "Make an organisation a partner, or give it another role",
    Shape(PartnerIn, None, PartnersOut),
)
def put_partner(db: Connection, slug: str, organisation_id: UUID, body: PartnerIn) -> PartnersOut:
    """Doing it again changes nothing."""
    series = series_to_manage(db, slug)
    actions.set_partner(db, known_viewer().actor, series.id, organisation_id, body.role)
    return _all(db, series.id)


@api.writes(
    "DELETE",
    "/series/<slug>/partners/<uuid:organisation_id>",
    Access.CONTACT,
    "Let an organisation be a partner no longer",
    Shape(answer=PartnersOut),
)
def delete_partner(db: Connection, slug: str, organisation_id: UUID) -> PartnersOut:
    """Those who act for the partner may say so too; the series' organisers are then told. Again changes nothing."""
    asker = known_viewer()
    named = partners.partnership(db, slug, organisation_id)
    if named is not None and belongs(asker, organisation_id) and not may(db, asker, Right.MANAGE, named):
        actions.leave_series(db, asker.actor, named.id, organisation_id)
        return _all(db, named.id) if named.state == "published" else PartnersOut(items=[])
    series = series_to_manage(db, slug)
    actions.remove_partner(db, asker.actor, series.id, organisation_id)
    return _all(db, series.id)


def _all(db: Connection, series_id: UUID) -> PartnersOut:
    return PartnersOut(
        items=[
            PartnerOut(organisation_id=row.id, name=row.name, role=row.role, rights=sorted(rights_of([row.role])))
            for row in public_series.partners(db, series_id)
        ]
    )
