"""The API's answers, and what its lists take."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from services.registration.forms.list_in import State


class AvailabilityOut(BaseModel):
    """An offering's places now."""

    #: null: no limit
    capacity: int | None
    taken: int
    #: those who wait for the organiser's yes included
    waitlisted: int
    #: held for somebody, and not taken yet
    held: int
    #: whether whoever registers waits for the organiser's yes
    needs_approval: bool
    #: whether registering gives a place, or a place in the line
    open: bool
    #: not_published, not_open_yet, closed, cancelled, or full; null when places are free
    reason: str | None


class ResultOut(BaseModel):
    """What became of one person of an act."""

    #: null, as the state is, for somebody registered already for whom the asker doesn't speak
    id: UUID | None
    email: str
    state: State | None
    #: place in the line, from 1, while waiting
    position: int | None
    #: full, over_quota, awaits_approval (waits for the organiser's yes),
    #: requirement_missing, already_registered or same_person_twice
    reason: str | None


class BatchOut(BaseModel):
    """What became of an act, person by person in the order given."""

    #: null when everybody was registered already, so nothing was written
    batch_id: UUID | None
    registrations: list[ResultOut]


class RegistrationOut(BaseModel):
    """One person in one offering."""

    id: UUID
    offering_id: UUID
    organisation_id: UUID | None
    batch_id: UUID
    #: empty, as the name is, once the person was erased
    email: str
    name: str
    unit: str | None
    language: str
    state: State
    #: place in the line, from 1, while waiting
    position: int | None
    #: full, over_quota, awaits_approval, declined, substituted, or null
    reason: str | None
    #: whether it waits for the organiser's yes
    awaits_approval: bool
    #: what the organiser wrote with their no
    told_reason: str | None
    #: who registered them: ``person``, ``account:<id>`` or ``key:<id>``
    actor: str
    #: the contact who hears of it, when one registered them
    contact_name: str | None
    created_at: datetime
    changed_at: datetime


class RegistrationListOut(BaseModel):
    """One page of registrations, first come first."""

    items: list[RegistrationOut]
    #: give it as ``cursor`` for what follows; null on the last page
    next: UUID | None


class PromotedOut(BaseModel):
    """Registrations that moved up from the waiting list, first first."""

    promoted: list[UUID]


class DueOut(BaseModel):
    """What was done since it had fallen due."""

    promoted: int
    #: what organisers had planned: sent, or noted as not sent
    announced: int
    purged: int
    #: people whose personal data is gone; while there are 200 at once, the next call goes on
    erased: int
    #: sensitive answers that are gone since their time had come
    answers_erased: int
