"""By which questions' answers somebody may find people: as the participants' page has it, never by sensitive ones."""

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection

from services.registration.queries import questions
from services.registration.queries.matching import AnswerIs
from shared.errors import Refusal


def require_findable(db: Connection, offering_id: UUID, wanted: AnswerIs | None, *, is_contact: bool) -> None:
    """Raise Refusal unless the offering asks, or asked, this question, and the asker sees the answers to it."""
    if wanted is None:
        return
    for one in questions.every_question(db, offering_id):
        if one.key == wanted.question and not one.is_sensitive and (one.shown_to_contact or not is_contact):
            return
    raise Refusal("no_question", _("There is no such question."), "question")
