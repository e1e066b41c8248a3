"""Erasing people: what names them goes, what counts them stays."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, delete, null, select, update

from shared import clock, journal
from shared.schema.completions import RequirementWaiver
from shared.schema.registration import ERASED_KEY, Answer, Batch, Person, Registration, SessionWithdrawal

# in one order for all, and held, so that two acts erase nobody twice
_LIVING = (
    select(Person.id, Person.email_key)
    .where(Person.id.in_(bindparam("ids", expanding=True)), Person.erased_at.is_(None))
    .order_by(Person.id)
    .with_for_update()
)
_theirs = select(Registration.id).where(Registration.person_id.in_(bindparam("ids", expanding=True)))
_ANSWERS = delete(Answer).where(Answer.registration_id.in_(_theirs))
_WITHDRAWALS = delete(SessionWithdrawal).where(SessionWithdrawal.registration_id.in_(_theirs))
_WAIVERS = delete(RequirementWaiver).where(RequirementWaiver.email_key.in_(bindparam("keys", expanding=True)))
#: what an organiser wrote to somebody may tell of them
_REASONS = (
    update(Registration)
    .values(told_reason=null())
    .where(Registration.person_id.in_(bindparam("ids", expanding=True)), Registration.told_reason.is_not(None))
)
_CONTACTS = (
    update(Batch)
    .values(contact_email=null(), contact_name=null())
    .where(Batch.contact_email.in_(bindparam("keys", expanding=True)))
)
_FORGET = (
    update(Person)
    .values(email_key=bindparam("nobody"), email="", name="", erasure_asked_at=null(), erased_at=bindparam("now"))
    .where(Person.id == bindparam("person_id"))
)


def erase(db: Connection, person_id: UUID, actor: str) -> bool:
    """Erase one person; whether there was anything to erase. A second time changes nothing."""
    return erase_all(db, [person_id], actor) == 1


def erase_all(db: Connection, ids: Sequence[UUID], actor: str) -> int:
    """The same for some hundreds of people at most; how many were erased.

    Their registrations stay, with state, unit, organisation and the credits earned, so that every count is as before.
    """
    people = db.execute(_LIVING, {"ids": list(ids)}).all() if ids else []
    if not people:
        return 0
    now = clock.now()
    living = {"ids": [person.id for person in people]}
    db.execute(_ANSWERS, living)
    db.execute(_WITHDRAWALS, living)
    db.execute(_REASONS, living)
    for statement in (_CONTACTS, _WAIVERS):
        db.execute(statement, {"keys": [person.email_key for person in people]})
    db.execute(_FORGET, [{"person_id": one.id, "nobody": _nobody(one), "now": now} for one in people])
    journal.append_many(db, "person.erased", actor, [journal.Subject(subject_id=one.id) for one in people])
    return len(people)


def _nobody(person: Row[UUID, str]) -> str:
    return f"{ERASED_KEY}{person.id.hex}"
