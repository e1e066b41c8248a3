"""API: how many places of an offering each organisation may take."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import Connection

from services.catalogue.actions import quotas as actions
from services.catalogue.queries import quotas
from services.catalogue.routes.api_fields import Input
from services.catalogue.routes.permission import offering_to_manage
from services.catalogue.routes.promotion import promote_after_commit
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.viewer import known_viewer

api = Api("quotas")


class QuotaIn(Input):
    """A quota to set."""

    places: Annotated[int, Field(strict=True, ge=0, le=actions.MOST, description="how many places at most")]


class QuotaOut(BaseModel):
    """An organisation's quota."""

    organisation_id: UUID
    name: str
    places: int
    #: more than ``places`` where the quota came later
    used: int


class QuotasOut(BaseModel):
    """All quotas of an offering, by the organisations' names."""

    items: list[QuotaOut]


@api.reads(
    "/offerings/<uuid:offering_id>/quotas",
    Access.ORGANISER,
    "How many places organisations may take",
    Shape(answer=QuotasOut),
)
def list_quotas(db: Connection, offering_id: UUID) -> QuotasOut:
    """Organisations that are not named may take any free place."""
    offering_to_manage(db, offering_id)
    return _all(db, offering_id)


@api.writes(
    "PUT",
    "/offerings/<uuid:offering_id>/quotas/<uuid:organisation_id>",
    Access.ORGANISER,
    "Set how many places an organisation may take",
    Shape(QuotaIn, None, QuotasOut),
)
def put_quota(db: Connection, offering_id: UUID, organisation_id: UUID, body: QuotaIn) -> QuotasOut:
    """Whoever has a place keeps it, also beyond. With more, waiting people are let in."""
    offering_to_manage(db, offering_id)
    actor = known_viewer().actor
    if actions.set_quota(db, actor, offering_id, organisation_id, body.places):
        promote_after_commit(db, offering_id, actor)
    return _all(db, offering_id)


@api.writes(
    "DELETE",
    "/offerings/<uuid:offering_id>/quotas/<uuid:organisation_id>",
    Access.ORGANISER,
    "Let an organisation take any free place",
    Shape(answer=QuotasOut),
)
def delete_quota(db: Connection, offering_id: UUID, organisation_id: UUID) -> QuotasOut:
    """Doing it again changes nothing."""
    offering_to_manage(db, offering_id)
    actor = known_viewer().actor
    if actions.remove_quota(db, actor, offering_id, organisation_id):
        promote_after_commit(db, offering_id, actor)
    return _all(db, offering_id)


def _all(db: Connection, offering_id: UUID) -> QuotasOut:
    rows = quotas.of_offering(db, offering_id)
    return QuotasOut(
        items=[QuotaOut(organisation_id=row.id, name=row.name, places=row.places, used=row.used) for row in rows]
    )
