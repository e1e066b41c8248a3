"""The API's call that writes to participants."""

from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Connection

from services.registration.actions import announce
from services.registration.actions.announce import Said
from services.registration.forms.announcement_in import AnnouncementIn
from services.registration.queries import registrations
from services.registration.queries.matching import Filter
from services.registration.queries.standing import STANDING_STATES
from services.registration.routes.api_offerings import found
from shared.addresses import normalise
from shared.schema.base import new_id
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.viewer import known_viewer

api = Api("announcements")


class AnnouncementOut(BaseModel):
    """A message that is on its way."""

    id: UUID
    #: how many people it goes to, one mail each
    recipients: int


@api.writes(
    "POST",
    "/offerings/<uuid:offering_id>/announcements",
    Access.ORGANISER,
    "Write to those who have a place or wait: one mail each",
    Shape(body=AnnouncementIn, answer=AnnouncementOut, status=201),
)
def write(db: Connection, offering_id: UUID, body: AnnouncementIn) -> AnnouncementOut:
    """Whoever was chosen and neither has a place nor waits gets nothing."""
    facts, asker = found(db, offering_id), known_viewer()
    asker.require_organiser(facts.organiser_id)
    chosen = None if body.registration_ids is None else tuple(body.registration_ids)
    ids = registrations.ids(db, Filter(offering_id, ids=chosen), STANDING_STATES)
    reply_to = normalise(body.reply_to) if body.reply_to else asker.email or None
    said = Said(new_id(), body.subject, body.text, reply_to, asker.actor)
    announce.send(db, facts, said, ids)
    return AnnouncementOut(id=said.id, recipients=len(ids))
