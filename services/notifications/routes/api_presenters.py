"""API among our services: what presenters do on their own page that this service keeps."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from flask import current_app
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from services.notifications.actions.propose import Wish, propose
from services.notifications.actions.renew_feed import renew_feed
from services.notifications.courier import courier_of
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.current import service

api = Api("presenters")


def _near_our_time(moment: datetime) -> datetime:
    if not 2000 <= moment.year <= 2099:
        raise ValueError("The year must be between 2000 and 2099.")
    return moment


Instant = Annotated[AwareDatetime, AfterValidator(_near_our_time)]


class WishIn(BaseModel):
    """Another time that a presenter proposes."""

    model_config = ConfigDict(extra="forbid")
    starts_at: Instant
    ends_at: Instant
    comment: Annotated[str, Field(max_length=2000)] = ""


class WishOut(BaseModel):
    """Whether it is a new one, or the very one that the organisers know already."""

    is_new: bool


class LinkIn(BaseModel):
    """The version of the links that were shown."""

    model_config = ConfigDict(extra="forbid")
    version: Annotated[int, Field(ge=0, le=2_000_000_000)]


class LinkOut(BaseModel):
    """The version of the new ones."""

    version: int


@api.asks(
    "POST",
    "/presenters/<uuid:presenter_id>/proposals",
    Access.SERVICE,
    "Keep another time that a presenter proposes",
    Shape(WishIn, None, WishOut),
)
def take_proposal(presenter_id: UUID, body: WishIn) -> WishOut:
    """The organisers hear of it."""
    is_new = propose(service().database, presenter_id, Wish(body.starts_at, body.ends_at, body.comment))
    if is_new:
        courier_of(current_app).wake()
    return WishOut(is_new=is_new)


@api.writes(
    "POST",
    "/feeds/<uuid:feed_id>/renew",
    Access.SERVICE,
    "Renew the secret links of a person who presents",
    Shape(LinkIn, None, LinkOut),
)
def renew_links(db: Connection, feed_id: UUID, body: LinkIn) -> LinkOut:
    """Of their own page and their calendar: the older ones end at once."""
    return LinkOut(version=renew_feed(db, feed_id, body.version))
