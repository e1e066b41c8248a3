"""Erasing sensitive answers before everything else: some days after the last session, and of whoever comes no more."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, bindparam, case, delete, false, func, select, update

from services.registration.queries.sensitive import ERASED
from shared import clock, journal
from shared.rules.questions import SENSITIVE_DAYS
from shared.schema.catalogue import Offering, OfferingSession, Session
from shared.schema.questions import Question
from shared.schema.registration import Answer, Registration, Seats

#: of whoever comes no more
GONE_STATES = ("cancelled", "rejected")
_last_end = (
    select(func.max(Session.ends_at))
    .join(OfferingSession, OfferingSession.session_id == Session.id)
    .where(OfferingSession.offering_id == Offering.id)
    .correlate(Offering)
    .scalar_subquery()
)
#: without sessions it counts from the closing; without one, answers go with the people's other data
_ENDED_AT = func.coalesce(_last_end, Offering.closes_at)
_is_over = func.coalesce(bindparam("before") > _ENDED_AT, false())
_sensitive = (
    select(Answer.question)
    .join(Registration, Registration.id == Answer.registration_id)
    .join(Question, (Question.offering_id == Registration.offering_id) & (Question.key == Answer.question))
    .where(Registration.offering_id == Offering.id, Question.is_sensitive)
    .correlate(Offering)
)
_of_the_gone = _sensitive.where(Registration.state.in_(GONE_STATES)).exists()
#: looked through once when it is over, and again when it or its questions change; one without sessions is never shut
_is_marked = func.coalesce(Seats.answers_erased_at_version == Offering.version, false())
_DUE = (
    select(Offering.id, Offering.series_id, Offering.version, _is_over.label("is_over"))
    .outerjoin(Seats, Seats.offering_id == Offering.id)
    .where(
        select(Question.id).where(Question.offering_id == Offering.id, Question.is_sensitive).exists(),
        case(
            (_is_over, ~_is_marked | (_last_end.is_(None) & _sensitive.exists())),
            else_=Seats.answers_erased_at_version.is_not(None) | _of_the_gone,
        ),
        # nobody ever registered where there is no row of places
        Seats.offering_id.is_not(None),
    )
    .order_by(Offering.id)
)
_keys = select(Question.key).where(Question.offering_id == bindparam("offering_id"), Question.is_sensitive)
_people = select(Registration.id).where(Registration.offering_id == bindparam("offering_id"))
_ALL = delete(Answer).where(Answer.question.in_(_keys), Answer.registration_id.in_(_people))
_OF_THE_GONE = delete(Answer).where(
    Answer.question.in_(_keys),
    Answer.registration_id.in_(_people.where(Registration.state.in_(GONE_STATES))),
)
_MARK = update(Seats).where(Seats.offering_id == bindparam("of")).values(answers_erased_at_version=bindparam("version"))


def is_due(db: Connection) -> bool:
    """Whether there is anything to erase, or to mark as done with: to be asked before a transaction that writes."""
    return db.execute(_DUE.limit(1), _before()).first() is not None


def erase_sensitive(db: Connection, actor: str) -> int:
    """Erase the sensitive answers whose time has come; how many. A line of the journal counts them by offering."""
    erased = 0
    for row in db.execute(_DUE, _before()).all():
        erased += _erase_in(db, actor, (row.id, row.series_id), is_over=row.is_over)
        db.execute(_MARK, {"of": row.id, "version": row.version if row.is_over else None})
    return erased


def _before() -> dict[str, datetime]:
    return {"before": clock.now() - timedelta(days=SENSITIVE_DAYS)}


def _erase_in(db: Connection, actor: str, offering: tuple[UUID, UUID], *, is_over: bool) -> int:
    offering_id, series_id = offering
    count = db.execute(_ALL if is_over else _OF_THE_GONE, {"offering_id": offering_id}).rowcount
    if count:
        # also the subject, by which lines are found
        subject = journal.Subject(series_id, None, offering_id, offering_id, {"answers": count})
        journal.append(db, ERASED, actor, subject)
    return count
