"""The API's answers about lists of staff."""

from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Connection

from services.registration.queries import batches, waiting
from services.registration.queries.staff_lists import Draft, Preview
from services.registration.routes.shapes import ResultOut
from services.registration.rules.staff_verdicts import Chance, Problem


class RowOut(BaseModel):
    """A row with its verdict."""

    number: int
    name: str
    email: str
    unit: str
    #: what keeps it from being registered; outsider: a commissioned series is not for them; shared_address: another
    #: name has this address on the list
    problems: list[Problem]
    #: the number of the row that named the same person before
    same_as: int | None
    #: what confirming now would give in each offering, in the order of ``offering_ids``: place, waits,
    #: waits_over_limit (the organisation has no more places here), no_place, over_limit, asks (for the organiser's
    #: yes), unprepared (an earlier series comes first), has_place, has_wait; empty for who can't be
    #: registered as it stands
    chances: list[Chance]


class UnknownUnitOut(BaseModel):
    """A unit that the organisation neither has nor has registered people with."""

    unit: str
    rows: int


class ListResultOut(BaseModel):
    """What became of people in one offering, of all times that the list was confirmed."""

    offering_id: UUID
    batch_ids: list[UUID]
    #: how many were registered before
    already_registered: int
    registrations: list[ResultOut]


class StaffListOut(BaseModel):
    """A list as it stands now. It is kept for a day, for who gave it."""

    id: UUID
    organisation_id: UUID | None
    offering_ids: list[UUID]
    #: those who are not registered by this list yet
    rows: list[RowOut]
    unknown_units: list[UnknownUnitOut]
    #: titles of the columns of a table that nothing was taken from
    unread_columns: list[str]
    #: empty until it was confirmed
    results: list[ListResultOut]


def staff_list_out(db: Connection, draft: Draft, look: Preview) -> StaffListOut:
    """All of it."""
    verdicts = (look.judged.verdict(index) for index in range(len(look.judged.roster)))
    rows = [
        RowOut(
            number=one.row.number,
            name=one.row.name,
            email=one.row.email,
            unit=one.row.unit,
            problems=list(one.problems),
            same_as=one.same_as,
            chances=list(one.chances),
        )
        for one in verdicts
    ]
    return StaffListOut(
        id=draft.id,
        organisation_id=draft.organisation_id,
        offering_ids=[facts.id for facts in look.choices],
        rows=rows,
        unknown_units=[UnknownUnitOut(unit=unit, rows=count) for unit, count in look.judged.unknown_units()],
        unread_columns=list(draft.roster.unread),
        results=_results(db, draft),
    )


def _results(db: Connection, draft: Draft) -> list[ListResultOut]:
    results = []
    for offering, told in (draft.batches or {}).items():
        offering_id, batch_ids = UUID(offering), [UUID(one) for one in told["batches"]]
        acts = [act for one in batch_ids if (act := batches.act(db, one)) is not None]
        registered = [row for act in acts for row in act.rows]
        line = waiting.positions(db, offering_id, [row.id for row in registered if row.state == "waitlisted"])
        results.append(
            ListResultOut(
                offering_id=offering_id,
                batch_ids=batch_ids,
                already_registered=told["already"],
                registrations=[
                    ResultOut(id=row.id, email=row.email, state=row.state, position=line.get(row.id), reason=row.reason)
                    for row in registered
                ],
            )
        )
    return results
