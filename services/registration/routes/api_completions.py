"""The API's calls about who completed a series, and for whom a requirement is waived."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from services.registration.actions import completion, waivers
from services.registration.actions.waivers import Waiver
from services.registration.forms.person_in import Email
from services.registration.queries import completions, requirements
from services.registration.routes.api_offerings import require_organised
from shared.addresses import normalise
from shared.errors import NotThere
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.viewer import known_viewer

api = Api("completions")

_IN = ConfigDict(extra="forbid", str_strip_whitespace=True)
Ids = Annotated[list[UUID], Field(min_length=1, max_length=5000)]


class CompletionsIn(BaseModel):
    """Registrations whose people completed the series."""

    model_config = _IN
    registration_ids: Ids
    #: ECTS credits; without them, as many as the series gives
    credits: Annotated[Decimal, Field(ge=0, le=completion.MOST_CREDITS, decimal_places=1)] | None = None


class TakeBackIn(BaseModel):
    """Registrations whose completion is taken back."""

    model_config = _IN
    registration_ids: Ids


class ChangedOut(BaseModel):
    """The registrations for which that was new; others are as they were."""

    registration_ids: list[UUID]


class CompletionOut(BaseModel):
    """Somebody who completed the series."""

    registration_id: UUID
    #: empty once the person was erased
    email: str
    credits: float
    awarded_at: datetime


class CompletionListIn(BaseModel):
    """Which ones."""

    model_config = ConfigDict(extra="forbid")
    limit: int = Field(default=100, ge=1, le=1000)
    cursor: UUID | None = None


class CompletionListOut(BaseModel):
    """One page of those who completed it."""

    items: list[CompletionOut]
    #: give it as ``cursor`` for what follows; null on the last page
    next: UUID | None


class WaiversIn(BaseModel):
    """Addresses for which what an offering requires is waived."""

    model_config = _IN
    emails: Annotated[list[Email], Field(min_length=1, max_length=waivers.MOST)]
    reason: Annotated[str, Field(max_length=500)] = ""


class EndIn(BaseModel):
    """An address for which the requirement holds again."""

    model_config = _IN
    email: Email


class WaiverOut(BaseModel):
    """One address for which it is waived."""

    email: str
    reason: str
    #: who waived it: ``account:<id>`` or ``key:<id>``
    actor: str
    created_at: datetime


class WaiversOut(BaseModel):
    """All of them."""

    items: list[WaiverOut]


@api.reads(
    "/offerings/<uuid:offering_id>/completions",
    Access.ORGANISER,
    "Who completed the series",
    Shape(query=CompletionListIn, answer=CompletionListOut),
)
def list_completions(db: Connection, offering_id: UUID, query: CompletionListIn) -> CompletionListOut:
    """First come first."""
    require_organised(db, offering_id)
    rows = completions.page(db, offering_id, query.limit + 1, query.cursor)
    shown = rows[: query.limit]
    more = shown[-1].registration_id if len(rows) > query.limit else None
    return CompletionListOut(items=[CompletionOut(**_plain(row)) for row in shown], next=more)


@api.writes(
    "POST",
    "/offerings/<uuid:offering_id>/completions",
    Access.ORGANISER,
    "Put down who completed the series",
    Shape(body=CompletionsIn, answer=ChangedOut),
)
def mark_completed(db: Connection, offering_id: UUID, body: CompletionsIn) -> ChangedOut:
    """Of those who have a place; for who is put down already, the credits change."""
    require_organised(db, offering_id)
    given = body.credits
    if given is None:
        given = completions.credits_of_series(db, offering_id) or Decimal(0)
    new = completion.mark_completed(db, offering_id, body.registration_ids, given, known_viewer().actor)
    return ChangedOut(registration_ids=new)


@api.writes(
    "POST",
    "/offerings/<uuid:offering_id>/completions/take-back",
    Access.ORGANISER,
    "Take back that somebody completed the series",
    Shape(body=TakeBackIn, answer=ChangedOut),
)
def take_back(db: Connection, offering_id: UUID, body: TakeBackIn) -> ChangedOut:
    """A second time changes nothing."""
    require_organised(db, offering_id)
    had = completion.take_back(db, offering_id, body.registration_ids, known_viewer().actor)
    return ChangedOut(registration_ids=had)


@api.reads(
    "/offerings/<uuid:offering_id>/waivers",
    Access.ORGANISER,
    "For whom the requirement is waived",
    Shape(answer=WaiversOut),
)
def list_waivers(db: Connection, offering_id: UUID) -> WaiversOut:
    """By address."""
    require_organised(db, offering_id)
    return _waivers(db, offering_id)


@api.writes(
    "POST",
    "/offerings/<uuid:offering_id>/waivers",
    Access.ORGANISER,
    "Let named people register without what is required",
    Shape(body=WaiversIn, answer=WaiversOut),
)
def add_waivers(db: Connection, offering_id: UUID, body: WaiversIn) -> WaiversOut:
    """A second time changes nothing."""
    require_organised(db, offering_id)
    keys = [normalise(email) for email in body.emails]
    waivers.waive(db, Waiver(offering_id, keys, known_viewer().actor, body.reason))
    return _waivers(db, offering_id)


@api.writes(
    "POST",
    "/offerings/<uuid:offering_id>/waivers/end",
    Access.ORGANISER,
    "Let the requirement hold for somebody again",
    Shape(body=EndIn, answer=WaiversOut),
)
def end_waiver(db: Connection, offering_id: UUID, body: EndIn) -> WaiversOut:
    """Whoever is registered by then stays so."""
    require_organised(db, offering_id)
    if not waivers.end(db, offering_id, normalise(body.email), known_viewer().actor):
        raise NotThere("no_waiver", _("Nothing is waived for this address."))
    return _waivers(db, offering_id)


def _plain(row: Any) -> dict[str, Any]:
    return {**row._asdict(), "credits": float(row.credits)}


def _waivers(db: Connection, offering_id: UUID) -> WaiversOut:
    rows = requirements.waivers(db, offering_id)
    return WaiversOut(
        items=[
            WaiverOut(email=row.email_key, reason=row.reason, actor=row.actor, created_at=row.created_at)
            for row in rows
        ]
    )
