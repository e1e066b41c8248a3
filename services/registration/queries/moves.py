"""Where somebody went from a registration: moved to another offering of the series, by themselves or by others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.orm import aliased

from shared.schema.catalogue import Offering
from shared.schema.journal import JournalLine
from shared.schema.registration import Registration

_to = JournalLine.detail["moved_to"].as_string()
_LINES = (
    select(JournalLine.subject_id, _to)
    .where(
        JournalLine.subject_id.in_(bindparam("ids", expanding=True)),
        JournalLine.kind == "registration.cancelled",
        _to.is_not(None),
    )
    .order_by(JournalLine.id)
)
_NAMES = select(Offering.id, Offering.name).where(Offering.id.in_(bindparam("ids", expanding=True)))
_old, _new = aliased(Registration), aliased(Registration)
_THERE = (
    select(_new.id, _new.link_version)
    .join(_old, _old.person_id == _new.person_id)
    .where(
        _old.id == bindparam("registration_id"),
        _new.offering_id == bindparam("offering_id"),
        # an act of moving writes the new one first
        _new.created_at <= _old.changed_at,
    )
    .order_by(_new.created_at.desc(), _new.id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Moved:
    """Where to."""

    name: str
    registration_id: UUID
    #: whether its personal link was renewed, so that nothing but its own mails may lead there
    has_new_link: bool


def names(db: Connection, ids: Sequence[UUID]) -> dict[UUID, str]:
    """By registration: the name of the offering that its person was moved to; of those who were."""
    return {one: name for one, (_offering_id, name) in _offerings(db, ids).items()}


def moved(db: Connection, registration_id: UUID) -> Moved | None:
    """The registration that somebody got in place of this one; None: this one ended otherwise, or has not."""
    there = _offerings(db, [registration_id]).get(registration_id)
    if there is None:
        return None
    row = db.execute(_THERE, {"registration_id": registration_id, "offering_id": there[0]}).one_or_none()
    return None if row is None else Moved(there[1], row.id, row.link_version > 0)


def _offerings(db: Connection, ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, str]]:
    found = {row[0]: UUID(row[1]) for row in db.execute(_LINES, {"ids": list(ids)})}
    called: dict[UUID, Any] = {row[0]: row[1] for row in db.execute(_NAMES, {"ids": list(set(found.values()))})}
    return {one: (offering_id, called[offering_id]) for one, offering_id in found.items() if offering_id in called}
