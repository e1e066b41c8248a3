"""API among our services: presenters' answers, and what falls due here."""

from typing import Annotated
from uuid import UUID

import structlog
from pydantic import BaseModel, Field
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from services.catalogue.actions import publish_later
from services.catalogue.actions.presenters import Reply, record_reply
from services.catalogue.actions.purge import purge
from services.catalogue.actions.search_documents import keep_what_is_behind
from services.catalogue.routes.api_fields import Input, Instant
from services.catalogue.routes.api_session_shapes import PartStat
from shared.errors import Refusal
from shared.schema.base import REPLY_NOTE_LENGTH
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.current import reading, writing
from shared.web.viewer import known_viewer

api = Api("inner")
log = structlog.get_logger(__name__)


class ReplyIn(Input):
    """A presenter's answer, as their calendar sent it: PARTSTAT, DTSTAMP, SEQUENCE."""

    partstat: PartStat
    stamp: Instant
    sequence: Annotated[int, Field(ge=0, le=2_000_000_000)]
    note: Annotated[str, Field(max_length=REPLY_NOTE_LENGTH)] | None = None


class ReplyOut(BaseModel):
    """Whether the answer counts, or a later one or a move had overtaken it."""

    counted: bool


class DueOut(BaseModel):
    """How many series were published, had their words for search made anew; how many rows had served their time."""

    published: int
    purged: int
    searchable: int


@api.writes(
    "POST",
    "/presenters/<uuid:presenter_id>/reply",
    Access.SERVICE,
    "Note a presenter's answer",
    Shape(ReplyIn, None, ReplyOut),
)
def reply(db: Connection, presenter_id: UUID, body: ReplyIn) -> ReplyOut:
    """The same answer again changes nothing."""
    return ReplyOut(counted=record_reply(db, presenter_id, Reply(body.partstat, body.stamp, body.sequence, body.note)))


@api.asks("POST", "/due", Access.SERVICE, "Do what falls due", Shape(answer=DueOut))
def due() -> DueOut:
    """The clock rings, the owner acts. Each series is published in a transaction of its own."""
    actor = known_viewer().actor
    with reading() as db:
        planned = publish_later.due(db)
    published = sum(_published(series_id, actor) for series_id in planned)
    with writing() as db:
        return DueOut(published=published, purged=purge(db), searchable=keep_what_is_behind(db))


def _published(series_id: UUID, actor: str) -> bool:
    """Whether this call did it; one in trouble doesn't stand in the way of the others."""
    try:
        with writing() as db:
            return publish_later.publish_due(db, actor, series_id)
    except (Refusal, SQLAlchemyError):
        log.exception("not_published", series_id=str(series_id))
        return False
