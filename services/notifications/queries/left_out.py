"""Single sessions that somebody stays away from although their registration covers them."""

from uuid import UUID

from sqlalchemy import Connection, bindparam, exists, select

from shared.schema.catalogue import OfferingSession
from shared.schema.registration import Registration, SessionWithdrawal

#: for a statement that joins registrations and offering_sessions: whether this person comes to this session
COMES = ~exists().where(
    SessionWithdrawal.registration_id == Registration.id, SessionWithdrawal.session_id == OfferingSession.session_id
)

_OF_OFFERING = (
    select(SessionWithdrawal.registration_id, SessionWithdrawal.session_id)
    .join(Registration, Registration.id == SessionWithdrawal.registration_id)
    .where(Registration.offering_id == bindparam("offering_id"))
)


def of_offering(db: Connection, offering_id: UUID) -> dict[UUID, set[UUID]]:
    """By registration: the sessions that somebody stays away from; of those who stay away from any."""
    left: dict[UUID, set[UUID]] = {}
    for registration_id, session_id in db.execute(_OF_OFFERING, {"offering_id": offering_id}):
        left.setdefault(registration_id, set()).add(session_id)
    return left
