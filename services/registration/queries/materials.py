"""Materials of the sessions that one registration brings."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, exists, select

from shared.schema.catalogue import OfferingSession, Session
from shared.schema.materials import Material, has_come
from shared.schema.registration import Registration, SessionWithdrawal

_left_out = exists().where(
    SessionWithdrawal.registration_id == Registration.id, SessionWithdrawal.session_id == Session.id
)
_SHOWN = (
    select(
        Material.id,
        Material.session_id,
        Material.title,
        Material.kind,
        Material.captions,
        Material.url,
        Material.file_name,
        Material.file_type,
        Material.size_bytes,
        Session.title.label("session_title"),
    )
    .join(Session, Session.id == Material.session_id)
    .join(OfferingSession, OfferingSession.session_id == Session.id)
    .join(Registration, Registration.offering_id == OfferingSession.offering_id)
    .where(
        Registration.id == bindparam("registration_id"),
        Registration.state == "confirmed",
        Material.audience != "organisers",
        ~_left_out,
    )
    .order_by(Session.starts_at, Session.id, Material.kind == "recording", Material.kind == "after")
    .order_by(Material.created_at, Material.id)
)


def shown(db: Connection, registration_id: UUID, now: datetime) -> Sequence[Row[*tuple[object, ...]]]:
    """What somebody with a place sees by now, session after session; nothing of what was left out."""
    return db.execute(_SHOWN.where(has_come(now)), {"registration_id": registration_id}).all()
