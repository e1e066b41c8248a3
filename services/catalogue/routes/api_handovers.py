"""API: who answers for a series, and its way to another organisation."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import Connection

from services.catalogue.actions import handovers as actions
from services.catalogue.queries import handovers
from services.catalogue.routes.api_fields import Input
from services.catalogue.routes.api_partners import Role
from services.catalogue.routes.permission import series_to_manage
from services.catalogue.routes.workspace import organised_by
from services.catalogue.routes.workspace_handover import asked_of
from shared.schema.handovers import NOTE_LENGTH
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.dates import machine
from shared.web.fields import DateTimeText
from shared.web.viewer import known_viewer

api = Api("handovers")

Note = Annotated[str, Field(max_length=NOTE_LENGTH, pattern=r"^[^\x00]*$")]


class HandoverIn(Input):
    """Whom to ask to lead the series."""

    organisation_id: UUID
    keeps_role: Annotated[Role | None, Field(description="as what its lead stays in it; null: not at all")] = None
    note: Note = ""


class AnswerIn(Input):
    """The asked organisation's answer."""

    answer: Literal["yes", "no"]


class HandoverOut(BaseModel):
    """An organisation that is, or was, asked to lead a series."""

    id: UUID
    series: str
    title: str
    organisation_id: UUID
    organisation_name: str
    keeps_role: str | None
    note: str
    state: Literal["asked", "accepted", "declined", "withdrawn"]
    asked_at: DateTimeText


class HandoversOut(BaseModel):
    """What waits for the asker's answer."""

    items: list[HandoverOut]


@api.reads("/handovers", Access.ORGANISER, "Series that one is asked to lead", Shape(answer=HandoversOut))
def list_handovers(db: Connection) -> HandoversOut:
    """The oldest first."""
    return HandoversOut(items=[_out(row) for row in handovers.to_answer(db, organised_by(known_viewer()))])


@api.writes(
    "POST",
    "/series/<slug>/handover",
    Access.ORGANISER,
    "Ask another organisation to lead a series",
    Shape(HandoverIn, None, HandoverOut, 201),
)
def ask_for_handover(db: Connection, slug: str, body: HandoverIn) -> HandoverOut:
    """Until it says yes everything stays as it is."""
    series = series_to_manage(db, slug)
    asked = actions.Asked(**body.model_dump())
    actions.ask(db, known_viewer().actor, series.id, asked)
    return _out(handovers.one(db, asked.id))


@api.writes("DELETE", "/series/<slug>/handover", Access.ORGANISER, "Ask no longer", Shape())
def withdraw_handover(db: Connection, slug: str) -> None:
    """When nobody is asked nothing changes."""
    actions.withdraw(db, known_viewer().actor, series_to_manage(db, slug).id)


@api.writes(
    "POST",
    "/handovers/<uuid:handover_id>/answer",
    Access.ORGANISER,
    "Say yes or no for the organisation that is asked",
    Shape(AnswerIn, None, HandoverOut),
)
def answer_handover(db: Connection, handover_id: UUID, body: AnswerIn) -> HandoverOut:
    """With a yes it leads the series from now on."""
    asked_of(db, handover_id)
    if body.answer == "yes":
        actions.accept(db, known_viewer(), handover_id)
    else:
        actions.decline(db, known_viewer().actor, handover_id)
    return _out(handovers.one(db, handover_id))


def _out(row: object) -> HandoverOut:
    found = row._asdict()  # type: ignore[attr-defined]
    said = {name: found[name] for name in HandoverOut.model_fields if name in found}
    return HandoverOut(**{**said, "series": found["slug"], "asked_at": machine(found["asked_at"], found["timezone"])})
