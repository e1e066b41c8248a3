"""Requests that wait for a yes that is asked for no more: the organiser has switched it off, which is a yes to all.

They stand in the line then, by the time at which they asked.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, false, null, text, update

from services.registration.queries.offering import Facts
from shared import journal
from shared.rules import window
from shared.schema.registration import Registration

_ADMIT = (
    update(Registration)
    .values(awaits_approval=false(), reason=null(), changed_at=bindparam("now"))
    .where(
        Registration.offering_id == bindparam("of"),
        Registration.state == "waitlisted",
        # written out, so that the index of requests serves it: mostly there are none
        text("awaits_approval"),
    )
    .returning(Registration.id, Registration.batch_id)
)


def admit(db: Connection, facts: Facts, now: datetime) -> dict[UUID, UUID]:
    """Who asked and stands in the line from now on, each with their act. The caller holds the offering's lock, and
    tells once it has given out the places."""
    if facts.needs_approval or not window.promotes(facts.window, now):
        return {}
    return {row[0]: row[1] for row in db.execute(_ADMIT, {"of": facts.id, "now": now})}


def tell(db: Connection, facts: Facts, actor: str, admitted: Mapping[UUID, UUID]) -> None:
    """As the organiser's yes to each is told: them, and once whoever registered them."""
    acts = list(dict.fromkeys(admitted.values()))
    for kind, ids in (("registration.approved", list(admitted)), ("registrations.answered", acts)):
        journal.append_many(db, kind, actor, [journal.Subject(facts.series_id, None, facts.id, one) for one in ids])
