"""API: mail that came back, one message at a time."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from services.notifications import words
from services.notifications.actions.inbound import receive
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.current import service

api = Api("inbound")


class InboundOut(BaseModel):
    """What was made of it: ``applied`` to the session, or kept without effect. ``reason`` says why, in words."""

    outcome: Literal["applied", "stale", "foreign", "noted", "not_a_reply", "duplicate"]
    reason: str | None
    session_id: UUID | None


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
    reason = words.reason_sentence(made.reason) if made.reason else None
    return InboundOut.model_validate({"outcome": made.outcome, "reason": reason, "session_id": made.session_id})
