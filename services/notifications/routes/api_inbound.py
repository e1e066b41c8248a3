"""API: mail that came back: taken in one at a time, listed, and a proposed time declined."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from services.notifications import words
from services.notifications.actions.inbound import receive
from services.notifications.actions.proposals import decline
from services.notifications.queries import inbound_list
from services.notifications.routes.message_shapes import DEFAULT_LIMIT, MOST
from services.notifications.routes.reach import reach, readable_inbound
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.current import service
from shared.web.viewer import known_viewer

api = Api("inbound")

Kind = Literal["reply", "counter", "bounce", "automatic", "letter", "other"]
Kept = Literal["applied", "forwarded", "stale", "foreign", "noted", "not_a_reply"]


class InboundOut(BaseModel):
    """What was made of it: ``applied`` to a session or message, ``forwarded`` to the organisers, or kept without
    effect. ``reason`` says why, in words."""

    kind: Kind
    outcome: Kept | Literal["duplicate"]
    reason: str | None
    session_id: UUID | None


class InboundQuery(BaseModel):
    """Which mails that came back."""

    model_config = ConfigDict(extra="forbid")
    kind: Kind | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = DEFAULT_LIMIT
    cursor: UUID | None = None


class InboundItem(BaseModel):
    """One mail that came back. ``attendee`` is whose answer it is where another mailed it for them, ``message_id`` the
    message of ours that it belongs to. ``proposal`` is null when no other time was proposed."""

    id: UUID
    received_at: datetime
    kind: Kind
    outcome: Kept
    reason: str | None
    sender: str
    attendee: str | None
    answer: str | None
    comment: str | None
    subject: str | None
    text: str | None
    series: str | None
    session_id: UUID | None
    message_id: UUID | None
    proposed_starts_at: datetime | None
    proposed_ends_at: datetime | None
    proposal: Literal["open", "declined", "accepted", "overtaken"] | None


class InboundPage(BaseModel):
    """Mails that came back, and where to go on."""

    items: list[InboundItem]
    next: UUID | None


@api.asks(
    "POST",
    "/inbound",
    Access.ADMINISTRATOR,
    "Take in one mail that came back, such as an answer to an invitation",
    Shape(raw_body="message/rfc822", answer=InboundOut),
)
def take_in(body: bytes) -> InboundOut:
    """The same mail again is a duplicate and changes nothing."""
    own = service()
    made = receive(own.database, own.ask("catalogue"), own.settings, body)
    return InboundOut.model_validate(
        {
            "kind": made.kind,
            "outcome": made.outcome,
            "reason": _sentence(made.reason),
            "session_id": made.session_id,
        }
    )


@api.reads(
    "/inbound",
    Access.ORGANISER,
    "Mails that came back, the newest first",
    Shape(query=InboundQuery, answer=InboundPage),
)
def list_inbound(db: Connection, query: InboundQuery) -> InboundPage:
    """An organiser sees those of their own series."""
    rows = inbound_list.page(db, reach(), query.kind, query.limit + 1, query.cursor)
    items = [_item(row) for row in rows[: query.limit]]
    return InboundPage(items=items, next=items[-1].id if len(rows) > query.limit else None)


@api.writes(
    "POST",
    "/inbound/<uuid:inbound_id>/decline",
    Access.ORGANISER,
    "Decline a proposed time",
    Shape(answer=InboundItem),
)
def decline_proposal(db: Connection, inbound_id: UUID) -> InboundItem:
    """The presenter gets a mail that tells their calendar too. To accept, move the session."""
    readable_inbound(db, inbound_id)
    decline(db, known_viewer().actor, inbound_id)
    return _item(readable_inbound(db, inbound_id))


def _item(row: Any) -> InboundItem:
    values = {name: getattr(row, name) for name in InboundItem.model_fields if name not in ("reason", "series")}
    return InboundItem(**values, reason=_sentence(row.reason), series=row.slug)


def _sentence(reason: str | None) -> str | None:
    return words.reason_sentence(reason) if reason else None
