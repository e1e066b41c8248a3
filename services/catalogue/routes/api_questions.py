"""API: questions of offerings."""

from typing import cast
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection

from services.catalogue.actions import questions as actions
from services.catalogue.queries import questions
from services.catalogue.queries.rows import AnyRow
from services.catalogue.routes.api_question_shapes import (
    CopyIn,
    QuestionIn,
    QuestionOut,
    QuestionPatch,
    QuestionsOut,
    RemovedOut,
)
from services.catalogue.routes.permission import offering_to_manage, visible_offering
from shared.errors import NotThere
from shared.web.access import Access
from shared.web.api import Api, Shape
from shared.web.viewer import known_viewer

api = Api("questions")


@api.reads(
    "/offerings/<uuid:offering_id>/questions",
    Access.PUBLIC,
    "What an offering asks: send answers under each question's key",
    Shape(answer=QuestionsOut),
)
def list_questions(db: Connection, offering_id: UUID) -> QuestionsOut:
    """Those asked now, in their order."""
    visible_offering(db, offering_id)
    return QuestionsOut(items=[_out(row) for row in questions.asked(db, offering_id)])


@api.writes(
    "POST",
    "/offerings/<uuid:offering_id>/questions",
    Access.ORGANISER,
    "Add a question to an offering",
    Shape(QuestionIn, None, QuestionOut, 201),
)
def add_question(db: Connection, offering_id: UUID, body: QuestionIn) -> QuestionOut:
    """Those who are registered already are asked on their own page."""
    offering_to_manage(db, offering_id)
    new = actions.NewQuestion(**body.model_dump())
    return _one(db, actions.add_question(db, known_viewer().actor, offering_id, new))


@api.writes(
    "POST",
    "/offerings/<uuid:offering_id>/questions/copy",
    Access.ORGANISER,
    "Ask the same as another offering of the series, under the same keys",
    Shape(CopyIn, None, QuestionsOut),
)
def copy_questions(db: Connection, offering_id: UUID, body: CopyIn) -> QuestionsOut:
    """What is asked here under a key already stays as it is; once more changes nothing."""
    offering_to_manage(db, offering_id)
    actions.copy_questions(db, known_viewer().actor, offering_id, body.from_offering_id)
    return QuestionsOut(items=[_out(row) for row in questions.asked(db, offering_id)])


@api.writes(
    "PATCH",
    "/questions/<uuid:question_id>",
    Access.ORGANISER,
    "Change a question, or its place among them",
    Shape(QuestionPatch, None, QuestionOut),
)
def patch_question(db: Connection, question_id: UUID, body: QuestionPatch) -> QuestionOut:
    """Only what is sent changes."""
    offering_to_manage(db, _found(db, question_id).offering_id)
    actor = known_viewer().actor
    said = body.model_dump(exclude_unset=True, exclude={"position"})
    actions.edit_question(db, actor, question_id, cast("actions.QuestionChanges", said))
    if "position" in body.model_fields_set:
        actions.place_question(db, actor, question_id, body.position)
    return _one(db, question_id)


@api.writes(
    "DELETE",
    "/questions/<uuid:question_id>",
    Access.ORGANISER,
    "Ask a question no more; answers to it stay until they are erased",
    Shape(answer=RemovedOut),
)
def delete_question(db: Connection, question_id: UUID) -> RemovedOut:
    """Without answers it is gone at once."""
    offering_to_manage(db, _found(db, question_id).offering_id)
    return RemovedOut(kept=actions.remove_question(db, known_viewer().actor, question_id))


def _found(db: Connection, question_id: UUID) -> AnyRow:
    row = questions.one(db, question_id)
    if row is None:
        raise NotThere("no_question", _("There is no such question."))
    return row


def _one(db: Connection, question_id: UUID) -> QuestionOut:
    return _out(_found(db, question_id))


def _out(row: AnyRow) -> QuestionOut:
    return QuestionOut(**{name: getattr(row, name) for name in QuestionOut.model_fields})
