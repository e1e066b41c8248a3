"""The API's calls about answers to an offering's questions."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from services.registration.actions import access as rights
from services.registration.actions import answers as actions
from services.registration.forms.person_in import Answers as AnswersIn
from services.registration.queries import own_answers, registrations
from services.registration.queries.matching import Filter
from services.registration.queries.own_answers import Answers
from services.registration.routes.api_offerings import found
from services.registration.rules.answers import parts
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.viewer import known_viewer

api = Api("registration_answers")

Given = dict[str, str | list[str]]


class ChangesIn(BaseModel):
    """Answers to change: what isn't named stays as it is, null takes an answer back."""

    model_config = ConfigDict(extra="forbid")
    answers: AnswersIn


class AnswersOut(BaseModel):
    """What was answered for one registration, as far as the asker may see it."""

    registration_id: UUID
    #: question's key -> answer: a list for the kind many; yes or no for yes-no and consent; a number as a text
    answers: Given
    #: keys of required questions without an answer
    missing: list[str]


class AnswersPage(BaseModel):
    """One page of registrations with their answers, first come first."""

    items: list[AnswersOut]
    #: give it as ``cursor`` for what follows; null on the last page
    next: UUID | None


class AnswersQuery(BaseModel):
    """Which of them."""

    model_config = ConfigDict(extra="forbid")
    limit: int = Field(default=100, ge=1, le=1000)
    cursor: UUID | None = None


@api.reads(
    "/offerings/<uuid:offering_id>/answers",
    Access.CONTACT,
    "Answers of everybody registered: all to organisers, to contacts what they may see of their own people's",
    Shape(query=AnswersQuery, answer=AnswersPage),
)
def list_answers(db: Connection, offering_id: UUID, query: AnswersQuery) -> AnswersPage:
    """First come first, whatever became of the registration."""
    organiser_id = found(db, offering_id).organiser_id
    seen = rights.visible_organisations(known_viewer(), organiser_id)
    rows, more = registrations.page(db, Filter(offering_id, query.limit, None, query.cursor, seen))
    theirs = own_answers.of_registrations(db, {row.id: offering_id for row in rows})
    return AnswersPage(items=[_out(row.id, theirs[row.id], organiser_id) for row in rows], next=more)


@api.reads(
    "/registrations/<uuid:registration_id>/answers",
    Access.CONTACT,
    "What was answered for one registration",
    Shape(answer=AnswersOut),
)
def get_answers(db: Connection, registration_id: UUID) -> AnswersOut:
    """To the series' organisers, and to those who speak for its organisation what contacts see."""
    return _of_one(db, rights.seen(db, known_viewer(), registration_id))


@api.writes(
    "PATCH",
    "/registrations/<uuid:registration_id>/answers",
    Access.CONTACT,
    "Answer for one registration, until its last session has ended",
    Shape(body=ChangesIn, answer=AnswersOut),
)
def patch_answers(db: Connection, registration_id: UUID, body: ChangesIn) -> AnswersOut:
    """Contacts answer only what contacts see, and nobody agrees for somebody else."""
    row = rights.seen(db, known_viewer(), registration_id)
    asker = known_viewer()
    is_contact = not asker.may_organise(row.organiser_id)
    said = actions.Answering(registration_id, body.answers, asker.actor, is_contact=is_contact, is_by_another=True)
    actions.answer(db, said)
    return _of_one(db, row)


def _of_one(db: Connection, row: Any) -> AnswersOut:
    return _out(row.id, own_answers.of_registration(db, row.id, row.offering_id), row.organiser_id)


def _out(registration_id: UUID, theirs: Answers, organiser_id: UUID) -> AnswersOut:
    seen = theirs if known_viewer().may_organise(organiser_id) else theirs.for_contact
    given: Given = {one.key: parts(one, text) if one.kind == "many" else text for one, text in seen.given}
    return AnswersOut(registration_id=registration_id, answers=given, missing=[one.key for one in seen.missing])
