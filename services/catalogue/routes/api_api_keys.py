"""API: keys for programs."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Connection

from services.catalogue.actions.api_keys import NewKey, create_api_key, revoke_api_key
from services.catalogue.routes.api_fields import Input, Name
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.viewer import known_viewer

api = Api("api_keys")

Role = Literal["administrator", "organiser", "contact"]


class ApiKeyIn(Input):
    """A key to make; without an organisation its role holds in every one."""

    name: Name
    role: Role
    organisation_id: UUID | None = None


class ApiKeyOut(BaseModel):
    """A key, shown this once."""

    id: UUID
    name: str
    role: Role
    organisation_id: UUID | None
    key: str


@api.writes(
    "POST",
    "/api-keys",
    Access.ADMINISTRATOR,
    "Make a key, shown this once",
    Shape(ApiKeyIn, None, ApiKeyOut, 201, is_shown_once=True),
)
def add_api_key(db: Connection, body: ApiKeyIn) -> ApiKeyOut:
    """The same request under the same Idempotency-Key makes no second key, and does not show the first one again."""
    key_id, key = create_api_key(db, known_viewer().actor, NewKey(body.name, body.role, body.organisation_id))
    return ApiKeyOut(id=key_id, key=key, **body.model_dump())


@api.writes("DELETE", "/api-keys/<uuid:key_id>", Access.ADMINISTRATOR, "End a key", Shape())
def delete_api_key(db: Connection, key_id: UUID) -> None:
    """It lets nobody in from now on."""
    revoke_api_key(db, known_viewer().actor, key_id)
