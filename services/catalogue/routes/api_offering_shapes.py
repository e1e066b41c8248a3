"""API: what offerings look like going in and out."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from services.catalogue.routes.api_fields import Deadline, Input, Instant, Name, ShortText, Version
from shared.web.fields import DateTimeText, absent

SessionIds = Annotated[list[UUID], Field(min_length=1, max_length=500)]
Capacity = Annotated[int, Field(strict=True, ge=1, le=1_000_000, description="places; null: no limit")]
Waitlist = Annotated[bool, Field(strict=True)]
NeedsApproval = Annotated[
    bool,
    Field(
        strict=True,
        description="whoever registers waits for the organiser's yes. Switched off, it is a yes to all who still wait "
        "for it: the places that are left go to them in the order in which they asked, and the others wait in the line",
    ),
]
PromotesGroups = Annotated[
    bool, Field(strict=True, description="those registered in one act move up from the waiting list together")
]
PromotesUntil = Annotated[
    Deadline,
    Field(description="nobody moves up by themselves from then on; null: until the last session ends"),
]

Customer = Annotated[
    UUID,
    Field(description="whose staff alone may register: a partner that is a customer of the series; null: everybody"),
]


class OfferingIn(Input):
    """An offering to add."""

    name: Annotated[Name | None, Field(description="without one: the series' title")] = None
    session_ids: Annotated[SessionIds | None, Field(description="without them: every session of the series")] = None
    description: ShortText = ""
    region: Name | None = None
    opens_at: Annotated[Instant | None, Field(description="null: open from publication on")] = None
    closes_at: Annotated[
        Deadline | None, Field(description="a date means the end of that day; null: open until the last session ends")
    ] = None
    capacity: Capacity | None = None
    waitlist: Waitlist = True
    needs_approval: NeedsApproval = False
    promotes_groups: PromotesGroups = False
    promotes_until: PromotesUntil | None = None
    customer_id: Customer | None = None


class OfferingPatch(Input):
    """What to change of an offering."""

    name: Name = absent()
    session_ids: SessionIds = absent()
    description: ShortText = absent()
    region: Name | None = None
    opens_at: Instant | None = None
    closes_at: Deadline | None = None
    capacity: Capacity | None = None
    waitlist: Waitlist = absent()
    needs_approval: NeedsApproval = absent()
    promotes_groups: PromotesGroups = absent()
    promotes_until: PromotesUntil | None = None
    customer_id: Customer | None = None
    version: Version | None = None


class OfferingOut(BaseModel):
    """An offering. Instants are in the series' zone; ``warnings`` are for organisers."""

    id: UUID
    series: str
    series_id: UUID
    name: str
    description: str
    region: str | None
    session_ids: list[UUID]
    opens_at: DateTimeText | None
    closes_at: DateTimeText | None
    capacity: int | None
    waitlist: bool
    needs_approval: bool
    promotes_groups: bool
    promotes_until: DateTimeText | None
    customer_id: UUID | None
    version: int
    url: str
    register_url: str
    created_at: DateTimeText
    changed_at: DateTimeText
    warnings: list[str] = []


class OfferingPage(BaseModel):
    """A page of offerings."""

    items: list[OfferingOut]
    next: str | None
