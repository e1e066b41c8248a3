"""Erasing sensitive answers before everything else: some days after the last session, and of whoever comes no more."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, func, select

from services.registration.queries.sensitive import ERASED
from services.registration.queries.standing import STANDING_STATES
from shared import clock, journal
from shared.rules.questions import SENSITIVE_DAYS
from shared.schema.catalogue import Offering, OfferingSession, Session
from shared.schema.questions import Question
from shared.schema.registration import Answer, Registration

_last_end = (
    select(func.max(Session.ends_at))
    .join(OfferingSession, OfferingSession.session_id == Session.id)
    .where(OfferingSession.offering_id == Offering.id)
    .correlate(Offering)
    .scalar_subquery()
)
#: without sessions it counts from the closing; without one, answers go with the people's other data
_ENDED_AT = func.coalesce(_last_end, Offering.closes_at)
_ASKING = (
    select(Offering.id, Offering.series_id, (bindparam("before") > _ENDED_AT).label("is_over"))
    .where(select(Question.id).where(Question.offering_id == Offering.id, Question.is_sensitive).exists())
    .order_by(Offering.id)
)
_keys = select(Question.key).where(Question.offering_id == bindparam("offering_id"), Question.is_sensitive)
_people = select(Registration.id).where(Registration.offering_id == bindparam("offering_id"))
_ALL = delete(Answer).where(Answer.question.in_(_keys), Answer.registration_id.in_(_people))
_OF_THE_GONE = delete(Answer).where(
    Answer.question.in_(_keys),
    Answer.registration_id.in_(_people.where(Registration.state.not_in(STANDING_STATES))),
)


def erase_sensitive(db: Connection, actor: str) -> int:
    """Erase the sensitive answers whose time has come; how many. A line of the journal counts them by offering."""
    before = clock.now() - timedelta(days=SENSITIVE_DAYS)
    return sum(
        _erase_in(db, actor, (row.id, row.series_id), is_over=row.is_over)
        for row in db.execute(_ASKING, {"before": before}).all()
    )


def _erase_in(db: Connection, actor: str, offering: tuple[UUID, UUID], *, is_over: bool) -> int:
    offering_id, series_id = offering
    count = db.execute(_ALL if is_over else _OF_THE_GONE, {"offering_id": offering_id}).rowcount
    if count:
        # also the subject, by which lines are found
        subject = journal.Subject(series_id, None, offering_id, offering_id, {"answers": count})
        journal.append(db, ERASED, actor, subject)
    return count
