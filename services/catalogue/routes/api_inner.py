"""API among our services: presenters' answers, and what falls due here."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import Connection

from services.catalogue.actions.presenters import Reply, record_reply
from services.catalogue.actions.purge import purge
from services.catalogue.routes.api_fields import Input, Instant
from services.catalogue.routes.api_session_shapes import PartStat
from shared.web.access import Access
from shared.web.api import Api, Shape

api = Api("inner")


class ReplyIn(Input):
    """A presenter's answer, as their calendar sent it: PARTSTAT, DTSTAMP, SEQUENCE."""

    partstat: PartStat
    stamp: Instant
    sequence: Annotated[int, Field(ge=0, le=2_000_000_000)]


class ReplyOut(BaseModel):
    """Whether the answer counts, or a later one or a move had overtaken it."""

    counted: bool


class DueOut(BaseModel):
    """How many rows had served their time."""

    purged: int


@api.writes(
    "POST",
    "/presenters/<uuid:presenter_id>/reply",
    Access.SERVICE,
    "Note a presenter's answer",
    Shape(ReplyIn, None, ReplyOut),
)
def reply(db: Connection, presenter_id: UUID, body: ReplyIn) -> ReplyOut:
    """The same answer again changes nothing."""
    return ReplyOut(counted=record_reply(db, presenter_id, Reply(body.partstat, body.stamp, body.sequence)))


@api.writes("POST", "/due", Access.SERVICE, "Do what falls due", Shape(answer=DueOut))
def due(db: Connection) -> DueOut:
    """The clock rings, the owner acts."""
    return DueOut(purged=purge(db))
