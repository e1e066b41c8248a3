"""The API's calls about what an organisation's people are registered for, and about one act of registering."""

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from pydantic import BaseModel
from sqlalchemy import Connection

from services.registration.actions import access as rights
from services.registration.queries import (
    batches,
    holds,
    organisation_offerings,
    organisation_people,
    waiting,
)
from services.registration.queries.organisation_people import Staff
from services.registration.routes.api_offerings import found
from services.registration.routes.shapes import BatchOut, ResultOut
from shared import clock
from shared.errors import NotThere
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.dates import machine
from shared.web.fields import DateTimeText
from shared.web.viewer import known_viewer

api = Api("registration_organisation_offerings")


class CountsOut(BaseModel):
    """How many of its people are in each state."""

    confirmed: int = 0
    waitlisted: int = 0
    cancelled: int = 0
    rejected: int = 0


class OrganisationOfferingOut(BaseModel):
    """An offering for which somebody of the organisation is, or was, registered."""

    offering_id: UUID
    name: str
    #: the part of the series' address that names it
    series: str
    series_title: str
    closes_at: DateTimeText | None
    next_starts_at: DateTimeText | None
    last_ends_at: DateTimeText | None
    people: CountsOut
    #: how many places it may take at most; null: any free place
    quota: int | None
    #: places held for it that nobody has taken yet
    held: int


class OrganisationOfferingsOut(BaseModel):
    """All of them, by the names of series and offerings."""

    items: list[OrganisationOfferingOut]


@api.reads(
    "/organisations/<uuid:organisation_id>/offerings",
    Access.CONTACT,
    "What an organisation's people are registered for: how many, its quotas, places held for it",
    Shape(answer=OrganisationOfferingsOut),
)
def list_offerings(db: Connection, organisation_id: UUID) -> OrganisationOfferingsOut:
    """To those who speak for the organisation."""
    rights.require_speaker(known_viewer(), organisation_id)
    if organisation_offerings.name_of(db, organisation_id) is None:
        raise NotThere("no_organisation", _("There is no such organisation."))
    counts = organisation_people.counts(db, Staff(organisation_id))
    quotas = holds.quotas_of(db, organisation_id, counts)
    held = holds.left_for(db, organisation_id, counts)
    return OrganisationOfferingsOut(
        items=[
            OrganisationOfferingOut(
                offering_id=one.id,
                name=one.name,
                series=one.slug,
                series_title=one.title,
                closes_at=_told(one.closes_at, one.timezone),
                next_starts_at=_told(one.next_starts_at, one.timezone),
                last_ends_at=_told(one.last_ends_at, one.timezone),
                people=CountsOut(**counts[one.id]),
                quota=quotas[one.id].places if one.id in quotas else None,
                held=held.get(one.id, 0),
            )
            for one in sorted(
                organisation_offerings.heads(db, counts, clock.now()), key=lambda one: (one.title, one.name, one.id)
            )
        ]
    )


@api.reads(
    "/batches/<uuid:batch_id>",
    Access.CONTACT,
    "What became of an act of registering, person by person",
    Shape(answer=BatchOut),
)
def get_batch(db: Connection, batch_id: UUID) -> BatchOut:
    """To who did it, to the series' organisers, and to those who speak for its organisation; as it is now."""
    act, asker = batches.act(db, batch_id), known_viewer()
    if act is None:
        raise _no_batch()
    if act.actor != asker.actor:
        seen = rights.visible_organisations(asker, found(db, act.offering_id).organiser_id)
        if seen is not None and act.organisation_id not in seen:
            raise _no_batch()
    line = waiting.positions(db, act.offering_id, [row.id for row in act.rows if row.state == "waitlisted"])
    return BatchOut(
        batch_id=batch_id,
        registrations=[
            ResultOut(id=row.id, email=row.email, state=row.state, position=line.get(row.id), reason=row.reason)
            for row in act.rows
        ],
    )


def _no_batch() -> NotThere:
    return NotThere("no_batch", _("There is no such registration."))


def _told(at: datetime | None, zone: str) -> str | None:
    return machine(at, zone) if at else None
