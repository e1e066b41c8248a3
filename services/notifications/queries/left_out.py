"""Single sessions that somebody stays away from although their registration covers them."""

from sqlalchemy import exists

from shared.schema.catalogue import OfferingSession
from shared.schema.registration import Registration, SessionWithdrawal

#: for a statement that joins registrations and offering_sessions: whether this person comes to this session
COMES = ~exists().where(
    SessionWithdrawal.registration_id == Registration.id, SessionWithdrawal.session_id == OfferingSession.session_id
)
