"""An offering's questions, as its organisers see them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, select

from services.catalogue.queries.rows import AnyRow
from shared.schema.catalogue import Offering
from shared.schema.questions import Question
from shared.schema.registration import Answer, Registration

#: somebody's answer to it is still kept
IS_ANSWERED: ColumnElement[bool] = (
    select(Answer.registration_id)
    .join(Registration, Registration.id == Answer.registration_id)
    .where(Registration.offering_id == Question.offering_id, Answer.question == Question.key)
    .correlate(Question)
    .exists()
)


def asked(db: Connection, offering_id: UUID) -> Sequence[AnyRow]:
    """Those that are asked now, in their order."""
    wanted = (Question.offering_id == offering_id, Question.removed_at.is_(None))
    return db.execute(select(Question.__table__).where(*wanted).order_by(Question.position, Question.id)).all()


def taken_away(db: Connection, offering_id: UUID) -> Sequence[AnyRow]:
    """Those that aren't asked any more, while answers to them are kept."""
    wanted = (Question.offering_id == offering_id, Question.removed_at.is_not(None), IS_ANSWERED)
    return db.execute(select(Question.__table__).where(*wanted).order_by(Question.position, Question.id)).all()


def one(db: Connection, question_id: UUID) -> AnyRow | None:
    """One that is asked now."""
    wanted = (Question.id == question_id, Question.removed_at.is_(None))
    return db.execute(select(Question.__table__).where(*wanted)).one_or_none()


def is_answered(db: Connection, question_id: UUID) -> bool:
    """Whether somebody's answer to it is kept."""
    return db.scalar(select(Question.id).where(Question.id == question_id, IS_ANSWERED)) is not None


def with_questions(db: Connection, offering_id: UUID) -> Sequence[AnyRow]:
    """The other offerings of its series that ask something: id, name."""
    series_id = select(Offering.series_id).where(Offering.id == offering_id).scalar_subquery()
    asks = select(Question.id).where(Question.offering_id == Offering.id, Question.removed_at.is_(None)).exists()
    others = select(Offering.id, Offering.name).where(Offering.series_id == series_id, Offering.id != offering_id, asks)
    return db.execute(others.order_by(Offering.id)).all()
