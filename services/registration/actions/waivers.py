"""Letting named people register although they have not completed what an offering requires."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, bindparam, delete
from sqlalchemy.dialects.postgresql import insert

from services.registration.queries import offering
from shared import clock, journal
from shared.errors import NotThere
from shared.schema.completions import RequirementWaiver

#: addresses in one act
MOST = 500

_WAIVE = (
    insert(RequirementWaiver)
    .on_conflict_do_nothing(index_elements=["offering_id", "email_key"])
    .returning(RequirementWaiver.email_key)
)
_END = delete(RequirementWaiver).where(
    RequirementWaiver.offering_id == bindparam("of"), RequirementWaiver.email_key == bindparam("key")
)


@dataclass(frozen=True, slots=True)
class Waiver:
    """For whom what an offering requires is waived, by whom and why."""

    offering_id: UUID
    #: normalised addresses
    keys: Sequence[str]
    #: as the journal writes it
    actor: str
    reason: str = ""


def waive(db: Connection, wanted: Waiver) -> list[str]:
    """Let these people register; for whom that is new. The journal keeps how many, and no address.

    Raises NotThere when there is no such offering.
    """
    facts = offering.facts(db, wanted.offering_id)
    if facts is None:
        raise NotThere("no_offering", _("There is no such way to register."))
    now = clock.now()
    new: list[str] = []
    # in one order for all, so that two acts can't wait for each other
    for key in sorted(set(wanted.keys)):
        row = {
            "offering_id": facts.id,
            "email_key": key,
            "actor": wanted.actor,
            "reason": wanted.reason,
            "created_at": now,
        }
        new += db.scalars(_WAIVE, row)
    if new:
        subject = journal.Subject(series_id=facts.series_id, offering_id=facts.id, detail={"people": len(new)})
        journal.append(db, "requirement.waived", wanted.actor, subject)
    return new


def end(db: Connection, offering_id: UUID, key: str, actor: str) -> bool:
    """Let the requirement hold for somebody again; whether it was waived. Who is registered by then stays so."""
    ended = db.execute(_END, {"of": offering_id, "key": key}).rowcount == 1
    if ended:
        subject = journal.Subject(offering_id=offering_id, detail={"people": 1})
        journal.append(db, "requirement.waiver_ended", actor, subject)
    return ended
