"""API: whether everybody has been told of a session."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, Row

from services.notifications import told_words
from services.notifications.problem_words import problem_sentence
from services.notifications.queries import told as queries
from services.notifications.routes.message_shapes import DEFAULT_LIMIT, MOST
from services.notifications.routes.told import MOST_SKIPPED, looked_at
from services.notifications.rules import told
from services.notifications.rules.told import Group
from shared import clock
from shared.web.access import Access
from shared.web.api import Api, Shape

api = Api("told")

Status = Literal["sent", "waiting", "retrying", "failed", "bounced", "feed", "later", "unneeded"]
Reply = Literal["accepted", "tentative", "declined", "needs-action"]


class ToldQuery(BaseModel):
    """Which of the people, those who need something first; ``cursor`` is what the page before said."""

    model_config = ConfigDict(extra="forbid")
    limit: Annotated[int, Field(ge=1, le=MOST)] = DEFAULT_LIMIT
    cursor: Annotated[int, Field(ge=0, le=MOST_SKIPPED)] = 0


class GroupOut(BaseModel):
    """How many of them are where, and what their calendars answered."""

    people: int
    told: dict[Status, int]
    replies: dict[Reply, int]


class PersonOut(BaseModel):
    """One of the people; ``message_id`` is the mail that tells them of the present version.

    ``removed``: they have no part in the session any more, and the mail that says so has not arrived.
    """

    email: str
    name: str
    presents: bool
    removed: bool
    status: Status
    reply: Reply
    proposes_another_time: bool
    message_id: UUID | None
    problem: str | None


class ToldOut(BaseModel):
    """``revision`` is the session's present version; ``sentence`` is the answer in words."""

    session_id: UUID
    revision: int
    answer: Literal["draft", "nobody", "everybody", "on-their-way", "some-do-not-know"]
    sentence: str
    presenters: GroupOut
    participants: GroupOut
    items: list[PersonOut]
    next: int | None


@api.reads(
    "/sessions/<uuid:session_id>/told",
    Access.ORGANISER,
    "Whether everybody has been told of a session's present version, and who has not",
    Shape(query=ToldQuery, answer=ToldOut),
)
def get_told(db: Connection, session_id: UUID, query: ToldQuery) -> ToldOut:
    """For its organisers; counts first, then people."""
    now, looked = clock.now(), looked_at(db, session_id)
    stands = told.told(queries.counts(db, looked, now), is_draft=looked.is_draft)
    rows = queries.people(db, looked, now, query.limit + 1, query.cursor)
    return ToldOut(
        session_id=session_id,
        revision=looked.revision,
        answer=stands.answer,
        sentence=told_words.headline(stands),
        presenters=_group(stands.presenters),
        participants=_group(stands.participants),
        items=[_person(row) for row in rows[: query.limit]],
        next=query.cursor + query.limit if len(rows) > query.limit else None,
    )


def _group(group: Group) -> GroupOut:
    counted: dict[str, Any] = {"told": group.by_status, "replies": group.by_reply}
    return GroupOut(people=group.people, **counted)


def _person(row: Row[Any]) -> PersonOut:
    return PersonOut(
        email=row.email,
        name=row.name,
        presents=row.rank == 0,
        removed=bool(row.is_removed),
        status=row.status,
        reply=row.reply if row.reply in told.REPLIES else "needs-action",
        proposes_another_time=bool(row.proposes),
        message_id=row.message_id,
        problem=problem_sentence(row.problem) if row.problem and row.status != told.SENT else None,
    )
