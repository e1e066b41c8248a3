"""The API's call about what was erased in an offering: numbers, since nothing else is left."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Connection

from services.registration.queries import erasure, sensitive
from services.registration.routes.api_offerings import require_organised
from shared.web.access import Access
from shared.web.api import Api, Shape

api = Api("registration_erasures")


class ErasedOut(BaseModel):
    """How much, and when the last time; null: nothing yet."""

    people: int
    people_last_at: datetime | None
    sensitive_answers: int
    sensitive_answers_last_at: datetime | None


@api.reads(
    "/offerings/<uuid:offering_id>/erasures",
    Access.ORGANISER,
    "How many people and sensitive answers were erased",
    Shape(answer=ErasedOut),
)
def get_erasures(db: Connection, offering_id: UUID) -> ErasedOut:
    """By themselves or by the clock."""
    require_organised(db, offering_id)
    people = erasure.erased_in(db, offering_id)
    answers, answers_last_at = sensitive.erased(db, offering_id)
    return ErasedOut(
        people=people.count,
        people_last_at=people.last_at,
        sensitive_answers=answers,
        sensitive_answers_last_at=answers_last_at,
    )
